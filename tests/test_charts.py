"""What a reader relies on in every chart: it says what it counts, and is the same on each page."""

from __future__ import annotations

import json

import pandas as pd
import plotly.graph_objects as go
import pytest
from drawn_charts import DRAWN, all_charts, subtitle_of
from trended_corpus import Corpus, with_slopes, with_trends

from analysis import charts, house, tables, views


@pytest.fixture(scope="module")
def whole(corpus: Corpus) -> Corpus:
    return with_slopes(corpus)


@pytest.fixture(scope="module")
def drawn(whole: Corpus) -> dict[str, go.Figure]:
    """Every chart of the small corpus; copy a figure before changing it."""
    return all_charts(whole)


def test_every_chart_says_what_it_asks_and_what_it_counts(drawn: dict[str, go.Figure]) -> None:
    for name, figure in drawn.items():
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


def test_every_chart_has_its_own_ground_and_is_as_high_as_its_rows(
    whole: Corpus, drawn: dict[str, go.Figure]
) -> None:
    for name, figure in drawn.items():
        assert figure.layout.template.layout.paper_bgcolor == "#ffffff", name
        assert figure.layout.height > 0, name
        assert figure.layout.width is None, name
    few = charts.theme_sizes(views.theme_sizes(whole)).layout.height
    fewer = charts.theme_sizes(views.theme_sizes(whole).head(2)).layout.height
    assert few - fewer >= 48


def test_light_and_dark_differ_in_their_template_alone(whole: Corpus, drawn: dict[str, go.Figure]) -> None:
    light, dark = drawn, all_charts(whole, "dark")
    for name in light:
        one, other = json.loads(light[name].to_json()), json.loads(dark[name].to_json())
        assert one["layout"].pop("template") != other["layout"].pop("template"), name
        assert one == other, name


def test_the_same_table_gives_the_same_bytes(whole: Corpus, drawn: dict[str, go.Figure]) -> None:
    assert {n: f.to_json() for n, f in drawn.items()} == {n: f.to_json() for n, f in all_charts(whole).items()}


def test_a_theme_has_its_colour_in_every_chart(drawn: dict[str, go.Figure]) -> None:
    assert drawn["theme_sizes"].data[0].marker.color == ("#4477AA", "#EE6677", "#228833", "#CCBB44")
    assert drawn["share_over_time"].data[0].marker.color == "#4477AA"
    assert drawn["theme_terms"].data[0].marker.color == "#4477AA"
    assert any("color:#4477AA" in tick for tick in drawn["theme_date_heatmap"].layout.yaxis.ticktext)
    ring = next(trace for trace in drawn["paper_map"].data if trace.meta == "attention-sinks")
    assert (ring.marker.color, ring.marker.symbol) == ("#4477AA", "circle-open")


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

    for name, figure in all_charts(nothing).items():
        assert len(figure.data) == 0, name
        assert subtitle_of(figure), name


def test_one_date_one_theme_and_no_dates_can_be_drawn(whole: Corpus) -> None:
    themes = whole["themes"].head(1)
    listings = whole["listings"].assign(listed_on=pd.NaT, listed_year_from="unknown")
    undated = tables.check("listings", listings, "listings")

    for given in ({**whole, "themes": themes}, {**whole, "listings": undated}):
        with_marks = {name for name, figure in all_charts(with_trends(given)).items() if len(figure.data)}
        assert with_marks >= {"theme_date_heatmap", "share_over_time", "theme_sizes", "paper_map"}
    one = views.share_over_time(whole).query("period == '2025-03-11'")
    assert "One date." in subtitle_of(charts.share_over_time(one))


def test_templates_are_made_on_call_and_none_is_registered() -> None:
    import plotly.io

    assert house.template("light") == house.template("light")
    assert not any("paper" in name for name in plotly.io.templates)
