"""What was read: the counts at the top of the report, and one line for each dump."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.language import N_, _, ngettext
from analysis.schemas import UNPLACED
from analysis.visible_text import visible

_YEAR_FROM = {
    "stated": N_("stated"),
    "inferred": N_("worked out from its own dates"),
    "assumed": N_("assumed"),
    "unknown": N_("not known"),
}


@dataclass(frozen=True)
class Fact:
    """One count worth a large figure."""

    value: str
    label: str
    target: str = ""
    """Id on the page that shows more, or empty."""


@dataclass(frozen=True)
class DumpLine:
    """One dump as the report lists it; every field as it is shown."""

    source: str
    listed: str
    """Its listing date; as printed where the year is not known, a dash where there is none."""
    year_from: str
    n_entries: str
    n_papers: str
    note: str


@dataclass(frozen=True)
class Overview:
    """What the reader should know before the first chart."""

    n_papers: int
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    dumps: tuple[DumpLine, ...]


def overview(tables: Mapping[str, pd.DataFrame], n_shown: int | None = None) -> Overview:
    """Count what was read.

    :param tables: papers, listings, sources, themes and problems as in ``tables.SCHEMAS``.
    :param n_shown: papers left in of a page that is cut down; None where all are.
    """
    n_papers = len(tables["papers"])
    about = n_papers if n_shown is None else n_shown
    return Overview(
        n_papers=n_papers,
        title=ngettext("What {n} paper is about", "What {n} papers are about", about),
        subtitle=_subtitle(tables),
        facts=_facts(tables, whole=n_shown is None),
        dumps=tuple(_dump_line(row) for _, row in tables["sources"].iterrows()),
    )


def _subtitle(tables: Mapping[str, pd.DataFrame]) -> str:
    dumps = ngettext("{n} saved listing", "{n} saved listings", len(tables["sources"]))
    days = tables["listings"]["listed_on"].dropna()
    if days.empty:
        return _("{dumps}, none with a date", dumps=dumps)
    first, last = wording.day(days.min()), wording.day(days.max())
    span = (
        _("{dumps} of {day}", dumps=dumps, day=first)
        if first == last
        else _("{dumps} from {first} to {last}", dumps=dumps, first=first, last=last)
    )
    undated = int(tables["sources"]["listed_on"].isna().sum())
    if not undated:
        return span
    words = wording.in_words(undated)
    return ngettext(
        "{span}, {words} of them without a date",
        "{span}, {words} of them without a date",
        undated,
        span=span,
        words=words,
    )


def _facts(tables: Mapping[str, pd.DataFrame], whole: bool) -> tuple[Fact, ...]:
    n_papers, n_listed = len(tables["papers"]), len(tables["listings"])
    n_dates = int(tables["listings"]["listed_on"].nunique())
    themes = tables["themes"]
    n_found = int(((themes["kind"] == "found") & (themes["theme_id"] != UNPLACED)).sum())
    n_watched, n_repeats = int((themes["kind"] == "watched").sum()), n_listed - n_papers
    n_dumps, n_problems = len(tables["sources"]), len(tables["problems"])
    of_themes = (
        (n_found, ngettext("theme found", "themes found", n_found), "themes"),
        (n_watched, ngettext("theme followed", "themes followed", n_watched), "themes"),
    )
    counts = (
        (n_dumps, ngettext("dump", "dumps read", n_dumps), "dumps"),
        (n_listed, ngettext("appearance", "appearances", n_listed), "dumps"),
        (n_papers, ngettext("different paper", "different papers", n_papers), "papers"),
        (n_repeats, ngettext("repeat merged", "repeats merged", n_repeats), ""),
        (n_dates, ngettext("listing date", "listing dates", n_dates), ""),
        *(of_themes if whole else ()),
        (n_problems, ngettext("problem", "problems", n_problems), "problems"),
    )
    return tuple(Fact(wording.number(n), label, target) for n, label, target in counts)


def _dump_line(row: pd.Series) -> DumpLine:
    heading = "" if pd.isna(row["heading"]) else _("{date}, year not known", date=visible(str(row["heading"])))
    year_from = _(_YEAR_FROM.get(str(row["listed_year_from"]), str(row["listed_year_from"])))
    return DumpLine(
        source=visible(str(row["source"])),
        listed=wording.day(row["listed_on"]) or heading or "–",
        year_from="–" if pd.isna(row["listed_on"]) and not heading else year_from,
        n_entries=wording.number(row["n_entries"]),
        n_papers=wording.number(row["n_papers"]),
        note=visible(str(row["note"])),
    )
