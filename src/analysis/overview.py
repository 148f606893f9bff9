"""What was read: the counts at the top of the report, and one line for each dump."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.schemas import UNPLACED
from analysis.visible_text import visible

_YEAR_FROM = {
    "stated": "stated",
    "inferred": "worked out from its own dates",
    "assumed": "assumed",
    "unknown": "not known",
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
        title=f"What {wording.count(about, 'paper is', 'papers are')} about",
        subtitle=_subtitle(tables),
        facts=_facts(tables, whole=n_shown is None),
        dumps=tuple(_dump_line(row) for _, row in tables["sources"].iterrows()),
    )


def _subtitle(tables: Mapping[str, pd.DataFrame]) -> str:
    dumps = wording.count(len(tables["sources"]), "saved listing")
    days = tables["listings"]["listed_on"].dropna()
    if days.empty:
        return f"{dumps}, none with a date"
    first, last = wording.day(days.min()), wording.day(days.max())
    span = f"of {first}" if first == last else f"from {first} to {last}"
    undated = int(tables["sources"]["listed_on"].isna().sum())
    return f"{dumps} {span}" + (f", {wording.in_words(undated)} of them without a date" if undated else "")


def _facts(tables: Mapping[str, pd.DataFrame], whole: bool) -> tuple[Fact, ...]:
    n_papers, n_listed = len(tables["papers"]), len(tables["listings"])
    n_dates = int(tables["listings"]["listed_on"].nunique())
    themes = tables["themes"]
    n_found = int(((themes["kind"] == "found") & (themes["theme_id"] != UNPLACED)).sum())
    of_themes = (
        (n_found, "theme found", "themes found", "themes"),
        (int((themes["kind"] == "watched").sum()), "theme followed", "themes followed", "themes"),
    )
    counts = (
        (len(tables["sources"]), "dump", "dumps read", "dumps"),
        (n_listed, "appearance", "appearances", "dumps"),
        (n_papers, "different paper", "different papers", "papers"),
        (n_listed - n_papers, "repeat merged", "repeats merged", ""),
        (n_dates, "listing date", "listing dates", ""),
        *(of_themes if whole else ()),
        (len(tables["problems"]), "problem", "problems", "problems"),
    )
    return tuple(Fact(wording.number(n), one if n == 1 else more, target) for n, one, more, target in counts)


def _dump_line(row: pd.Series) -> DumpLine:
    heading = "" if pd.isna(row["heading"]) else f"{visible(str(row['heading']))}, year not known"
    year_from = _YEAR_FROM.get(str(row["listed_year_from"]), str(row["listed_year_from"]))
    return DumpLine(
        source=visible(str(row["source"])),
        listed=wording.day(row["listed_on"]) or heading or "–",
        year_from="–" if pd.isna(row["listed_on"]) and not heading else year_from,
        n_entries=wording.number(row["n_entries"]),
        n_papers=wording.number(row["n_papers"]),
        note=visible(str(row["note"])),
    )
