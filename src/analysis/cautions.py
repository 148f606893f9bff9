"""Reasons to read the report with care, each computed from the tables and said in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import wording
from analysis.courses import FEW_DATES
from analysis.findings import FEW_PAPERS, PAPERS_FOR_THEMES
from analysis.language import _, ngettext
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
    text = ngettext(
        "Only {n} paper: themes need at least {least}, so none were looked for.",
        "Only {n} papers: themes need at least {least}, so none were looked for.",
        len(papers),
        least=PAPERS_FOR_THEMES,
    )
    return _caution("few papers", text)


def _few_dates(listings: pd.DataFrame) -> Finding | None:
    n_dates = int(listings["listed_on"].nunique())
    if n_dates >= FEW_DATES:
        return None
    if n_dates == 0:
        return _caution("few dates", _("No listing date is known, so nothing can be said about change over time."))
    text = ngettext(
        "Only {n} listing date: a difference between dates is not yet a trend.",
        "Only {n} listing dates: a difference between dates is not yet a trend.",
        n_dates,
    )
    return _caution("few dates", text, "share-over-time")


def _assumed_years(sources: pd.DataFrame) -> Finding | None:
    assumed = sources[(sources["listed_year_from"] == "assumed") & sources["listed_on"].notna()]
    if assumed.empty:
        return None
    days = wording.listed([wording.day(day) for day in sorted(assumed["listed_on"].unique())], at_most=4)
    text = ngettext(
        "The year of {n} dump ({days}) is assumed: the page prints none, and the latest one that fits the other "
        "dumps was taken. A file dumps.toml beside the dumps can state it.",
        "The years of {n} dumps ({days}) are assumed: the page prints none, and the latest one that fits the "
        "other dumps was taken. A file dumps.toml beside the dumps can state it.",
        len(assumed),
        days=days,
    )
    return _caution("assumed year", text, "themes-by-date")


def _undated(sources: pd.DataFrame) -> Finding | None:
    undated = sources[sources["listed_on"].isna()]
    if undated.empty:
        return None
    n_entries = int(undated["n_entries"].sum())
    text = ngettext(
        "{n} dump with {appearances} has no usable listing date: its papers count in themes and map, and stand "
        "apart in the charts by date.",
        "{n} dumps with {appearances} have no usable listing date: their papers count in themes and map, and "
        "stand apart in the charts by date.",
        len(undated),
        appearances=ngettext("{n} appearance", "{n} appearances", n_entries),
    )
    return _caution("undated", text, "themes-by-date")


def _publication_dates(papers: pd.DataFrame) -> Finding | None:
    n_known = int(papers["published"].notna().sum())
    if not len(papers) or n_known >= 0.9 * len(papers):
        return None
    if n_known == 0:
        text = _("No publication date is known, so there is no chart by it.")
        return _caution("publication dates", text)
    text = ngettext(
        "A publication date is known for {known} of {n} paper; the chart by publication date shows only those.",
        "A publication date is known for {known} of {n} papers; the chart by publication date shows only those.",
        len(papers),
        known=wording.number(n_known),
    )
    return _caution("publication dates", text, "published")


def _placed(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    n_found = int(tables["model"]["n_papers"].sum()) if "model" in tables else 0
    n_placed = len(tables["papers"]) - n_found
    if not n_found or n_placed < 1:
        return None
    text = ngettext(
        "{n} paper came after the themes had been found in {found} and was placed where the nearest papers are: "
        "paper-themes report finds the themes in all of them.",
        "{n} papers came after the themes had been found in {found} and were placed where the nearest papers are: "
        "paper-themes report finds the themes in all of them.",
        n_placed,
        found=wording.number(n_found),
    )
    return _caution("placed", text)


def _loose_themes(themes: pd.DataFrame) -> Finding | None:
    loose = themes[(themes["stability"] < LOOSE_BELOW) & (themes["theme_id"] != UNPLACED)]
    if loose.empty:
        return None
    names = wording.listed(sorted(loose["name"]), at_most=4)
    text = ngettext(
        "{n} theme is loose (it holds in fewer than half of the runs): {names}.",
        "{n} themes are loose (they hold in fewer than half of the runs): {names}.",
        len(loose),
        names=names,
    )
    return _caution("loose", text, "theme-sizes")


def _small_themes(themes: pd.DataFrame) -> Finding | None:
    small = themes[(themes["n_papers"] < FEW_PAPERS) & (themes["theme_id"] != UNPLACED)]
    if small.empty:
        return None
    names = wording.listed(sorted(small["name"]), at_most=4)
    text = ngettext(
        "{n} theme has fewer than {least} papers ({names}): their shares rest on little.",
        "{n} themes have fewer than {least} papers ({names}): their shares rest on little.",
        len(small),
        least=FEW_PAPERS,
        names=names,
    )
    return _caution("small", text, "theme-sizes")
