"""What a reader of charts over time relies on: marks, gaps and words that say no more than the numbers."""

from __future__ import annotations

import time
from itertools import pairwise

import pandas as pd
import pytest
from drawn_charts import subtitle_of
from trended_corpus import Corpus, with_changes, with_slopes, with_trends

from analysis import charts, views
from analysis.chart_areas import NAME_APART, name_heights
from analysis.chart_grids import columns_of


@pytest.fixture
def whole(corpus: Corpus) -> Corpus:
    return with_slopes(corpus)


def test_the_heatmap_has_shares_as_colour_and_counts_as_text(whole: Corpus) -> None:
    cells = charts.theme_date_heatmap(views.theme_dates(whole)).data[0]

    counts = [value for row in cells.text for value in row if value]
    assert counts[:4] == ["2", "2", "1", "1"]  # attention sinks: three dates and the undated dump
    assert any("2 of 6 papers: 33.3%" in text for row in cells.customdata for text in row)


def test_a_theme_without_papers_on_a_date_is_an_empty_cell_with_share_zero(whole: Corpus) -> None:
    members = whole["memberships"].query("theme_id != 'attention-sinks' or paper_id != 'p14'")
    table = views.theme_dates(with_trends({**whole, "memberships": members}))

    cells = charts.theme_date_heatmap(table).data[0]

    first = next(row for row in zip(cells.text, cells.z, strict=True) if any(row[0]))
    assert list(first[0]) == ["2", "2", "", "", "1"]  # the fourth is the gap before the undated dump
    assert first[1][2] == 0


def test_the_undated_dump_stands_apart_and_assumed_years_are_marked(whole: Corpus) -> None:
    figure = charts.theme_date_heatmap(views.theme_dates(whole))

    columns = columns_of([True, True, True, False])
    assert columns.holes == [3]
    assert columns.middles == [0.5, 1.5, 2.5, 3.8]
    assert list(figure.layout.xaxis.ticktext) == ["Mar 11<br>2025", "Mar 12<br>2025*", "Nov 18<br>2025", "no date"]
    assert "year assumed" in subtitle_of(figure)


def test_without_assumed_years_nothing_is_said_of_them(whole: Corpus) -> None:
    table = views.theme_dates(whole).assign(assumed=False)

    assert "assumed" not in subtitle_of(charts.theme_date_heatmap(table))


def test_few_dates_are_points_with_intervals_and_never_a_line(whole: Corpus) -> None:
    figure = charts.share_over_time(views.share_over_time(whole), confidence=0.95)

    assert {trace.mode for trace in figure.data} == {"markers"}
    first = figure.data[0]
    assert first.y[0] + first.error_y.array[0] == pytest.approx(views.share_over_time(whole)["share_high"][0])
    assert {trace.marker.symbol for trace in figure.data} == {"circle", "diamond-open"}
    assert "95% Wilson interval. 3 dates" in subtitle_of(figure)


def test_small_panels_name_two_periods_and_a_large_one_names_more(whole: Corpus) -> None:
    table = views.share_over_time(whole).query("theme_id == 't-code'")
    table = table.assign(period_short=["Jan 2025†", "Feb 2025", "Q1 2026", "no date"])

    assert charts.share_over_time(table).layout.xaxis.ticktext == ("Jan<br>2025†", "Q1<br>2026")
    assert charts.share_over_time(table, columns=1).layout.xaxis.ticktext == (
        "Jan<br>2025†",
        "Feb<br>2025",
        "Q1<br>2026",
    )


def test_many_dates_are_a_line_in_a_band(whole: Corpus) -> None:
    table = views.share_over_time(whole).assign(spacing="time")

    modes = [trace.mode for trace in charts.share_over_time(table).data[:3]]

    assert modes == ["lines", "lines", "markers"]


def test_rising_and_falling_themes_carry_an_arrow(whole: Corpus) -> None:
    table = views.share_over_time(whole)
    table.loc[table["theme_id"] == "t-code", "direction"] = "rising"

    figure = charts.share_over_time(table)

    assert [note.text for note in figure.layout.annotations if "↗" in note.text] == ["Code models ↗"]
    assert "more than chance" in subtitle_of(figure)


def test_a_gap_in_the_calendar_breaks_line_and_band(whole: Corpus) -> None:
    table = views.share_over_time(whole).query("theme_id == 't-code'").assign(spacing="time")
    table.loc[table.index[1], ["n_papers", "n_total", "share", "share_low", "share_high"]] = [0, 0, 0.0, 0.0, 1.0]

    band, line, _ = charts.share_over_time(table).data

    assert [y != y for y in line.y] == [False, True, False]
    assert list(band.x).count(None) == 1
    assert max(y for y in band.y if y is not None) < 1


def test_a_period_listed_only_in_part_is_hollow_and_marked(whole: Corpus) -> None:
    table = views.share_over_time(whole)
    last = table["period"] == "2025-11-18"
    table.loc[last, ["partial", "period_short"]] = [True, "Nov 2025†"]

    figure = charts.share_over_time(table)

    assert figure.data[0].marker.symbol == ("circle", "circle", "circle-open")
    assert "† in part" in subtitle_of(figure).replace("\u00a0", " ")


def test_a_ranking_has_words_factors_and_intervals_cut_at_the_edge(whole: Corpus) -> None:
    table = views.risers_and_fallers(whole).assign(direction=["rising", "falling"])

    figure = charts.risers_and_fallers(table, confidence=0.95)

    headings = [tick for tick in figure.layout.yaxis.ticktext if tick.startswith("<b>")]
    assert headings == ["<b>Rising</b>", "<b>Falling</b>"]
    assert [note.text for note in figure.layout.annotations] == ["×2.4", "×2.4"]
    low, middle, high = figure.data[0].x
    assert (low, middle) == (1.2, 2.4)
    assert high < 20
    assert "interval ×1.2 to ×40" in figure.data[0].customdata[0]
    assert "Left out: 2 with too few papers for a slope." in subtitle_of(figure)
    assert {trace.meta for trace in figure.data} == {"attention-sinks", "t-image-generation"}


def test_few_periods_of_areas_are_bars_and_many_a_stream(whole: Corpus) -> None:
    table = views.area_shares(whole)

    assert {trace.type for trace in charts.area_shares(table).data} == {"bar"}
    many = charts.area_shares(table.assign(spacing="time"))
    assert {trace.stackgroup for trace in many.data} == {"areas"}
    assert [note.text.split("> ")[1] for note in many.layout.annotations] == ["All"]


def test_names_of_thin_areas_are_kept_apart_and_within_the_chart(whole: Corpus) -> None:
    heights = name_heights([0.485, 0.975, 0.985, 0.995])

    assert [round(b - a, 3) >= NAME_APART for a, b in pairwise(heights)] == [True, True, True]
    assert heights[-1] < 1
    names = charts.area_shares(views.area_shares(whole)).layout.annotations
    assert names
    assert all(0 <= name.y <= 1 for name in names)


def test_a_life_line_has_a_dot_per_date_and_its_bursts_behind_it(whole: Corpus) -> None:
    lines = views.life_lines(whole)
    burst = (
        lines.drop_duplicates("theme_id")
        .iloc[[0]]
        .assign(start=pd.Timestamp(2025, 3, 11), end=pd.Timestamp(2025, 3, 12), level=1)
    )

    figure = charts.life_lines(lines, burst)

    assert figure.data[0].x == ("2025-03-11", "2025-03-12")
    sinks = next(trace for trace in figure.data[1:] if trace.meta == "attention-sinks")
    assert sinks.x == ("2025-03-11", "2025-03-12", "2025-11-18")
    assert list(sinks.customdata) == ["2 of 6 papers", "2 of 7 papers", "1 of 7 papers"]
    assert "listed on 3 dates from Mar 11, 2025 to Nov 18, 2025" in sinks.hovertemplate
    assert "Shaded: a burst" in subtitle_of(figure)
    assert "burst" not in subtitle_of(charts.life_lines(lines, burst.head(0)))


def test_thirty_themes_on_250_dates_are_drawn_in_seconds(whole: Corpus) -> None:
    days = pd.DataFrame({"period": pd.date_range("2025-01-02", periods=250).strftime("%Y-%m-%d")})
    days["position"], days["n_papers"] = range(250), [day % 5 for day in range(250)]
    thirty = pd.DataFrame({"theme_id": [f"t{number}" for number in range(30)], "place": range(30)})
    one = views.share_over_time(whole).head(1).assign(spacing="time")
    many = one.drop(columns=[*days, *thirty]).merge(thirty, how="cross").merge(days, how="cross")

    start = time.process_time()
    figures = charts.theme_date_heatmap(many), charts.share_over_time(many)
    assert time.process_time() - start < 3

    assert {value for row in figures[0].data[0].text for value in row} == {""}
    assert len(figures[0].layout.xaxis.tickvals) <= 16
    assert len(figures[1].data) == 60


def test_levels_between_change_points_are_steps_in_the_panel_of_their_theme(whole: Corpus) -> None:
    given = with_changes(whole, ("t-code", "2025-03-12", 0.1, 0.4), ("t-code", "2025-11-18", 0.4, 0.2))

    figure = charts.share_over_time(views.share_over_time(given), changes=views.share_changes(given))

    (steps,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert steps.meta == "t-code"
    assert steps.y == (0.1, 0.1, 0.4, 0.4, 0.4, 0.4, 0.2, 0.2)
    assert steps.x == (-0.5, 0.5, 0.5, 1.5, 0.5, 1.5, 1.5, 2.5)
    assert "Change point, Mar 12, 2025:<br>from 10.0% of the papers to 40.0%" in steps.customdata[0]
    assert "levels between change points" in subtitle_of(figure)
    assert "change point" not in subtitle_of(charts.share_over_time(views.share_over_time(given)))


def test_a_life_line_points_up_or_down_where_a_share_moved(whole: Corpus) -> None:
    given = with_changes(whole, ("t-code", "2025-03-12", 0.1, 0.4), ("t-retrieval", "2025-11-18", 0.4, 0.2))

    figure = charts.life_lines(
        views.life_lines(given), views.life_bursts(given), changes=views.life_changes(given)
    )

    marks = {trace.meta: trace.marker.symbol for trace in figure.data if trace.mode == "markers"}
    assert marks == {"t-code": "triangle-up", "t-retrieval": "triangle-down"}
    (code,) = [trace for trace in figure.data if trace.mode == "markers" and trace.meta == "t-code"]
    assert code.x == ("2025-03-12",)
    assert "from 10.0% of the papers to 40.0%" in code.hovertemplate
    assert "a change point" in subtitle_of(figure)


def test_a_change_of_a_theme_that_is_not_shown_is_neither_drawn_nor_told(whole: Corpus) -> None:
    given = with_changes(whole, ("t-code", "2025-03-12", 0.1, 0.4))
    table = views.share_over_time(given).query("theme_id != 't-code'")

    figure = charts.share_over_time(table, changes=views.share_changes(given))

    assert {trace.mode for trace in figure.data} == {"markers"}
    assert "change point" not in subtitle_of(figure)
