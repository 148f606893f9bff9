"""What a person in JupyterLab relies on: controls that show what was chosen, and text of dumps that stays text."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest
from trended_corpus import with_changes

from analysis import charts, paper_controls, views, widgets
from analysis.theme_order import UnknownThemeError


def drawn(explorer: object) -> dict[str, object]:
    return explorer.children[-1].outputs[0]["data"][paper_controls.PLOTLY]  # type: ignore[attr-defined,no-any-return]


def titles(figure: dict[str, object]) -> set[str]:
    return {note["text"] for note in figure["layout"].get("annotations", [])}  # type: ignore[attr-defined]


def test_the_explorer_opens_with_the_reports_own_chart(trended: dict[str, pd.DataFrame]) -> None:
    explorer = widgets.theme_explorer(trended)
    own = charts.share_over_time(views.share_over_time(trended))
    assert len(drawn(explorer)["data"]) == len(own.data)  # type: ignore[arg-type]


def test_theme_axis_and_periods_can_be_chosen(trended: dict[str, pd.DataFrame]) -> None:
    explorer = widgets.theme_explorer(trended)
    theme, axis, periods, _ = explorer.children
    assert theme.options[:2] == ("all themes", "Attention sinks")
    assert periods.options[0] == "Mar 11, 2025"
    before = drawn(explorer)
    theme.value = "Attention sinks"
    one = drawn(explorer)
    assert len(one["data"]) < len(before["data"])  # type: ignore[arg-type]
    periods.index = (0, 0)
    assert str(drawn(explorer)["data"]).count("Mar 12, 2025") == 0
    axis.value = "published"
    assert "2025" not in periods.options[0]
    assert periods.index == (0, len(periods.options) - 1)


def test_a_theme_may_be_named_by_its_id_and_must_be_there(trended: dict[str, pd.DataFrame]) -> None:
    assert widgets.theme_explorer(trended, "t-code").children[0].value == "Code models"
    with pytest.raises(UnknownThemeError, match="No theme is called 'Agents'"):
        widgets.theme_explorer(trended, "Agents")


def test_one_period_or_none_is_no_reason_to_fail(trended: dict[str, pd.DataFrame]) -> None:
    first = trended["trends"]["period"].iloc[0]
    for rows in (trended["trends"]["period"] == first, trended["trends"]["period"] == ""):
        explorer = widgets.theme_explorer({**trended, "trends": trended["trends"][rows]})
        assert len(explorer.children[2].options) == 1


def test_a_chosen_paper_shows_its_abstract_as_text(trended: dict[str, pd.DataFrame]) -> None:
    found, chosen, text = widgets.paper_reader(trended).children
    assert "A &lt;SEG&gt; token &lt;script&gt;alert(1)&lt;/script&gt;" in text.value
    chosen.value = "p05"
    assert "told in paper 5." in text.value
    found.value = "NUMBER paper 12"
    assert [paper for _, paper in chosen.options] == ["p12"]
    found.value = "nothing like it"
    assert chosen.options == ()
    assert "No paper has these words" in text.value


def test_the_papers_of_one_theme_are_listed_alone(trended: dict[str, pd.DataFrame]) -> None:
    chosen = widgets.paper_reader(trended, "attention sinks").children[1]
    assert {paper for _, paper in chosen.options} == {"p00", "p03", "p09", "p14", "p20"}


def test_a_table_to_search_brings_its_library_and_escapes_text(trended: dict[str, pd.DataFrame]) -> None:
    table = widgets.searchable(trended["papers"][["title", "published", "keywords"]])
    page = table._repr_html_()
    assert repr(table) == "SearchableTable('papers', 24 rows)"
    assert "<script>alert(1)" not in page
    assert "https://cdn" not in page
    assert page == table._repr_html_()


def shown_map(tables: dict[str, pd.DataFrame]) -> paper_controls.ChartControl:
    return widgets.map_reader(tables, charts.paper_map(views.map_points(tables), views.map_labels(tables)))


def click(figure: go.FigureWidget, place: int, point: int) -> None:
    """Tell the figure what the browser tells it."""
    empty = {"trace_indexes": [place], "point_indexes": [point], "xs": [0], "ys": [0]}
    figure._js2py_pointsCallback = {
        "event_type": "plotly_click",
        "points": empty,
        "device_state": {"alt": False, "ctrl": False, "meta": False, "shift": False, "button": 0, "buttons": 1},
        "selector": None,
    }


@pytest.mark.slow(reason="the map is drawn by widgets")
def test_a_click_on_the_map_shows_the_abstract_and_marks_the_paper(trended: dict[str, pd.DataFrame]) -> None:
    control = shown_map(trended)
    figure = control.children[0].children[0]
    found, chosen, text = control.children[1].children
    found.value = "no such words"
    click(figure, 0, 1)
    assert (found.value, chosen.value) == ("", "p03")
    assert "told in paper 3." in text.value
    here = figure.data[-1]
    assert (list(here.x), list(here.y)) == ([3], [3])
    chosen.value = "p00"
    assert list(here.x) == [0]
    assert "A &lt;SEG&gt; token &lt;script&gt;alert(1)&lt;/script&gt;" in text.value


def test_the_map_with_controls_carries_the_chart_for_pages_without_any(trended: dict[str, pd.DataFrame]) -> None:
    bundle = shown_map(trended)._repr_mimebundle_()
    chart = charts.paper_map(views.map_points(trended), views.map_labels(trended))
    assert len(bundle[paper_controls.PLOTLY]["data"]) == len(chart.data)
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_a_map_without_papers_can_be_shown(trended: dict[str, pd.DataFrame]) -> None:
    control = shown_map({**trended, "map": trended["map"].head(0)})
    assert "No paper" in control.children[1].children[2].value


def test_change_points_are_in_the_explorer_by_listing_date_alone(trended: dict[str, pd.DataFrame]) -> None:
    explorer = widgets.theme_explorer(with_changes(trended, ("t-code", "2025-03-12", 0.1, 0.4)), "t-code")
    assert "change points" in str(drawn(explorer)["layout"])
    explorer.children[1].value = "published"
    assert "change points" not in str(drawn(explorer)["layout"])
