"""The papers as the report's table shows them, one line each, and themes where they are only named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from analysis import wording
from analysis.counting import counted_members
from analysis.labels import NO_DATE
from analysis.language import ENGLISH, _, spoken
from analysis.palette import GRAY
from analysis.safety import csv_text, paper_link
from analysis.sentences import card_id
from analysis.shown_papers import shown_papers
from analysis.table_rows import rows_of
from analysis.visible_text import visible

_LEADING = re.compile(r"\W+")
_SHOWN = ["paper_id", "title", "arxiv_id", "url", "published", "published_precision"]


@dataclass(frozen=True)
class Tag:
    """A theme where it is only named."""

    theme_id: str
    name: str
    color: str
    card: str
    """Id of its card on the page."""


@dataclass(frozen=True)
class PaperLine:
    """A paper, as the table of papers shows it."""

    paper_id: str
    title: str
    link: str
    tags: tuple[Tag, ...]
    listed: str
    published: str
    """Empty where it is not known."""
    first_day: str = ""
    """Its first listing date as ISO 8601 has it, by which scripts sort; English dates they read themselves."""
    published_on: str = ""
    """The same of its publication."""


def tags(themes: pd.DataFrame) -> dict[str, Tag]:
    """Return the name, color and place of each theme by its id."""
    return {
        theme_id: Tag(theme_id, visible(str(name)), _color(color), card_id(theme_id))
        for theme_id, name, color in zip(themes["theme_id"], themes["name"], themes["color"], strict=True)
    }


def _color(color: object) -> str:
    # it goes into a style attribute, where only a plain color may stand
    return color if isinstance(color, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", color) else GRAY


def paper_lines(tables: Mapping[str, pd.DataFrame]) -> tuple[PaperLine, ...]:
    """Return every paper by title (quotes and brackets aside), with its main theme and then the followed ones.

    These are the themes it counts in: a theme's papers here are as many as its card says.

    :param tables: papers, listings, memberships and themes as in ``tables.SCHEMAS``.
    """
    known = tags(tables["themes"])
    members = counted_members(tables["memberships"], tables["themes"])
    members = members.sort_values(["main", "weight", "theme_id"], ascending=[False, False, True])
    of_paper = members.groupby("paper_id")["theme_id"].agg(list).to_dict()
    listed = listed_days(tables["listings"])
    read_by_scripts = spoken() == ENGLISH
    first = {} if read_by_scripts else tables["listings"].groupby("paper_id")["listed_on"].min().to_dict()
    titles = tables["papers"]["title"].tolist()
    papers = tables["papers"][_SHOWN].assign(_order=[_order(title) for title in titles])
    said = cache(wording.day)
    lines = []
    for paper_id, title, arxiv_id, url, published, precision in rows_of(
        papers.sort_values(["_order", "paper_id"]), _SHOWN
    ):
        lines.append(
            PaperLine(
                paper_id=paper_id,
                title=visible(title),
                link=paper_link(visible(title), arxiv_id, url),
                tags=tuple(known[theme_id] for theme_id in of_paper.get(paper_id, ())),
                listed=", ".join(listed.get(paper_id, ["–"])),
                published=said(published, precision if isinstance(precision, str) else "day"),
                first_day=_iso(first.get(paper_id)),
                published_on="" if read_by_scripts else _iso(published),
            )
        )
    return tuple(lines)


@dataclass(frozen=True)
class PaperList:
    """The papers of a page."""

    lines: tuple[PaperLine, ...]
    said: str = ""
    """By which rule papers were left out; empty where none was."""
    csv: str = ""
    """All papers, for a file beside the page; empty where the page has them all."""


def paper_list(tables: Mapping[str, pd.DataFrame], only_of_themes: bool = False) -> PaperList:
    """Return the papers that a page lists.

    :param tables: as for ``paper_lines``.
    :param only_of_themes: whether papers that are in no theme of the tables are left out.
    """
    lines = tuple(line for line in paper_lines(tables) if line.tags or not only_of_themes)
    shown = shown_papers(tables)
    if shown is None:
        return PaperList(lines)
    held = tuple(line for line in lines if line.paper_id in shown.ids)
    return PaperList(held, shown.said(len(lines)), _csv(lines))


def _csv(lines: Iterable[PaperLine]) -> str:
    """Return papers as CSV, with the columns of the file that the page itself hands out."""
    columns = ["title", "link", "themes", "listed", "published"]
    rows = [
        [line.title, line.link, "; ".join(tag.name for tag in line.tags), line.listed, line.published]
        for line in lines
    ]
    return csv_text(pd.DataFrame(rows, columns=columns, dtype=object))


def _iso(day: Any) -> str:  # noqa: ANN401 - a date, or what pandas has instead of one
    return "" if day is None or pd.isna(day) else str(day)[:10]


def _order(title: str) -> str:
    leading = _LEADING.match(title)
    return (title[leading.end() :] if leading else title).casefold()


def listed_days(listings: pd.DataFrame) -> dict[str, list[str]]:
    """Say per paper on which days it was listed; a star marks an assumed year."""
    days: dict[str, list[str]] = {}
    # a day lists many papers
    said = cache(wording.day)
    in_order = listings.sort_values(["listed_on", "source"], na_position="last")
    for paper_id, listed_on, year_from in rows_of(in_order, ["paper_id", "listed_on", "listed_year_from"]):
        star = "*" if year_from == "assumed" else ""
        day = f"{said(listed_on)}{star}" if pd.notna(listed_on) else _(NO_DATE)
        of_paper = days.setdefault(paper_id, [])
        if day not in of_paper:
            of_paper.append(day)
    return days
