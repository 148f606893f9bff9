"""What a person in JupyterLab relies on: controls that show what was chosen, and text of dumps that stays text."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import charts, views, widgets
from analysis.theme_order import UnknownThemeError


def drawn(explorer: object) -> dict[str, object]:
    return explorer.children[-1].outputs[0]["data"][widgets.PLOTLY]  # type: ignore[attr-defined,no-any-return]


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
