"""A chart of the report made fit to stand alone: what it counts under its title, where it is from below it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import house, wording
from analysis.language import _, ngettext
from analysis.safety import harmless
from analysis.sheets import Sheet

WIDTH = 640
"""Pixels of the layout: small, so that its letters are still read where the picture is shown 600 wide."""
SCALE = 2.5
"""1600 pixels of the file for the 640 of the layout."""
HEAD_LETTERS = 88
CAPTION_LETTERS = 104
"""What fits in a line of 11 pixels above a picture; the page's own captions are broken for a telephone."""
SOURCE_LETTERS = 104
"""What fits in a line of 10 pixels below a picture."""
_SOURCE_ROOM = 26
"""Pixels below the plot for the source line."""
_CHANGED = ("title", "margin", "height", "legend", "coloraxis")
_BY_PUBLICATION = {"published", "publication-counts"}


@dataclass(frozen=True)
class Origin:
    """What stands on every picture of a run."""

    period: str
    """First and last listing date, in words."""
    papers: str
    """How many papers it rests on, in words."""
    source: str
    """The source line."""
    theme: str = ""
    """Name of the theme a picture is about; empty where it is about all."""


def origin(tables: Mapping[str, pd.DataFrame], theme: str = "") -> Origin:
    """Say what the pictures of these tables rest on.

    :param tables: ``papers``, ``listings`` and ``sources`` are read.
    :param theme: name of the theme the tables are cut down to.
    """
    days = tables["listings"]["listed_on"].dropna()
    period = _("no listing date is known")
    if len(days):
        first, last = wording.day(days.min()), wording.day(days.max())
        period = (
            _("listed on {day}", day=first)
            if first == last
            else _("listed {first} to {last}", first=first, last=last)
        )
    dumps = ngettext("{n} saved listing", "{n} saved listings", len(tables["sources"]))
    n_papers = len(tables["papers"])
    papers = ngettext("{n} paper", "{n} papers", n_papers)
    if theme:
        part = wording.number(int(tables["themes"]["n_papers"].iloc[0]))
        papers = ngettext("{part} of {n} paper", "{part} of {n} papers", n_papers, part=part)
    return Origin(
        period,
        papers,
        _("Source: {dumps}; themes and counts by paper-themes", dumps=dumps),
        theme,
    )


def counted(sheet: Sheet, told: Origin) -> str:
    """Return what a chart counts: theme, papers and the axis of time, in one line of words."""
    axis = _("by publication date") if sheet.slug in _BY_PUBLICATION else told.period
    return " · ".join(part for part in (told.theme, told.papers, axis) if part)


def dressed(sheet: Sheet, told: Origin) -> dict[str, Any]:
    """Return what differs in the layout of a chart that stands alone: title, margin, height and legend.

    The annotation to put after its own stands under ``source``.
    """
    own = sheet.figure["layout"]
    layout = copy.deepcopy({name: own[name] for name in _CHANGED if name in own})
    counts = house.wrapped(counted(sheet, told), HEAD_LETTERS, 2)
    said = f"<b>{counts}</b><br>{house.wrapped(sheet.caption, CAPTION_LETTERS, 8)}"
    layout["title"]["subtitle"]["text"] = said
    more = house.head_of(1 + said.count("<br>")) - sheet.head
    layout["margin"]["t"] += more
    layout["margin"]["b"] += _SOURCE_ROOM
    layout["height"] += more + _SOURCE_ROOM
    for key in (layout.get("legend", {}), layout.get("coloraxis", {}).get("colorbar", {})):
        if key.get("yref") == "container":
            key["y"] = _SOURCE_ROOM / layout["height"]
    return layout | {"source": _source(told.source, layout["margin"])}


def shared_figure(sheet: Sheet, told: Origin) -> dict[str, Any]:
    """Return a chart with its title, what it counts, and its source: a figure of plotly.js for light pages.

    The sheet's own figure stays as it is.
    """
    figure: dict[str, Any] = copy.deepcopy(sheet.figure)
    changed = dressed(sheet, told)
    source = changed.pop("source")
    layout = {"template": house.template(), **figure["layout"], **changed}
    layout["annotations"] = [*layout.get("annotations", []), source]
    # a picture is drawn from it without passing any page: a stray control character would make an SVG unreadable
    spelled = {"config": locale} if (locale := house.locale()) else {}
    safe: dict[str, Any] = harmless(figure | {"layout": layout} | spelled)
    return safe


def _source(text: str, margin: Mapping[str, int]) -> dict[str, Any]:
    # from the right edge, which no name of a row pushes away
    return {
        "name": "source",
        "text": house.wrapped(text, SOURCE_LETTERS, 1),
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 0,
        "xanchor": "right",
        "yanchor": "bottom",
        "xshift": margin["r"] - 8,
        "yshift": 4 - margin["b"],
        "showarrow": False,
        "font": {"size": 10, "color": house.GRAY},
    }
