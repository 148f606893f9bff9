"""Controls for notebooks: a chart to choose, papers to read, a table to search; all of them work offline."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import ipywidgets

from analysis import charts, house, labels, views, wording
from analysis.safety import paper_link
from analysis.visible_text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import plotly.graph_objects as go

PLOTLY = "application/vnd.plotly.v1+json"
TABLE = "application/vnd.paper-themes.table+json"
"""What our saved pages make a table from; JupyterLab, which knows no such form, takes the HTML beside it."""
AXES = {"listing date": "listed", "publication date": "published"}
ALL_THEMES = "all themes"
ROWS_SHOWN = 10
TITLE_LETTERS = 110
_TABLE_SETTINGS: dict[str, Any] = {
    "connected": False,
    "lengthMenu": [ROWS_SHOWN, 50, 200],
    "maxBytes": 0,
    "showIndex": False,
    "display_logo_when_loading": False,
    # text of dumps is text, whatever tags it holds
    "allow_html": False,
}
_OF_A_PAGE = ("data_json", "layout", "lengthMenu", "order", "table_html", "text_in_header_can_be_selected")
"""Settings of a table on a saved page; the others say where the library comes from, or what to evaluate."""
_CLASSES = ("display", "compact")


@dataclass(frozen=True)
class SearchableTable:
    """A table that a notebook shows with sorting, a search box and pages."""

    table: pd.DataFrame
    name: str

    def _repr_html_(self) -> str:
        # the library comes with the table: its page is opened without a network, and without this kernel
        from itables import options, to_html_datatable
        from itables.javascript import generate_init_offline_itables_html

        library = generate_init_offline_itables_html(options.dt_bundle)
        return f"{library}{to_html_datatable(self.table, table_id=f'table-{self.name}', **_TABLE_SETTINGS)}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        from itables.javascript import get_itable_arguments

        settings = dict(get_itable_arguments(self.table, **_TABLE_SETTINGS))
        return {TABLE: {key: settings[key] for key in _OF_A_PAGE if key in settings} | {"classes": list(_CLASSES)}}

    def __repr__(self) -> str:
        """Say how long it is, instead of all of it."""
        return f"SearchableTable({self.name!r}, {wording.count(len(self.table), 'row')})"


def searchable(table: pd.DataFrame, name: str = "papers") -> SearchableTable:
    """Return a table to sort and search in a notebook; text of dumps stays text.

    :param table: any table; lists in it are joined by commas.
    :param name: letters, digits and hyphens: the table's id on the page.
    """
    shown = table.copy()
    for column in shown.columns:
        if shown[column].map(lambda value: isinstance(value, list)).any():
            shown[column] = shown[column].map(", ".join)
        elif shown[column].dtype.kind == "M":
            shown[column] = shown[column].dt.strftime("%Y-%m-%d").fillna("")
    return SearchableTable(shown, name)


def theme_explorer(tables: Mapping[str, pd.DataFrame], theme: str | None = None) -> ipywidgets.VBox:
    """Return a chart of shares with controls beside it: which theme, which axis, which periods.

    :param tables: as ``load_tables`` returns them.
    :param theme: name of the theme shown first; None shows all.
    :raises UnknownThemeError: no theme has that name.
    """
    names = [str(name) for name in views.themes_in_order(tables)["theme"]]
    first = str(views.one_theme(tables, theme)["theme"]) if theme else ALL_THEMES
    chosen = ipywidgets.Dropdown(options=[ALL_THEMES, *names], value=first, description="Theme")
    axis = ipywidgets.ToggleButtons(options=list(AXES.items()), description="By")
    spans = ipywidgets.SelectionRangeSlider(options=["–"], description="Periods", layout={"width": "36rem"})
    place = ipywidgets.Output()

    def draw(_: object = None) -> None:
        place.outputs = _drawn(_shares(tables, chosen.value, axis.value, spans.index))

    def periods(_: object = None) -> None:
        options = _periods(tables, axis.value)
        spans.options = options
        spans.index = (0, len(options) - 1)
        draw()

    periods()
    chosen.observe(draw, "value")
    axis.observe(periods, "value")
    spans.observe(draw, "index")
    return ipywidgets.VBox([chosen, axis, spans, place])


def paper_reader(tables: Mapping[str, pd.DataFrame], theme: str | None = None) -> ipywidgets.VBox:
    """Return a list of papers beside the abstract of the one that is chosen.

    :param tables: as ``load_tables`` returns them.
    :param theme: name of the theme whose papers are listed; None lists all.
    :raises UnknownThemeError: no theme has that name.
    """
    papers = tables["papers"]
    if theme is not None:
        members = tables["memberships"]
        wanted = members.loc[members["theme_id"] == views.one_theme(tables, theme)["theme_id"], "paper_id"]
        papers = papers[papers["paper_id"].isin(wanted)]
    papers = papers.sort_values(["title", "paper_id"]).set_index("paper_id")
    options = [
        (labels.cut(visible(str(title)), TITLE_LETTERS), str(paper)) for paper, title in papers["title"].items()
    ]
    found = ipywidgets.Text(placeholder="words of a title", description="Search", continuous_update=True)
    chosen = ipywidgets.Select(options=options, rows=12, description="Paper", layout={"width": "60rem"})
    text = ipywidgets.HTML(_abstract(papers, chosen.value))
    found.observe(partial(_search, options, chosen), "value")
    chosen.observe(partial(_show, papers, text), "value")
    return ipywidgets.VBox([found, chosen, text])


def _search(options: list[tuple[str, str]], chosen: ipywidgets.Select, change: Mapping[str, Any]) -> None:
    wanted = str(change["new"]).casefold().split()
    chosen.options = [option for option in options if all(word in option[0].casefold() for word in wanted)]


def _show(papers: pd.DataFrame, text: ipywidgets.HTML, change: Mapping[str, Any]) -> None:
    text.value = _abstract(papers, change["new"])


def _abstract(papers: pd.DataFrame, paper_id: str | None) -> str:
    if paper_id is None:
        return "<p>No paper has these words in its title.</p>"
    paper = papers.loc[paper_id]
    title, abstract = (html.escape(visible(str(paper[name]))) for name in ("title", "abstract"))
    arxiv_id, url = (value if isinstance(value, str) else None for value in (paper["arxiv_id"], paper["url"]))
    link = html.escape(paper_link(str(paper["title"]), arxiv_id, url))
    return (
        f'<h4 dir="auto"><a href="{link}" target="_blank" rel="noopener noreferrer">{title}</a></h4>'
        f'<p dir="auto" style="max-width:60rem">{abstract or "No abstract."}</p>'
    )


def _periods(tables: Mapping[str, pd.DataFrame], axis: str) -> list[str]:
    shares = _of_axis(tables, axis)
    return list(dict.fromkeys(shares.sort_values("position")["period_label"])) or ["no period"]


def _of_axis(tables: Mapping[str, pd.DataFrame], axis: str) -> pd.DataFrame:
    return views.share_over_time(tables, "published" if axis == "published" else "listed")


def _shares(tables: Mapping[str, pd.DataFrame], theme: str, axis: str, span: tuple[int, int] | None) -> go.Figure:
    shares = _of_axis(tables, axis)
    if theme != ALL_THEMES:
        shares = shares[shares["theme"] == theme]
    if span is not None:
        low, high = span
        shares = shares[shares["period_label"].isin(_periods(tables, axis)[low : high + 1])]
    return charts.share_over_time(shares, columns=1 if theme != ALL_THEMES else 3)


def _drawn(figure: go.Figure) -> tuple[dict[str, Any], ...]:
    bundle = json.loads(str(figure.to_json())) | {"config": house.CONFIG}
    data = {PLOTLY: bundle, "text/plain": "Chart"}
    return ({"output_type": "display_data", "data": data, "metadata": {}},)
