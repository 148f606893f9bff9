"""Controls for notebooks in which papers are read: from a list, or by a click on the map; they work offline."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ipywidgets
import plotly.graph_objects as go

from analysis import house, labels, views
from analysis.safety import paper_link
from analysis.visible_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from plotly.callbacks import Points

PLOTLY = "application/vnd.plotly.v1+json"
TITLE_LETTERS = 110
NOTHING = "<p>No paper has these words in its title.</p>"


class ChartControl(ipywidgets.HBox):  # type: ignore[misc]
    """A chart with controls, which stays a chart in a saved page, where nothing can be controlled."""

    def __init__(self, chart: go.Figure, children: Iterable[ipywidgets.Widget], layout: Mapping[str, str]) -> None:
        """Hold the controls, and the chart as it is shown without them.

        :param layout: how the controls stand, as ipywidgets take it.
        """
        super().__init__(list(children), layout=dict(layout))
        self._chart = chart

    def _repr_mimebundle_(self, **asked: object) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(**asked), PLOTLY: plotly_bundle(self._chart)}


def plotly_bundle(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as notebooks keep it, with the settings of the house."""
    return {**json.loads(str(figure.to_json())), "config": house.CONFIG}


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
    reader = _reader(papers, rows=12, width="60rem")
    return ipywidgets.VBox([reader.found, reader.chosen, reader.text])


def map_reader(tables: Mapping[str, pd.DataFrame], chart: go.Figure) -> ChartControl:
    """Return the map with the abstract beside it of the paper that is clicked, or chosen from a list.

    The paper shown is marked on the map. Saved as a page it is the map alone, with what hovering tells.

    :param tables: as ``load_tables`` returns them.
    :param chart: as ``charts.paper_map`` draws it.
    """
    places = {
        str(paper_id): (x, y)
        for trace in chart.data
        for paper_id, x, y in zip(trace.ids or (), trace.x, trace.y, strict=True)
    }
    papers = tables["papers"]
    reader = _reader(papers[papers["paper_id"].isin(places)], rows=8, width="auto")
    figure = go.FigureWidget(go.Figure(chart).add_trace(_here()))
    figure._config = figure._config | house.CONFIG

    def mark(_: object = None) -> None:
        place = places.get(reader.chosen.value or "")
        figure.data[-1].update(x=[place[0]] if place else [], y=[place[1]] if place else [])

    def clicked(trace: go.Scatter, points: Points, _: object) -> None:
        if points.point_inds:
            reader.found.value = ""
            reader.chosen.value = trace.ids[points.point_inds[0]]

    mark()
    reader.chosen.observe(mark, "value")
    for trace in figure.data[:-1]:
        trace.on_click(clicked)
    beside = ipywidgets.VBox(
        [reader.found, reader.chosen, reader.text], layout={"flex": "1 1 18rem", "min_width": "0"}
    )
    figure.layout.autosize = True
    holder = ipywidgets.Box([figure], layout={"flex": "3 1 26rem", "min_width": "0"})
    return ChartControl(chart, [holder, beside], layout={"flex_flow": "row wrap", "align_items": "flex-start"})


@dataclass(frozen=True)
class _Reader:
    found: ipywidgets.Text
    chosen: ipywidgets.Select
    text: ipywidgets.HTML


def _reader(papers: pd.DataFrame, rows: int, width: str) -> _Reader:
    """Return a search box, a list of the titles that fit, and the abstract of the one chosen in it."""
    papers = papers.sort_values(["title", "paper_id"]).set_index("paper_id")
    options = [
        (labels.cut(visible(str(title)), TITLE_LETTERS), str(paper)) for paper, title in papers["title"].items()
    ]
    layout = {"width": width}
    found = ipywidgets.Text(placeholder="words of a title", description="Search", continuous_update=True)
    chosen = ipywidgets.Select(options=options, rows=rows, description="Paper", layout=layout)
    text = ipywidgets.HTML(_abstract(papers, chosen.value))

    def search(change: Mapping[str, Any]) -> None:
        wanted = str(change["new"]).casefold().split()
        chosen.options = [option for option in options if all(word in option[0].casefold() for word in wanted)]

    def show(change: Mapping[str, Any]) -> None:
        text.value = _abstract(papers, change["new"])

    found.observe(search, "value")
    chosen.observe(show, "value")
    return _Reader(found, chosen, text)


def _abstract(papers: pd.DataFrame, paper_id: str | None) -> str:
    if paper_id is None:
        return NOTHING
    paper = papers.loc[paper_id]
    title, abstract = (html.escape(visible(str(paper[name]))) for name in ("title", "abstract"))
    arxiv_id, url = (value if isinstance(value, str) else None for value in (paper["arxiv_id"], paper["url"]))
    link = html.escape(paper_link(str(paper["title"]), arxiv_id, url))
    return (
        f'<h4 dir="auto"><a href="{link}" target="_blank" rel="noopener noreferrer">{title}</a></h4>'
        f'<p dir="auto" style="max-width:60rem">{abstract or "No abstract."}</p>'
    )


def _here() -> go.Scatter:
    """Return the mark of the paper that is read, not placed yet."""
    marker = {"symbol": "circle-open", "size": 20, "color": house.GRAY, "line": {"width": 3}}
    return go.Scatter(
        x=[], y=[], mode="markers", marker=marker, hoverinfo="skip", name="read here", showlegend=False
    )
