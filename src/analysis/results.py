"""A theme and its trend as small objects that say what they are: in one line, or as a card in a notebook."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis import house, views, wording
from analysis.safety import paper_link
from analysis.visible_text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

N_EXAMPLES = 5
N_TERMS = 8
FEW_PERIODS = 3
"""With fewer dated periods no line of time is drawn: the numbers say it better."""
_BAR = "display:inline-block;width:.6rem;margin-right:2px;vertical-align:bottom;background:"


@dataclass(frozen=True)
class Share:
    """How many papers of one period are of a theme."""

    period: str
    """As it is shown, with what is doubtful about it."""
    n_papers: int
    n_total: int
    share: float
    """In [0, 1], as are its bounds; NaN where the period has no paper."""
    low: float
    high: float

    def __str__(self) -> str:
        """Say the share with its interval."""
        interval = f"{wording.percent(self.low)} to {wording.percent(self.high)}"
        return f"{self.period}: {wording.percent(self.share)} ({interval}; {self.n_papers} of {self.n_total})"


@dataclass(frozen=True, repr=False)
class Trend:
    """A theme's shares over the listing dates, and where it is heading."""

    theme: str
    direction: str
    """rising, falling, steady or too few to tell."""
    color: str
    shares: tuple[Share, ...]

    def __repr__(self) -> str:
        """Say where the theme is heading, and on how much that rests."""
        return f"Trend({self.theme!r}, {self.direction}, {wording.count(len(self.shares), 'period')})"

    def _repr_html_(self) -> str:
        rows = "".join(f"<li>{_text(str(share))}</li>" for share in self.shares) or "<li>No period.</li>"
        return f"<div><b>{_text(self.direction.capitalize())}</b> {self._bars()}<ul>{rows}</ul></div>"

    def _bars(self) -> str:
        known = [share for share in self.shares if share.share == share.share]
        most = max((share.share for share in known), default=0.0)
        if len(known) < FEW_PERIODS or not most:
            return ""
        heights = (max(2, round(32 * share.share / most)) for share in known)
        bars = "".join(f'<span style="{_BAR}{self.color};height:{height}px"></span>' for height in heights)
        return f'<span aria-hidden="true">{bars}</span>'


@dataclass(frozen=True)
class Example:
    """A paper that stands for a theme."""

    title: str
    link: str


@dataclass(frozen=True, repr=False)
class Theme:
    """One theme with what a reader asks first."""

    theme_id: str
    name: str
    kind: str
    """found or watched."""
    definition: str
    """Empty for found themes."""
    terms: tuple[str, ...]
    n_papers: int
    n_all: int
    """Papers of the whole run."""
    stability: float
    """In [0, 1]; NaN where it was not measured."""
    examples: tuple[Example, ...]
    trend: Trend

    def __repr__(self) -> str:
        """Say the theme's name, its size and where it is heading."""
        return (
            f"Theme({self.name!r}, {self.kind}, {wording.count(self.n_papers, 'paper')}, {self.trend.direction})"
        )

    def _repr_html_(self) -> str:
        size = f"{self.n_papers} of {wording.count(self.n_all, 'paper')}"
        firm = "" if self.stability != self.stability else f", {wording.stability_in_words(self.stability, 0)}"
        what = self.definition or ", ".join(self.terms)
        papers = "".join(
            f'<li dir="auto"><a href="{html.escape(one.link)}" target="_blank" rel="noopener noreferrer">'
            f"{_text(one.title)}</a></li>"
            for one in self.examples
        )
        square = f'<span style="color:{self.trend.color}">■</span>'
        return (
            f'<section style="max-width:44rem"><h3 dir="auto">{square} {_text(self.name)}</h3>'
            f'<p>{size}{_text(firm)}.</p><p dir="auto">{_text(what)}</p>'
            f"{self.trend._repr_html_()}<ul>{papers}</ul></section>"
        )


def theme_result(tables: Mapping[str, pd.DataFrame], theme: str | None = None) -> Theme:
    """Return one theme with its trend over the listing dates.

    :param tables: as ``load_tables`` returns them.
    :param theme: name or id of a theme, in any case; None takes the first that charts list.
    :raises UnknownThemeError: no theme has that name, or there is none at all.
    """
    theme_id = str(views.one_theme(tables, theme)["theme_id"])
    themes = tables["themes"]
    row = themes[themes["theme_id"] == theme_id].iloc[0]
    papers = tables["papers"].set_index("paper_id")
    shown = [papers.loc[paper] for paper in list(row["example_ids"])[:N_EXAMPLES] if paper in papers.index]
    name = visible(str(row["name"]))
    return Theme(
        theme_id=theme_id,
        name=name,
        kind=str(row["kind"]),
        definition=visible(row["definition"]) if isinstance(row["definition"], str) else "",
        terms=tuple(visible(str(term)) for term in list(row["terms"])[:N_TERMS]),
        n_papers=int(row["n_papers"]),
        n_all=len(papers),
        stability=float(row["stability"]),
        examples=tuple(map(_example, shown)),
        trend=_trend(tables, theme_id, name, str(row["color"])),
    )


def _trend(tables: Mapping[str, pd.DataFrame], theme_id: str, name: str, color: str) -> Trend:
    rows = views.share_over_time(tables)
    rows = rows[rows["theme_id"] == theme_id]
    shares = [
        Share(str(label), int(n_papers), int(n_total), float(share), float(low), float(high))
        for label, n_papers, n_total, share, low, high in rows[
            ["period_label", "n_papers", "n_total", "share", "share_low", "share_high"]
        ].itertuples(index=False)
    ]
    direction = rows["direction"].iloc[0] if len(rows) else None
    # it goes into a style attribute, where only a plain color may stand
    plain = color if re.fullmatch(r"#[0-9A-Fa-f]{6}", color) else house.GRAY
    return Trend(name, direction if isinstance(direction, str) else "too few to tell", plain, tuple(shares))


def _example(paper: pd.Series) -> Example:
    arxiv_id, url = (value if isinstance(value, str) else None for value in (paper["arxiv_id"], paper["url"]))
    title = visible(str(paper["title"]))
    return Example(title, paper_link(title, arxiv_id, url))


def _text(text: str) -> str:
    return html.escape(text)
