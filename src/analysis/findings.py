"""What stands out, in plain words: every sentence is computed from the tables, and says how sure it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import wording
from analysis.courses import courses, dated, direction, moves
from analysis.language import _, ngettext, pgettext
from analysis.periods_told import share_when, when
from analysis.schemas import UNPLACED
from analysis.sentences import Finding, listed, woven
from analysis.theme_phrases import marked_theme, theme_phrase

FEW_PAPERS = 5
"""A theme with fewer papers is marked wherever it appears."""
PAPERS_FOR_THEMES = 15
"""With fewer papers, themes are not looked for."""


def find(tables: Mapping[str, pd.DataFrame], n_runs: int = 20) -> list[Finding]:
    """Return what stands out, the most telling first; what cannot be said is left out.

    :param tables: papers, listings, themes, trends and theme_trends, and changes where they are known, as in
        ``tables.SCHEMAS``.
    :param n_runs: runs behind the stability of the themes.
    """
    found = [_largest(tables), _watched(tables), courses(tables), direction(tables), moves(tables)]
    found += [_clearest_difference(tables), _newest(tables), _loosest(tables, n_runs)]
    return [finding for finding in found if finding is not None]


def _placed(themes: pd.DataFrame, kind: str) -> pd.DataFrame:
    return themes[(themes["kind"] == kind) & (themes["theme_id"] != UNPLACED) & (themes["n_papers"] > 0)]


def _largest(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    found = _placed(tables["themes"], "found").sort_values(["n_papers", "name"], ascending=[False, True])
    if len(found) < 2:
        return None
    first, second = found.iloc[0], found.iloc[1]
    n_papers = len(tables["papers"])
    tie = int(first["n_papers"]) == int(second["n_papers"])
    text = (
        _("{first} is the largest of {n_themes} themes found: {papers}, as large as {second}.")
        if tie
        else _("{first} is the largest of {n_themes} themes found: {papers}; next comes {second} with {size}.")
    )
    papers = ngettext(
        "{part} of {n} paper ({share})",
        "{part} of {n} papers ({share})",
        n_papers,
        part=wording.number(first["n_papers"]),
        share=wording.percent(int(first["n_papers"]) / n_papers),
    )
    parts = {"first": marked_theme(first), "second": marked_theme(second)}
    size = wording.number(second["n_papers"])
    phrases = woven(text, n_themes=str(len(found)), papers=papers, size=size, **parts)
    return Finding("largest", phrases, "theme-sizes")


def _watched(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    themes = tables["themes"]
    watched = themes[themes["kind"] == "watched"].sort_values(["n_papers", "name"], ascending=[False, True])
    n_papers = len(tables["papers"])
    if watched.empty or not n_papers:
        return None
    rows = [row for _place, row in watched.iterrows()]
    if len(rows) == 1:
        text = _("The theme you follow, {theme}, has {papers}.")
        phrases = woven(text, theme=theme_phrase(rows[0]), papers=_has(rows[0], n_papers, first=True))
    else:
        each = [
            woven(_("{theme} has {papers}"), theme=theme_phrase(row), papers=_has(row, n_papers, first=place == 0))
            for place, row in enumerate(rows)
        ]
        phrases = woven(_("Of the themes you follow, {themes}."), themes=listed(each))
    return Finding("watched", phrases, "share-over-time")


def _has(theme: pd.Series, n_papers: int, first: bool) -> str:
    size = int(theme["n_papers"])
    if not size:
        # for translators: behind "{theme} has", and behind "The theme you follow, {theme}, has"
        return pgettext("papers", "none")
    papers = ngettext("{n} paper", "{n} papers", size) if first else wording.number(size)
    return _("{papers} ({share})", papers=papers, share=wording.percent(size / n_papers))


def _clearest_difference(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    periods = dated(tables["trends"]).reset_index(drop=True)
    each = periods.groupby("theme_id", sort=True)
    high, low = (periods.loc[found] for found in (each["share_low"].idxmax(), each["share_high"].idxmin()))
    # how far the two intervals lie apart; negative where they overlap
    gaps = high["share_low"].to_numpy() - low["share_high"].to_numpy()
    enough = (each["n_papers"].sum() >= FEW_PAPERS).to_numpy()
    gaps[~enough | (high["period"].to_numpy() == low["period"].to_numpy())] = -np.inf
    if not np.isfinite(gaps).any():
        return None
    clearest = int(gaps.argmax())
    highest, lowest = high.iloc[clearest], low.iloc[clearest]
    names = tables["themes"].set_index("theme_id")["name"]
    theme = theme_phrase({"theme_id": highest["theme_id"], "name": names[highest["theme_id"]]})
    dates = {"low": share_when(lowest), "high": share_when(highest)}
    if gaps[clearest] <= 0:
        text = _(
            "No theme's share differs clearly between dates: the intervals overlap even for {theme}, {low} "
            "against {high}."
        )
        return Finding("difference", woven(text, theme=theme, **dates), "share-over-time")
    text = _(
        "The share of {theme} differs most between dates: {low} against {high}. The intervals do not overlap; but "
        "it is the widest gap among {n_themes} themes, and some such gap is to be expected by chance."
    )
    n_themes = wording.number(periods["theme_id"].nunique())
    return Finding("difference", woven(text, theme=theme, n_themes=n_themes, **dates), "share-over-time")


def _newest(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    rows = tables["trends"]
    rows = rows[(rows["axis"] == "listed") & (rows["theme_id"] != UNPLACED) & (rows["n_papers"] > 0)]
    dates = dated(tables["trends"])["period_start"].drop_duplicates().sort_values()
    if len(dates) < 3:
        return None
    last = dates.iloc[-1]
    each = (theme_rows for _id, theme_rows in rows.groupby("theme_id"))
    only_there = [theme_rows.iloc[0] for theme_rows in each if set(theme_rows["period_start"]) == {last}]
    if not only_there:
        return None
    newest = max(only_there, key=lambda row: (int(row["n_papers"]), str(row["theme_id"])))
    if newest["n_papers"] < 3:
        return None
    name = str(tables["themes"].set_index("theme_id")["name"][newest["theme_id"]])
    text = ngettext(
        "{theme} is new {when}: {n} paper, none before.",
        "{theme} is new {when}: {n} papers, none before.",
        int(newest["n_papers"]),
        theme="{theme}",
        when=when(newest),
    )
    theme = theme_phrase({"theme_id": newest["theme_id"], "name": name})
    return Finding("newest", woven(text, theme=theme), "themes-by-date")


def _loosest(tables: Mapping[str, pd.DataFrame], n_runs: int) -> Finding | None:
    found = _placed(tables["themes"], "found")
    measured = found[found["stability"].notna()].sort_values(["stability", "name"])
    if measured["stability"].nunique() < 2:
        return None
    first, last = measured.iloc[-1], measured.iloc[0]
    phrases = woven(
        _("Firmest is {first} ({of_first}), loosest {last} ({of_last})."),
        first=theme_phrase(first),
        of_first=wording.stability_in_words(first["stability"], n_runs),
        last=theme_phrase(last),
        of_last=wording.stability_in_words(last["stability"], n_runs),
    )
    return Finding("loosest", phrases, "theme-sizes")
