"""The themes and the papers as the report shows them: one card per theme, one line per paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import views, wording
from analysis.findings import FEW_PAPERS, UNPLACED, card_id, is_loose
from analysis.safety import paper_link, visible

GRAY = "#8a8a8a"
N_EXAMPLES = 3
N_TERMS = 8


@dataclass(frozen=True)
class Tag:
    """A theme where it is only named."""

    theme_id: str
    name: str
    color: str
    card: str
    """Id of its card on the page."""


@dataclass(frozen=True)
class Example:
    """A paper that shows what a theme is about."""

    title: str
    link: str
    why: str
    """What in the paper speaks for a watched theme; empty where that is not known."""


@dataclass(frozen=True)
class Bar:
    """A theme's share on one listing date, or in one month of many dates."""

    label: str
    height: float
    """In [0, 100]; 100 is the largest share of any theme, so that cards compare."""


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
    """``rising`` or ``falling`` over the listing dates; empty otherwise."""
    bars: tuple[Bar, ...]
    bars_words: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Area:
    """Themes that belong together."""

    name: str
    cards: tuple[Card, ...]


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


def tags(themes: pd.DataFrame) -> dict[str, Tag]:
    """Return the name, color and place of each theme by its id."""
    return {
        theme_id: Tag(theme_id, visible(str(name)), _color(color), card_id(theme_id))
        for theme_id, name, color in zip(themes["theme_id"], themes["name"], themes["color"], strict=True)
    }


def _color(color: object) -> str:
    # it goes into a style attribute, where only a plain color may stand
    return color if isinstance(color, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", color) else GRAY


def areas(tables: Mapping[str, pd.DataFrame], n_runs: int) -> tuple[Area, ...]:
    """Return the cards of all themes by area: followed themes first, then areas in the order charts list them.

    :param tables: papers, memberships, themes, trends and theme_trends as in ``tables.SCHEMAS``.
    :param n_runs: runs behind the stability; 0 where not known.
    """
    themes = tables["themes"].sort_values(["area_order", "theme_id"])
    makers = _CardMaker(tables, tags(themes), n_runs)
    groups: dict[str, list[Card]] = {}
    for watched_first in (True, False):
        for _, theme in themes[(themes["kind"] == "watched") == watched_first].iterrows():
            area = "Followed themes" if watched_first else visible(str(theme["area"]))
            groups.setdefault(area, []).append(makers.card(theme))
    return tuple(Area(name, tuple(cards)) for name, cards in groups.items())


class _CardMaker:
    """Looks up what belongs to a theme; the lookups are made once for all cards."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], known: Mapping[str, Tag], n_runs: int) -> None:
        self.tags = known
        self.n_runs = n_runs
        self.n_papers = len(tables["papers"])
        self.papers = {row["paper_id"]: row for row in tables["papers"].to_dict("records")}
        members = tables["memberships"]
        self.why = members.set_index(["theme_id", "paper_id"])["why"].fillna("").to_dict()
        # many dates are pooled here as in the charts: a bar per date would be too thin to see
        shares, directions = views.share_over_time(tables), tables["theme_trends"]
        dated = shares[shares["dated"]]
        self.top_share = float(dated["share"].max()) if len(dated) else 0.0
        self.dated = {str(theme_id): rows for theme_id, rows in dated.groupby("theme_id")}
        listed = directions[directions["axis"] == "listed"]
        self.direction = dict(zip(listed["theme_id"], listed["direction"], strict=True))

    def card(self, theme: pd.Series) -> Card:
        theme_id, size = str(theme["theme_id"]), int(theme["n_papers"])
        measured = pd.notna(theme["stability"]) and theme_id != UNPLACED
        direction = str(self.direction.get(theme_id, ""))
        bars, bars_words = self.bars(theme_id)
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
            direction=direction if direction in ("rising", "falling") else "",
            bars=bars,
            bars_words=bars_words,
            examples=tuple(self.examples(theme_id, list(theme["example_ids"]))),
        )

    def size(self, size: int) -> str:
        share = f", {wording.percent(size / self.n_papers)} of all" if size and self.n_papers else ""
        return f"{wording.count(size, 'paper')}{share}"

    def bars(self, theme_id: str) -> tuple[tuple[Bar, ...], str]:
        rows = self.dated.get(theme_id)
        if rows is None or len(rows) < 2 or not rows["n_papers"].sum():
            return (), ""
        bars = [
            Bar(
                f"{row['period_label']}: {wording.percent(row['share'])} ({row['n_papers']} of {row['n_total']})",
                round(100 * row["share"] / self.top_share, 1),
            )
            for row in rows.to_dict("records")
        ]
        best = rows.iloc[int(rows["share"].to_numpy().argmax())]
        words = f"Share by listing date, at most {wording.percent(best['share'])}: {best['period_label']}"
        return tuple(bars), words

    def examples(self, theme_id: str, ids: list[str]) -> list[Example]:
        found = []
        for paper_id in ids[:N_EXAMPLES]:
            if paper_id in self.papers:
                paper = self.papers[paper_id]
                title = visible(str(paper["title"]))
                link = paper_link(title, paper["arxiv_id"], paper["url"])
                found.append(Example(title, link, visible(str(self.why.get((theme_id, paper_id), "")))))
        return found


def paper_lines(tables: Mapping[str, pd.DataFrame]) -> tuple[PaperLine, ...]:
    """Return every paper by title (quotes and brackets aside), with its main theme and then the followed ones.

    These are the themes it counts in: a theme's papers here are as many as its card says.

    :param tables: papers, listings, memberships and themes as in ``tables.SCHEMAS``.
    """
    known = tags(tables["themes"])
    members = tables["memberships"]
    watched = tables["themes"].loc[tables["themes"]["kind"] == "watched", "theme_id"]
    counted = members["theme_id"].isin(list(known)) & (members["main"] | members["theme_id"].isin(watched))
    members = members[counted].sort_values(["main", "weight", "theme_id"], ascending=[False, False, True])
    of_paper = members.groupby("paper_id")["theme_id"].agg(list).to_dict()
    listed = _listed(tables["listings"])
    papers = tables["papers"].assign(_order=[_order(title) for title in tables["papers"]["title"]])
    lines = []
    for paper in papers.sort_values(["_order", "paper_id"]).to_dict("records"):
        title = visible(str(paper["title"]))
        precision = paper["published_precision"] if isinstance(paper["published_precision"], str) else "day"
        lines.append(
            PaperLine(
                paper_id=str(paper["paper_id"]),
                title=title,
                link=paper_link(title, paper["arxiv_id"], paper["url"]),
                tags=tuple(known[theme_id] for theme_id in of_paper.get(paper["paper_id"], ())),
                listed=listed.get(paper["paper_id"], "–"),
                published=wording.day(paper["published"], precision),
            )
        )
    return tuple(lines)


def _order(title: str) -> str:
    return re.sub(r"^\W+", "", title).casefold()


def _listed(listings: pd.DataFrame) -> dict[str, str]:
    """Say per paper on which days it was listed; a star marks an assumed year."""
    days: dict[str, list[str]] = {}
    for row in listings.sort_values(["listed_on", "source"], na_position="last").to_dict("records"):
        star = "*" if row["listed_year_from"] == "assumed" else ""
        said = f"{wording.day(row['listed_on'])}{star}" if pd.notna(row["listed_on"]) else "no date"
        of_paper = days.setdefault(row["paper_id"], [])
        if said not in of_paper:
            of_paper.append(said)
    return {paper_id: ", ".join(said) for paper_id, said in days.items()}
