"""The house style of all charts: their frame and template, names and numbers as text for plotly."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.chart_template import template as template
from analysis.drawing import Drawing
from analysis.labels import cut_lines, one_line
from analysis.language import ENGLISH, _, spoken, tag
from analysis.palette import GRAY as GRAY

NAME_LETTERS = 22
SUBTITLE_LETTERS = 62
"""What fits in a line of 11 pixels on a page 360 pixels wide."""
LOOSE_MARK = "\u00a0◦"
TITLE, LINE, FREE = 42, 15, 8
"""Pixels of a title, of a line below it, and left free under both."""

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["lasso2d", "select2d", "autoScale2d", "sendDataToCloud", "sendChartToCloud"],
}
"""What to hand to plotly's ``config`` wherever a chart is shown."""


def config() -> dict[str, Any]:
    """Return ``CONFIG`` with what plotly.js has to know of the language of the moment."""
    return CONFIG | locale()


def locale() -> dict[str, Any]:
    """Return the part of plotly's ``config`` that makes it speak the language of the moment; empty in English."""
    if spoken() == ENGLISH:
        return {}
    from analysis.locale_forms import plotly_locale

    dictionary = {
        "Zoom": _("Zoom"),
        "Pan": _("Pan"),
        "Zoom in": _("Zoom in"),
        "Zoom out": _("Zoom out"),
        "Reset axes": _("Reset axes"),
        "Download plot as a PNG": _("Download plot as a PNG"),
        "Double-click to zoom back out": _("Double-click to zoom back out"),
    }
    spelled = {"dictionary": dictionary, "format": plotly_locale(spoken())}
    return {"locale": tag(), "locales": {tag(): spelled}}


def plain(text: object) -> str:
    """Return a text that plotly shows as it is: no tags, no entities, no formulas, on one line."""
    return html.escape(one_line(str(text)), quote=False).replace("$", "&#36;")


# a theme's name stands in the hover text of every one of its marks
@lru_cache(maxsize=1_024)
def wrapped(text: object, letters: int, lines: int) -> str:
    """Return a text broken into at most so many lines, cut with an ellipsis; shown as it is otherwise."""
    return "<br>".join(map(plain, cut_lines(str(text), letters, lines)))


def literal(text: str) -> str:
    """Return a text for a hover template, in which plotly looks for no variable."""
    return text.replace("%{", "%&#123;")


def named(theme: str, loose: object, lines: int = 3) -> str:
    """Return a theme's name as hovering tells it, and that it is loose."""
    return f"<b>{wrapped(theme, 44, lines)}</b>{told_loose(loose)}"


def told_loose(loose: object) -> str:
    """Return what follows the name of a loose theme."""
    return " " + _("(loose)") if loose else ""


def theme_name(theme: str, color: str, loose: bool, letters: int = NAME_LETTERS) -> str:
    """Return a theme's name for a tick: at most two lines, its mark if loose, a square of its colour."""
    return f'{marked(theme, loose, letters)} <span style="color:{color}">■</span>'


def marked(theme: str, loose: bool, letters: int) -> str:
    """Return a theme's name in at most two lines, with its mark if it is loose."""
    return wrapped(theme, letters, 2) + (LOOSE_MARK if loose else "")


@dataclass(frozen=True)
class Frame:
    """What stands around a plot."""

    title: str
    subtitle: str
    """Units and numbers in plain text; broken into lines that fit a narrow page."""
    height: int
    """Pixels of the plot without its title."""
    above: int = 0
    """Pixels between subtitle and plot."""
    below: int = 32
    """Pixels under the plot."""
    left: int = 8
    """Pixels left of the plot."""
    right: int = 12
    """Pixels right of the plot."""


def framed(frame: Frame, traces: list[dict[str, Any]], layout: Mapping[str, Any]) -> Drawing:
    """Return a chart with its height, and with title and subtitle in the top margin.

    :param layout: what this chart has of its own.
    """
    lines = textwrap.wrap(frame.subtitle, SUBTITLE_LETTERS)
    head = head_of(len(lines))
    top = head + FREE + frame.above
    around = {
        "title": {
            "text": plain(frame.title),
            "subtitle": {"text": "<br>".join(map(plain, lines))},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 8, "t": 10},
        },
        "height": top + frame.height + frame.below,
        "margin": {"l": frame.left, "r": frame.right, "t": top, "b": frame.below},
        "showlegend": False,
    }
    return Drawing(traces, {**around, **layout}, one_line(frame.title), one_line(frame.subtitle), head)


def head_of(n_lines: int) -> int:
    """Return the pixels that a title with so many lines below it takes."""
    return TITLE + LINE * n_lines


def empty_chart(title: str, why: str) -> Drawing:
    """Return a chart without marks that says why there are none."""
    hidden = {"visible": False}
    return framed(Frame(title, why, 40), [], {"xaxis": hidden, "yaxis": hidden})
