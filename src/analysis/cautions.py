"""Reasons to read the report with care, each computed from the tables and said in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import wording
from analysis.findings import FEW_DATES, FEW_PAPERS, PAPERS_FOR_THEMES
from analysis.schemas import UNPLACED
from analysis.sentences import Finding, Phrase
from analysis.theme_order import LOOSE_BELOW


def cautions(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Return the reasons for caution that hold for these tables, the weightiest first.

    :param tables: papers, listings, sources, themes and, where it is known, model as in ``tables.SCHEMAS``.
    """
    found = [_few_papers(tables["papers"]), _few_dates(tables["listings"]), _assumed_years(tables["sources"])]
    found += [_undated(tables["sources"]), _publication_dates(tables["papers"])]
    found += [_placed(tables), _loose_themes(tables["themes"]), _small_themes(tables["themes"])]
    return [finding for finding in found if finding is not None]


def _caution(kind: str, text: str, chart: str = "") -> Finding:
    return Finding(kind, (Phrase(text),), chart)


def _few_papers(papers: pd.DataFrame) -> Finding | None:
    if len(papers) >= PAPERS_FOR_THEMES:
        return None
    have = wording.count(len(papers), "paper")
    text = f"Only {have}: themes need at least {PAPERS_FOR_THEMES}, so none were looked for."
    return _caution("few papers", text)


def _few_dates(listings: pd.DataFrame) -> Finding | None:
    n_dates = int(listings["listed_on"].nunique())
    if n_dates >= FEW_DATES:
        return None
    if n_dates == 0:
        return _caution("few dates", "No listing date is known, so nothing can be said about change over time.")
    dates = wording.count(n_dates, "listing date")
    text = f"Only {dates}: a difference between dates is not yet a trend."
    return _caution("few dates", text, "share-over-time")


def _assumed_years(sources: pd.DataFrame) -> Finding | None:
    assumed = sources[(sources["listed_year_from"] == "assumed") & sources["listed_on"].notna()]
    if assumed.empty:
        return None
    days = wording.listed([wording.day(day) for day in sorted(assumed["listed_on"].unique())], at_most=4)
    subject, verb = ("year", "is") if len(assumed) == 1 else ("years", "are")
    text = (
        f"The {subject} of {wording.count(len(assumed), 'dump')} ({days}) {verb} assumed: the page prints none, "
        "and the latest one that fits the other dumps was taken. A file dumps.toml beside the dumps can state it."
    )
    return _caution("assumed year", text, "themes-by-date")


def _undated(sources: pd.DataFrame) -> Finding | None:
    undated = sources[sources["listed_on"].isna()]
    if undated.empty:
        return None
    appearances = wording.count(int(undated["n_entries"].sum()), "appearance")
    verb, which = ("has", "its") if len(undated) == 1 else ("have", "their")
    text = (
        f"{wording.count(len(undated), 'dump')} with {appearances} {verb} no usable listing date: {which} papers "
        "count in themes and map, and stand apart in the charts by date."
    )
    return _caution("undated", text, "themes-by-date")


def _publication_dates(papers: pd.DataFrame) -> Finding | None:
    n_known = int(papers["published"].notna().sum())
    if not len(papers) or n_known >= 0.9 * len(papers):
        return None
    if n_known == 0:
        return _caution("publication dates", "No publication date is known, so there is no chart by it.")
    text = (
        f"A publication date is known for {wording.number(n_known)} of {wording.count(len(papers), 'paper')}; the "
        "chart by publication date shows only those."
    )
    return _caution("publication dates", text, "published")


def _placed(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    n_found = int(tables["model"]["n_papers"].sum()) if "model" in tables else 0
    n_placed = len(tables["papers"]) - n_found
    if not n_found or n_placed < 1:
        return None
    papers, verb = wording.count(n_placed, "paper"), "was" if n_placed == 1 else "were"
    text = (
        f"{papers} came after the themes had been found in {wording.number(n_found)} and {verb} placed where the "
        "nearest papers are: paper-themes report finds the themes in all of them."
    )
    return _caution("placed", text)


def _loose_themes(themes: pd.DataFrame) -> Finding | None:
    loose = themes[(themes["stability"] < LOOSE_BELOW) & (themes["theme_id"] != UNPLACED)]
    if loose.empty:
        return None
    names = wording.listed(sorted(loose["name"]), at_most=4)
    verb, they = ("is", "it holds") if len(loose) == 1 else ("are", "they hold")
    text = f"{wording.count(len(loose), 'theme')} {verb} loose ({they} in fewer than half of the runs): {names}."
    return _caution("loose", text, "theme-sizes")


def _small_themes(themes: pd.DataFrame) -> Finding | None:
    small = themes[(themes["n_papers"] < FEW_PAPERS) & (themes["theme_id"] != UNPLACED)]
    if small.empty:
        return None
    names = wording.listed(sorted(small["name"]), at_most=4)
    verb = "has" if len(small) == 1 else "have"
    themes_have = f"{wording.count(len(small), 'theme')} {verb}"
    text = f"{themes_have} fewer than {FEW_PAPERS} papers ({names}): their shares rest on little."
    return _caution("small", text, "theme-sizes")
