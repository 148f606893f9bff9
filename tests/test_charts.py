from __future__ import annotations

import json
import time
from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis import chart_words, charts, house, tables, views
from analysis.chart_grids import columns_of
from analysis.trends import build_trends

Corpus = dict[str, pd.DataFrame]
DRAWN: dict[str, tuple[Callable[[Corpus], pd.DataFrame], Callable[..., go.Figure]]] = {
    "theme_date_heatmap": (views.theme_dates, charts.theme_date_heatmap),
    "shares_by_publication": (views.shares_by_publication, charts.shares_by_publication),
    "share_over_time": (views.share_over_time, charts.share_over_time),
    "theme_sizes": (views.theme_sizes, charts.theme_sizes),
    "theme_terms": (views.theme_terms, charts.theme_terms),
    "source_overlap": (views.source_overlap, charts.source_overlap),
    "published_counts": (views.published_counts, charts.published_counts),
    "area_shares": (views.area_shares, charts.area_shares),
    "risers_and_fallers": (views.risers_and_fallers, charts.risers_and_fallers),
    "publication_lags": (views.publication_lags, charts.publication_lags),
}
HOSTILE = "A <script>alert(1)</script> & <b>$x$</b> theme"


def _with_trends(given: Corpus) -> Corpus:
    names = ("listings", "papers", "memberships", "themes", "sources")
    made = build_trends(*(given[name] for name in names), 0.95)
    trends = made.theme_trends
    # three dates have no slope; every chart shall have something to draw
    slopes = trends["axis"].eq("listed") & trends["theme_id"].isin(["attention-sinks", "t-image-generation"])
    trends.loc[slopes, ["factor", "factor_low", "factor_high"]] = [2.4, 1.2, 40.0]
    return {**given, "trends": made.trends, "theme_trends": trends, "bursts": made.bursts}


@pytest.fixture
def whole(corpus: Corpus) -> Corpus:
    return _with_trends(corpus)


def _all(given: Corpus, scheme: house.Scheme = "light") -> dict[str, go.Figure]:
    figures = {name: chart(view(given), scheme=scheme) for name, (view, chart) in DRAWN.items()}
    figures["life_lines"] = charts.life_lines(views.life_lines(given), views.life_bursts(given), scheme=scheme)
    figures["paper_map"] = charts.paper_map(views.map_points(given), views.map_labels(given), scheme=scheme)
    return figures


def _subtitle(figure: go.Figure) -> str:
    return str(figure.layout.title.subtitle.text).replace("<br>", " ")


def _renamed(given: Corpus, name: str) -> Corpus:
    themes = given["themes"].copy()
    themes.loc[1, "name"] = name
    return {**given, "themes": themes}


def test_every_chart_says_what_it_asks_and_what_it_counts(whole: Corpus) -> None:
    for name, figure in _all(whole).items():
        assert figure.layout.title.text.endswith("?"), name
        assert len(figure.layout.title.subtitle.text) > 20, name
        assert max(map(len, figure.layout.title.subtitle.text.split("<br>"))) <= house.SUBTITLE_LETTERS + 10, name
        assert len(figure.layout.title.text) <= 40, name


def test_no_chart_changes_its_table(whole: Corpus) -> None:
    for view, chart in DRAWN.values():
        table = view(whole)
        before = table.copy()
        chart(table)
        pd.testing.assert_frame_equal(table, before)
    points, names = views.map_points(whole), views.map_labels(whole)
    before_points, before_names = points.copy(), names.copy()
    charts.paper_map(points, names)
    pd.testing.assert_frame_equal(points, before_points)
    pd.testing.assert_frame_equal(names, before_names)


def test_every_chart_is_transparent_and_as_high_as_its_rows(whole: Corpus) -> None:
    for name, figure in _all(whole).items():
        assert figure.layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)", name
        assert figure.layout.height > 0, name
        assert figure.layout.width is None, name
    few = charts.theme_sizes(views.theme_sizes(whole)).layout.height
    fewer = charts.theme_sizes(views.theme_sizes(whole).head(2)).layout.height
    assert few - fewer >= 48


def test_light_and_dark_differ_in_their_template_alone(whole: Corpus) -> None:
    light, dark = _all(whole), _all(whole, "dark")
    for name in light:
        one, other = json.loads(light[name].to_json()), json.loads(dark[name].to_json())
        assert one["layout"].pop("template") != other["layout"].pop("template"), name
        assert one == other, name


def test_the_same_table_gives_the_same_bytes(whole: Corpus) -> None:
    assert {n: f.to_json() for n, f in _all(whole).items()} == {n: f.to_json() for n, f in _all(whole).items()}


def test_names_and_titles_show_as_text_whatever_they_hold(whole: Corpus) -> None:
    for name, figure in _all(_renamed(whole, HOSTILE)).items():
        text = figure.to_json()
        assert "<script>" not in text.replace("\\u003c", "<"), name
        assert "$x$" not in text, name
    points = charts.paper_map(views.map_points(whole), views.map_labels(whole))
    titles = [label for trace in points.data for label in trace.customdata or []]
    assert any("&lt;SEG&gt;" in title for title in titles)


def test_a_word_of_plotlys_own_markup_in_a_name_is_no_markup() -> None:
    assert house.plain("a <b>bold</b> & $x$") == "a &lt;b&gt;bold&lt;/b&gt; &amp; &#36;x&#36;"
    assert house.plain("two\nlines") == "two lines"


def test_a_name_is_cut_before_it_is_escaped_so_that_no_entity_breaks() -> None:
    assert house.wrapped("&" * 100, 4, 1) == "&amp;&amp;&amp;…"
    assert house.wrapped("a & b & c & d", 8, 1) == "a &amp; b &amp;…"


def test_a_word_longer_than_its_line_is_broken_and_not_left_out() -> None:
    assert house.wrapped("Supercalifragilistic", 10, 2) == "Supercalif<br>ragilistic"
    assert house.wrapped("注意力机制与稀疏注意力的研究综述", 6, 2) == "注意力机制与<br>稀疏注意力…"


def test_long_names_take_two_lines_and_are_whole_on_hover(whole: Corpus) -> None:
    long = "A theme whose name goes on and on until nobody would read it to its end"

    figure = charts.theme_date_heatmap(views.theme_dates(_renamed(whole, long)))

    label = next(tick for tick in figure.layout.yaxis.ticktext if tick.startswith("A theme"))
    assert label.count("<br>") == 1
    assert "…" in label
    assert max(map(len, label.split(" <span")[0].split("<br>"))) <= house.NAME_LETTERS + 1
    hovers = [text.replace("<br>", " ") for row in figure.data[0].customdata for text in row]
    assert any(long in text for text in hovers)


def test_a_theme_has_its_colour_in_every_chart(whole: Corpus) -> None:
    figures = _all(whole)

    assert figures["theme_sizes"].data[0].marker.color == ("#4477AA", "#EE6677", "#228833", "#CCBB44")
    assert figures["share_over_time"].data[0].marker.color == "#4477AA"
    assert figures["theme_terms"].data[0].marker.color == "#4477AA"
    assert any("color:#4477AA" in tick for tick in figures["theme_date_heatmap"].layout.yaxis.ticktext)
    ring = next(trace for trace in figures["paper_map"].data if trace.meta == "attention-sinks")
    assert (ring.marker.color, ring.marker.symbol) == ("#4477AA", "circle-open")


def test_the_heatmap_has_shares_as_colour_and_counts_as_text(whole: Corpus) -> None:
    cells = charts.theme_date_heatmap(views.theme_dates(whole)).data[0]

    counts = [value for row in cells.text for value in row if value]
    assert counts[:4] == ["2", "2", "1", "1"]  # attention sinks: three dates and the undated dump
    assert any("2 of 6 papers: 33.3%" in text for row in cells.customdata for text in row)


def test_a_theme_without_papers_on_a_date_is_an_empty_cell_with_share_zero(whole: Corpus) -> None:
    members = whole["memberships"].query("theme_id != 'attention-sinks' or paper_id != 'p14'")
    table = views.theme_dates(_with_trends({**whole, "memberships": members}))

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
    assert "year assumed" in _subtitle(figure)


def test_without_assumed_years_nothing_is_said_of_them(whole: Corpus) -> None:
    table = views.theme_dates(whole).assign(assumed=False)

    assert "assumed" not in _subtitle(charts.theme_date_heatmap(table))


def test_loose_themes_are_marked_wherever_they_are_named(whole: Corpus) -> None:
    themes = whole["themes"].assign(stability=[None, 0.2, 0.2, 0.9])
    loose = {**whole, "themes": tables.check("themes", themes, "themes")}

    for name, figure in _all(loose).items():
        if name not in ("source_overlap", "published_counts", "publication_lags", "area_shares"):
            assert "◦" in json.dumps(figure.to_dict()["layout"], default=str, ensure_ascii=False), name
            assert "loose theme" in _subtitle(figure), name
    assert "loose" not in _subtitle(charts.theme_sizes(views.theme_sizes(whole)))


def test_themes_stand_under_their_areas(whole: Corpus) -> None:
    themes = whole["themes"].assign(area=["", "Vision", "Text", "Text"])

    ticks = charts.theme_sizes(views.theme_sizes({**whole, "themes": themes})).layout.yaxis.ticktext
    themes["area"] = ["", "Vision", "Vision", "Vision"]
    fewer = charts.theme_sizes(views.theme_sizes({**whole, "themes": themes})).layout.yaxis.ticktext

    assert [tick for tick in fewer if tick.startswith("<b>")] == ["<b>Followed themes</b>", "<b>Vision</b>"]
    assert len(ticks) == 4  # three headings over four themes would say less than none


def test_few_dates_are_points_with_intervals_and_never_a_line(whole: Corpus) -> None:
    figure = charts.share_over_time(views.share_over_time(whole), confidence=0.95)

    assert {trace.mode for trace in figure.data} == {"markers"}
    first = figure.data[0]
    assert first.y[0] + first.error_y.array[0] == pytest.approx(views.share_over_time(whole)["share_high"][0])
    assert {trace.marker.symbol for trace in figure.data} == {"circle", "diamond-open"}
    assert "95% Wilson interval. 3 dates" in _subtitle(figure)


def test_small_panels_name_a_month_shortly_and_a_large_one_names_more(whole: Corpus) -> None:
    table = views.share_over_time(whole).query("theme_id == 't-code'")
    table = table.assign(period_short=["Jan 2025†", "Feb 2025", "Q1 2026", "no date"])

    assert charts.share_over_time(table).layout.xaxis.ticktext == ("Jan ’25†", "Q1 ’26")
    assert charts.share_over_time(table, columns=1).layout.xaxis.ticktext == ("Jan ’25†", "Feb ’25", "Q1 ’26")


def test_many_dates_are_a_line_in_a_band(whole: Corpus) -> None:
    table = views.share_over_time(whole).assign(spacing="time")

    modes = [trace.mode for trace in charts.share_over_time(table).data[:3]]

    assert modes == ["lines", "lines", "markers"]


def test_rising_and_falling_themes_carry_an_arrow(whole: Corpus) -> None:
    table = views.share_over_time(whole)
    table.loc[table["theme_id"] == "t-code", "direction"] = "rising"

    figure = charts.share_over_time(table)

    assert [note.text for note in figure.layout.annotations if "↗" in note.text] == ["Code models ↗"]
    assert "more than chance" in _subtitle(figure)


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
    assert "† in part" in _subtitle(figure).replace("\u00a0", " ")


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
    assert "Left out: 2 with too few papers for a slope." in _subtitle(figure)
    assert {trace.meta for trace in figure.data} == {"attention-sinks", "t-image-generation"}


def test_few_periods_of_areas_are_bars_and_many_a_stream(whole: Corpus) -> None:
    table = views.area_shares(whole)

    assert {trace.type for trace in charts.area_shares(table).data} == {"bar"}
    many = charts.area_shares(table.assign(spacing="time"))
    assert {trace.stackgroup for trace in many.data} == {"areas"}
    assert [note.text.split("> ")[1] for note in many.layout.annotations] == ["All"]


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
    assert "Shaded: a burst" in _subtitle(figure)
    assert "burst" not in _subtitle(charts.life_lines(lines, burst.head(0)))


@pytest.mark.parametrize(
    ("days", "said"),
    [(0.0, "a day"), (1.0, "1 day"), (2.4, "2 days"), (350.0, "about 12 months"), (1100.0, "about 3 years")],
)
def test_a_number_of_days_is_said_in_the_unit_a_reader_would_take(days: float, said: str) -> None:
    assert chart_words.days(days) == said


def test_the_map_is_svg_tells_title_theme_and_dates_and_no_abstract(whole: Corpus) -> None:
    figure = charts.paper_map(views.map_points(whole), views.map_labels(whole))

    assert {trace.type for trace in figure.data} == {"scatter"}
    hover = figure.data[0].customdata[1]
    assert hover.startswith("<b>Paper number 3</b><br>Listed: Mar 11, 2025")
    assert "Published: Apr 3, 2018" in hover
    assert figure.data[0].hovertemplate == "%{customdata}<br>Image generation<extra></extra>"
    assert "Words about" not in figure.to_json()
    assert {note.text for note in figure.layout.annotations} == {"Image<br>generation", "Retrieval", "Code models"}


def test_a_dumps_own_number_stands_on_the_diagonal(whole: Corpus) -> None:
    figure = charts.source_overlap(views.source_overlap(whole))

    assert [note.text for note in figure.layout.annotations] == ["<b>6</b>", "<b>7</b>", "<b>7</b>", "<b>7</b>"]
    assert list(figure.data[0].text[0][:2]) == ["", "1"]


def test_empty_tables_make_charts_that_say_why() -> None:
    nothing = {name: tables.empty(name) for name in tables.SCHEMAS}

    for name, figure in _all(nothing).items():
        assert len(figure.data) == 0, name
        assert _subtitle(figure), name


def test_one_date_one_theme_and_no_dates_can_be_drawn(whole: Corpus) -> None:
    themes = whole["themes"].head(1)
    listings = whole["listings"].assign(listed_on=pd.NaT, listed_year_from="unknown")
    undated = tables.check("listings", listings, "listings")

    for given in ({**whole, "themes": themes}, {**whole, "listings": undated}):
        drawn = {name for name, figure in _all(_with_trends(given)).items() if len(figure.data)}
        assert drawn >= {"theme_date_heatmap", "share_over_time", "theme_sizes", "paper_map"}
    one = views.share_over_time(whole).query("period == '2025-03-11'")
    assert "One date." in _subtitle(charts.share_over_time(one))


def test_thirty_themes_on_250_dates_are_drawn_in_seconds(whole: Corpus) -> None:
    days = pd.DataFrame({"period": pd.date_range("2025-01-02", periods=250).strftime("%Y-%m-%d")})
    days["position"], days["n_papers"] = range(250), [day % 5 for day in range(250)]
    thirty = pd.DataFrame({"theme_id": [f"t{number}" for number in range(30)], "place": range(30)})
    one = views.share_over_time(whole).head(1).assign(spacing="time")
    many = one.drop(columns=[*days, *thirty]).merge(thirty, how="cross").merge(days, how="cross")

    start = time.perf_counter()
    figures = charts.theme_date_heatmap(many), charts.share_over_time(many)
    assert time.perf_counter() - start < 3

    assert {value for row in figures[0].data[0].text for value in row} == {""}
    assert len(figures[0].layout.xaxis.tickvals) <= 16
    assert len(figures[1].data) == 60


def test_names_like_a_variable_of_plotlys_templates_stay_names(whole: Corpus) -> None:
    given = _renamed(whole, "A %{x} theme")

    figures = _all(given)

    for name in ("life_lines", "paper_map"):
        assert not any("%{x} theme" in trace.hovertemplate for trace in figures[name].data if trace.hovertemplate)


def test_templates_are_made_on_call_and_none_is_registered() -> None:
    import plotly.io

    assert house.template("light") == house.template("light")
    assert not any("paper" in name for name in plotly.io.templates)
