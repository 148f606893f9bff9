"""The themes as the report shows them: one card per theme, by area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import views, wording
from analysis.findings import FEW_PAPERS
from analysis.labels import NO_DATE
from analysis.language import _, ngettext, retold
from analysis.paper_lines import Tag, listed_days, tags
from analysis.reasons import REASONS
from analysis.safety import paper_link
from analysis.schemas import UNPLACED
from analysis.sparks import Spark, spark
from analysis.table_rows import rows_of
from analysis.theme_phrases import is_loose
from analysis.theme_rows import WATCHED
from analysis.visible_text import visible

N_EXAMPLES = 5
N_TERMS = 8
N_NEAREST = 3


@dataclass(frozen=True)
class Example:
    """A paper that shows what a theme is about."""

    title: str
    link: str
    listed: str
    """The first day on which it was listed, and how many more."""
    why: str
    """What in the paper speaks for a watched theme; empty where that is not known."""


@dataclass(frozen=True)
class Card:
    """A theme, as shown."""

    tag: Tag
    watched: bool
    definition: str
    terms: tuple[str, ...]
    size: str
    is_empty: bool
    is_small: bool
    stability: float | None
    """In [0, 1]; None where it was not measured."""
    stability_words: str
    is_loose: bool
    direction: str
    """Whether it rises or falls over the listing dates; empty otherwise."""
    spark: Spark
    examples: tuple[Example, ...]
    nearest: tuple[Tag, ...]
    """Themes whose papers lie nearest on the map, the nearest first."""


@dataclass(frozen=True)
class Area:
    """Themes that belong together."""

    name: str
    cards: tuple[Card, ...]


def areas(tables: Mapping[str, pd.DataFrame], n_runs: int) -> tuple[Area, ...]:
    """Return the cards of all themes by area: followed themes first, then areas in the order charts list them.

    :param tables: papers, listings, memberships, themes, map, trends and theme_trends as in ``tables.SCHEMAS``.
    :param n_runs: runs behind the stability; 0 where not known.
    """
    themes = tables["themes"].sort_values(["area_order", "theme_id"])
    makers = _CardMaker(tables, tags(themes), n_runs)
    groups: dict[str, list[Card]] = {}
    for watched_first in (True, False):
        for _row, theme in themes[(themes["kind"] == "watched") == watched_first].iterrows():
            area = _(WATCHED) if watched_first else visible(str(theme["area"]))
            groups.setdefault(area, []).append(makers.card(theme))
    return tuple(Area(name, tuple(cards)) for name, cards in groups.items())


class _CardMaker:
    """Looks up what belongs to a theme; the lookups are made once for all cards."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], known: Mapping[str, Tag], n_runs: int) -> None:
        self.tags = known
        self.n_runs = n_runs
        self.n_papers = len(tables["papers"])
        shown = tables["papers"].set_index("paper_id")[["title", "arxiv_id", "url"]]
        examples = {paper_id for ids in tables["themes"]["example_ids"] for paper_id in ids[:N_EXAMPLES]}
        self.papers = shown[shown.index.isin(examples)].to_dict("index")
        members = tables["memberships"]
        told = members[members["why"].notna() & members["paper_id"].isin(examples)]
        self.why = {
            (theme_id, paper_id): why for theme_id, paper_id, why in rows_of(told, ["theme_id", "paper_id", "why"])
        }
        self.listed = listed_days(tables["listings"])
        self.nearest = views.nearest_themes(tables, N_NEAREST)
        # many dates are pooled here as in the charts
        shares, directions = views.share_over_time(tables), tables["theme_trends"]
        dated = shares[shares["dated"]]
        self.dated = {str(theme_id): rows for theme_id, rows in dated.groupby("theme_id")}
        listed = directions[directions["axis"] == "listed"]
        self.direction = dict(zip(listed["theme_id"], listed["direction"], strict=True))

    def card(self, theme: pd.Series) -> Card:
        theme_id, size = str(theme["theme_id"]), int(theme["n_papers"])
        measured = pd.notna(theme["stability"]) and theme_id != UNPLACED
        direction = str(self.direction.get(theme_id, ""))
        rows = self.dated.get(theme_id)
        return Card(
            tag=self.tags[theme_id],
            watched=str(theme["kind"]) == "watched",
            definition="" if pd.isna(theme["definition"]) else visible(str(theme["definition"])),
            terms=tuple(visible(str(term)) for term in list(theme["terms"])[:N_TERMS]),
            size=self.size(size),
            is_empty=size == 0,
            is_small=0 < size < FEW_PAPERS and theme_id != UNPLACED,
            stability=float(theme["stability"]) if measured else None,
            stability_words=wording.stability_in_words(theme["stability"], self.n_runs) if measured else "",
            is_loose=bool(measured and is_loose(float(theme["stability"]))),
            direction=_direction(direction),
            spark=Spark() if rows is None else spark(rows),
            examples=tuple(self.examples(theme_id, list(theme["example_ids"]))),
            nearest=tuple(self.tags[near] for near in self.nearest.get(theme_id, ())),
        )

    def size(self, size: int) -> str:
        papers = ngettext("{n} paper", "{n} papers", size)
        if not size or not self.n_papers:
            return papers
        return _("{papers}, {share} of all", papers=papers, share=wording.percent(size / self.n_papers))

    def examples(self, theme_id: str, ids: list[str]) -> list[Example]:
        found = []
        for paper_id in ids[:N_EXAMPLES]:
            if paper_id in self.papers:
                paper = self.papers[paper_id]
                title = visible(str(paper["title"]))
                link = paper_link(title, paper["arxiv_id"], paper["url"])
                why = visible(retold(str(self.why.get((theme_id, paper_id), "")), *REASONS))
                found.append(Example(title, link, _first_day(self.listed.get(paper_id, ())), why))
        return found


def _direction(direction: str) -> str:
    told = {"rising": _("rising over the listing dates"), "falling": _("falling over the listing dates")}
    return told.get(direction, "")


def _first_day(days: Sequence[str]) -> str:
    if not days:
        return _(NO_DATE)
    if len(days) == 1:
        return days[0]
    n_more = len(days) - 1
    return ngettext(
        "{day} and {words} more", "{day} and {words} more", n_more, day=days[0], words=wording.in_words(n_more)
    )
