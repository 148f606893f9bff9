"""How the shares of themes went over the listing dates, in sentences: directions, factors, levels that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import wording
from analysis.language import _, ngettext
from analysis.periods_told import when
from analysis.schemas import UNPLACED
from analysis.sentences import Finding, Phrase, woven
from analysis.theme_phrases import marked_theme

FEW_DATES = 5
"""With fewer listing dates a difference between them is not called a trend."""
MOST_NAMED = 3
"""So many themes are named in one sentence; the others are counted."""


def dated(trends: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table ``trends`` by dated listing period, of all themes but the unplaced."""
    rows = trends[(trends["axis"] == "listed") & trends["period_start"].notna()]
    return rows[rows["theme_id"] != UNPLACED].sort_values(["theme_id", "period_start"])


def direction(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    """Say which themes rise and which fall, each with its first and its last share; None where none does.

    :param tables: ``themes``, ``trends`` and ``theme_trends`` are read.
    """
    rows, periods = _trends(tables), dated(tables["trends"])
    phrases: list[Phrase] = []
    texts = {
        "rising": _("Rising over the listing dates: {themes}."),
        "falling": _("Falling over the listing dates: {themes}."),
    }
    for word, text in texts.items():
        those = rows[rows["direction"] == word].sort_values(["p_adjusted", "theme_id"])
        if not those.empty:
            each = [_from_first_to_last(periods[periods["theme_id"] == one]) for one in those["theme_id"]]
            phrases += [*woven(text, themes=_some(each, list(those["theme_id"]), tables)), Phrase(" ")]
    if not phrases:
        return None
    n_dates = periods["period_start"].nunique()
    if n_dates < FEW_DATES:
        hint = _("With {words} dates this is a hint, not yet a trend.", words=wording.in_words(n_dates))
        phrases.append(Phrase(hint))
    return Finding(
        "direction", tuple(phrases), "risers-and-fallers" if n_dates >= FEW_DATES else "share-over-time"
    )


def _trends(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = tables["theme_trends"]
    return rows[(rows["axis"] == "listed") & (rows["theme_id"] != UNPLACED)]


def _from_first_to_last(periods: pd.DataFrame) -> str:
    first, last = periods.iloc[0], periods.iloc[-1]
    return _(
        "{theme} from {share_then} {then} to {share_now} {now}",
        theme="{theme}",
        share_then=wording.percent(first["share"]),
        then=when(first),
        share_now=wording.percent(last["share"]),
        now=when(last),
    )


def _some(texts: Sequence[str], ids: Sequence[str], tables: Mapping[str, pd.DataFrame]) -> list[Phrase]:
    """Join texts about themes, the first few told and the others counted; ``{theme}`` in them becomes a link."""
    rows = {str(row["theme_id"]): row for _place, row in tables["themes"].iterrows()}
    phrases: list[Phrase] = []
    for text, theme_id in list(zip(texts, ids, strict=True))[:MOST_NAMED]:
        phrases += [Phrase("; ")] if phrases else []
        phrases += woven(text, theme=marked_theme(rows[theme_id]))
    if len(ids) > MOST_NAMED:
        rest = len(ids) - MOST_NAMED
        words = wording.in_words(rest)
        phrases.append(Phrase(ngettext("; and {words} more", "; and {words} more", rest, words=words)))
    return phrases


def courses(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    """Say how the shares of the followed themes change in a year, with intervals; None with too few dates.

    :param tables: ``themes``, ``trends`` and ``theme_trends`` are read.
    """
    if dated(tables["trends"])["period_start"].nunique() < FEW_DATES:
        return None
    themes = tables["themes"]
    watched = themes.loc[themes["kind"] == "watched", ["theme_id", "name"]]
    rows = _trends(tables).merge(watched, on="theme_id")
    rows = rows[rows["factor"].notna()].sort_values(["n_papers", "name"], ascending=[False, True])
    if rows.empty:
        return None
    each = [
        _(
            "{theme} {factor} (interval {low} to {high}), {direction}",
            theme="{theme}",
            factor=wording.times(row["factor"]),
            low=wording.times(row["factor_low"]),
            high=wording.times(row["factor_high"]),
            direction=_(str(row["direction"])),
        )
        for _place, row in rows.iterrows()
    ]
    text = ngettext(
        "In a year its share changes by this factor: {themes}.",
        "In a year their shares change by these factors: {themes}.",
        len(each),
        themes="{themes}",
    )
    told = woven(text, themes=_some(each, list(rows["theme_id"]), tables))
    return Finding("courses", told, "risers-and-fallers")


def moves(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    """Say which shares moved to another level and stayed there, the latest first; None where none did.

    :param tables: ``themes`` and, where there is one, ``changes`` are read.
    """
    changes = tables.get("changes")
    if changes is None:
        return None
    rows = changes[(changes["axis"] == "listed") & changes["theme_id"].isin(tables["themes"]["theme_id"])]
    if rows.empty:
        return None
    rows = rows.sort_values(["at", "gain", "theme_id"], ascending=[False, False, True])
    each = [
        _(
            "{theme} from {before} to {after} on {day}",
            theme="{theme}",
            before=wording.percent(row["share_before"]),
            after=wording.percent(row["share_after"]),
            day=wording.day(row["at"]),
        )
        for _place, row in rows.iterrows()
    ]
    text = _("Shares that moved and stayed where they went, the latest first: {themes}.")
    return Finding("moves", woven(text, themes=_some(each, list(rows["theme_id"]), tables)), "share-over-time")
