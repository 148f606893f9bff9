"""What stands out, in plain words: every sentence is computed from the tables, and says how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.labels import WEEK, period_label
from analysis.schemas import UNPLACED
from analysis.sentences import Finding, Phrase, card_id
from analysis.theme_order import LOOSE_BELOW

FEW_PAPERS = 5
"""A theme with fewer papers is marked wherever it appears."""
FEW_DATES = 5
"""With fewer listing dates a difference between them is not called a trend."""
PAPERS_FOR_THEMES = 15
"""With fewer papers, themes are not looked for."""
MOST_NAMED = 3
"""So many themes are named in one sentence; the others are counted."""


def find(tables: Mapping[str, pd.DataFrame], n_runs: int = 20) -> list[Finding]:
    """Return what stands out, the most telling first; what cannot be said is left out.

    :param tables: papers, listings, themes, trends and theme_trends as in ``tables.SCHEMAS``.
    :param n_runs: runs behind the stability of the themes.
    """
    found = [_largest(tables), _watched(tables), _direction(tables), _clearest_difference(tables)]
    found += [_newest(tables), _loosest(tables, n_runs)]
    return [finding for finding in found if finding is not None]


def is_loose(stability: float) -> bool:
    """Say whether a theme is loose; one whose stability was not measured is not called so."""
    return bool(pd.notna(stability) and stability < LOOSE_BELOW)


def _placed(themes: pd.DataFrame, kind: str) -> pd.DataFrame:
    return themes[(themes["kind"] == kind) & (themes["theme_id"] != UNPLACED) & (themes["n_papers"] > 0)]


def _theme(theme: pd.Series) -> Phrase:
    return Phrase(str(theme["name"]), card_id(str(theme["theme_id"])))


def _mark(theme: pd.Series) -> str:
    return " (loose)" if is_loose(theme["stability"]) else ""


def _of_papers(theme: pd.Series, n_papers: int) -> str:
    share = wording.percent(int(theme["n_papers"]) / n_papers)
    return f"{wording.number(theme['n_papers'])} of {wording.count(n_papers, 'paper')} ({share})"


def _largest(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    found = _placed(tables["themes"], "found").sort_values(["n_papers", "name"], ascending=[False, True])
    if len(found) < 2:
        return None
    first, second = found.iloc[0], found.iloc[1]
    n_papers = len(tables["papers"])
    tie = int(first["n_papers"]) == int(second["n_papers"])
    ending = ", as large as " if tie else "; next comes "
    size = "" if tie else f" with {wording.number(second['n_papers'])}"
    papers = _of_papers(first, n_papers)
    phrases = (
        _theme(first),
        Phrase(f"{_mark(first)} is the largest of {len(found)} themes found: {papers}{ending}"),
        _theme(second),
        Phrase(f"{_mark(second)}{size}."),
    )
    return Finding("largest", phrases, "theme-sizes")


def _watched(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    themes = tables["themes"]
    watched = themes[themes["kind"] == "watched"].sort_values(["n_papers", "name"], ascending=[False, True])
    n_papers = len(tables["papers"])
    if watched.empty or not n_papers:
        return None
    phrases = [Phrase("Of the themes you follow, " if len(watched) > 1 else "The theme you follow, ")]
    for place, (_, theme) in enumerate(watched.iterrows()):
        if place:
            phrases.append(Phrase(" and " if place == len(watched) - 1 else ", "))
        size = int(theme["n_papers"])
        share = f" ({wording.percent(size / n_papers)})" if size else ""
        papers = wording.count(size, "paper") if size and place == 0 else wording.number(size) if size else "none"
        verb = ", has " if len(watched) == 1 else " has "
        phrases += [_theme(theme), Phrase(f"{verb}{papers}{share}")]
    return Finding("watched", (*phrases, Phrase(".")), "share-over-time")


@dataclass(frozen=True)
class _Difference:
    theme_id: str
    high: pd.Series
    low: pd.Series

    @property
    def gap(self) -> float:
        """How far the two intervals lie apart; negative where they overlap."""
        return float(self.high["share_low"] - self.low["share_high"])


def _dated(trends: pd.DataFrame) -> pd.DataFrame:
    rows = trends[(trends["axis"] == "listed") & trends["period_start"].notna()]
    return rows[rows["theme_id"] != UNPLACED].sort_values(["theme_id", "period_start"])


def _clearest_difference(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    dated = _dated(tables["trends"])
    differences = []
    for theme_id, rows in dated.groupby("theme_id", sort=True):
        high = rows.iloc[int(rows["share_low"].to_numpy().argmax())]
        low = rows.iloc[int(rows["share_high"].to_numpy().argmin())]
        if rows["n_papers"].sum() >= FEW_PAPERS and high["period"] != low["period"]:
            differences.append(_Difference(str(theme_id), high, low))
    if not differences:
        return None
    clearest = max(differences, key=lambda difference: difference.gap)
    names = tables["themes"].set_index("theme_id")["name"]
    theme = Phrase(str(names[clearest.theme_id]), card_id(clearest.theme_id))
    dates = f"{_on_date(clearest.low)} against {_on_date(clearest.high)}"
    if clearest.gap <= 0:
        opening = Phrase("No theme's share differs clearly between dates: the intervals overlap even for ")
        return Finding("difference", (opening, theme, Phrase(f", {dates}.")), "share-over-time")
    doubt = (
        "The intervals do not overlap; but it is the widest gap among "
        f"{wording.number(dated['theme_id'].nunique())} themes, and some such gap is to be expected by chance."
    )
    phrases = (Phrase("The share of "), theme, Phrase(f" differs most between dates: {dates}. {doubt}"))
    return Finding("difference", phrases, "share-over-time")


def _on_date(row: pd.Series) -> str:
    papers = f"{wording.number(row['n_papers'])} of {wording.number(row['n_total'])}"
    assumed = ", year assumed" if row["year_from"] == "assumed" else ""
    return f"{wording.percent(row['share'])} {_when(row)} ({papers}{assumed})"


def _when(row: pd.Series) -> str:
    """Say a period inside a sentence: ``on Mar 11, 2025``, ``in Mar 2025``, ``in the week of Mar 10, 2025``."""
    label = period_label(str(row["period"]), row["period_start"], None)
    if label.startswith(WEEK):
        return f"in the {label}"
    return f"on {label}" if row["period_start"] == row["period_end"] else f"in {label}"


def _direction(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    rows = tables["theme_trends"]
    rows = rows[(rows["axis"] == "listed") & (rows["theme_id"] != UNPLACED)]
    dated = _dated(tables["trends"])
    phrases: list[Phrase] = []
    for word in ("rising", "falling"):
        those = rows[rows["direction"] == word].sort_values(["p_adjusted", "theme_id"])
        if not those.empty:
            phrases.append(Phrase(f"{word.capitalize()} over the listing dates: "))
            phrases += _from_first_to_last(list(those["theme_id"]), tables["themes"], dated)
            phrases.append(Phrase(". "))
    if not phrases:
        return None
    n_dates = dated["period_start"].nunique()
    if n_dates < FEW_DATES:
        phrases.append(Phrase(f"With {wording.in_words(n_dates)} dates this is a hint, not yet a trend."))
    return Finding(
        "direction", tuple(phrases), "risers-and-fallers" if n_dates >= FEW_DATES else "share-over-time"
    )


def _from_first_to_last(ids: list[str], themes: pd.DataFrame, dated: pd.DataFrame) -> list[Phrase]:
    names = themes.set_index("theme_id")["name"]
    phrases: list[Phrase] = []
    for theme_id in ids[:MOST_NAMED]:
        rows = dated[dated["theme_id"] == theme_id]
        first, last = rows.iloc[0], rows.iloc[-1]
        change = (
            f" ({wording.percent(first['share'])} {_when(first)}, {wording.percent(last['share'])} {_when(last)})"
        )
        phrases.append(Phrase("; " if phrases else ""))
        phrases += [Phrase(str(names[theme_id]), card_id(theme_id)), Phrase(change)]
    if len(ids) > MOST_NAMED:
        phrases.append(Phrase(f"; and {wording.in_words(len(ids) - MOST_NAMED)} more"))
    return phrases


def _newest(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    rows = tables["trends"]
    rows = rows[(rows["axis"] == "listed") & (rows["theme_id"] != UNPLACED) & (rows["n_papers"] > 0)]
    dates = _dated(tables["trends"])["period_start"].drop_duplicates().sort_values()
    if len(dates) < 3:
        return None
    last = dates.iloc[-1]
    each = (theme_rows for _, theme_rows in rows.groupby("theme_id"))
    only_there = [theme_rows.iloc[0] for theme_rows in each if set(theme_rows["period_start"]) == {last}]
    if not only_there:
        return None
    newest = max(only_there, key=lambda row: (int(row["n_papers"]), str(row["theme_id"])))
    if newest["n_papers"] < 3:
        return None
    name = str(tables["themes"].set_index("theme_id")["name"][newest["theme_id"]])
    seen = f"{wording.count(int(newest['n_papers']), 'paper')}, none before"
    phrases = (
        Phrase(name, card_id(str(newest["theme_id"]))),
        Phrase(f" is new {_when(newest)}: {seen}."),
    )
    return Finding("newest", phrases, "themes-by-date")


def _loosest(tables: Mapping[str, pd.DataFrame], n_runs: int) -> Finding | None:
    found = _placed(tables["themes"], "found")
    measured = found[found["stability"].notna()].sort_values(["stability", "name"])
    if measured["stability"].nunique() < 2:
        return None
    first, last = measured.iloc[-1], measured.iloc[0]
    phrases = (
        Phrase("Firmest is "),
        _theme(first),
        Phrase(f" ({wording.stability_in_words(first['stability'], n_runs)}), loosest "),
        _theme(last),
        Phrase(f" ({wording.stability_in_words(last['stability'], n_runs)})."),
    )
    return Finding("loosest", phrases, "theme-sizes")
