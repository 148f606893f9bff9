"""What changed since the last run, in plain words: every sentence is computed from the table ``lineage``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import wording
from analysis.language import _, ngettext
from analysis.schemas import UNPLACED
from analysis.sentences import Filling, Finding, Phrase, card_id, listed, woven

MOST_SAID = 6
"""So many changes of one kind have a sentence each; the others are counted."""
NOTABLE_GROWTH = 1.25
"""A kept theme that grew by less is not mentioned."""

Row = dict[str, Any]


def since_last_run(lineage: pd.DataFrame) -> list[Finding]:
    """Return what became of the themes since the last run, one sentence each; nothing after a first run.

    :param lineage: as in ``tables.SCHEMAS``.
    """
    told = lineage[lineage["theme_id"] != UNPLACED]
    found = _rows(told[told["kind"] == "found"])
    names = {row["theme_id"]: row for row in _rows(told)}
    if not found:
        return _followed(told)
    taken_in = {theme for row in found if row["event"] == "merged" for theme in row["previous_ids"]}
    sentences = [_still_here(found)]
    for event, say in (
        ("renamed", _renamed),
        ("new", _new),
        ("split", _split),
        ("merged", _merged),
        ("gone", _gone),
    ):
        rows = sorted((row for row in found if row["event"] == event), key=_by_size)
        if event == "gone":
            # said already, with the theme that took them in
            rows = [row for row in rows if row["theme_id"] not in taken_in]
        sentences += [say(row, names) for row in rows[:MOST_SAID]]
        if len(rows) > MOST_SAID:
            sentences.append(_finding(event, _more(event, len(rows) - MOST_SAID)))
    return [*sentences, *_grown(found), *_followed(told)]


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _by_size(row: Row) -> tuple[int, str]:
    return -max(row["n_papers_now"], row["n_papers_before"]), row["name"]


def _finding(event: str, text: str, **parts: Filling) -> Finding:
    return Finding(event, woven(text, **parts))


def _named(row: Row) -> Phrase:
    # a theme that is gone has no card to lead to
    return Phrase(row["name"]) if row["event"] == "gone" else Phrase(row["name"], card_id(row["theme_id"]))


def _listed(rows: Sequence[Row]) -> tuple[Phrase, ...]:
    return listed([[_named(row)] for row in rows])


def _papers(row: Row) -> str:
    n_papers = int(row["n_papers_now"])
    return ngettext("{n} paper", "{n} papers", n_papers)


def _more(event: str, n: int) -> str:
    return {
        "renamed": ngettext("Renamed: {n} more theme.", "Renamed: {n} more themes.", n),
        "new": ngettext("New: {n} more theme.", "New: {n} more themes.", n),
        "split": ngettext("Split off: {n} more theme.", "Split off: {n} more themes.", n),
        "merged": ngettext("Merged: {n} more theme.", "Merged: {n} more themes.", n),
        "gone": ngettext("Gone: {n} more theme.", "Gone: {n} more themes.", n),
    }[event]


def _still_here(found: Iterable[Row]) -> Finding:
    found = list(found)
    n_before = sum(row["n_papers_before"] > 0 for row in found)
    n_kept = sum(row["n_papers_before"] > 0 and row["event"] != "gone" for row in found)
    n_new = sum(row["event"] != "gone" for row in found) - n_kept
    new = ngettext("; {n} theme is new", "; {n} themes are new", n_new) if n_new else ""
    if n_before == 0:
        return _finding("kept", _("The last run found no theme{new}."), new=new)
    if n_kept:
        text = ngettext(
            "Still here: {kept} of {n} theme of the last run, in the same colours{new}.",
            "Still here: {kept} of {n} themes of the last run, in the same colours{new}.",
            n_before,
            kept=wording.number(n_kept),
            new=new,
        )
    else:
        text = ngettext(
            "Still here: 0 of {n} theme of the last run{new}.",
            "Still here: 0 of {n} themes of the last run{new}.",
            n_before,
            new=new,
        )
    return _finding("kept", text)


def _renamed(row: Row, names: dict[str, Row]) -> Finding:
    text = _("{old} is now called {theme}.")
    return _finding("renamed", text, old=str(row["previous_name"]), theme=_named(row))


def _new(row: Row, names: dict[str, Row]) -> Finding:
    return _finding("new", _("New: {theme}, {papers}."), theme=_named(row), papers=_papers(row))


def _split(row: Row, names: dict[str, Row]) -> Finding:
    sources = _listed([names[theme] for theme in row["previous_ids"] if theme in names])
    text = _("{theme}, {papers}, has split off from {themes}.")
    return _finding("split", text, theme=_named(row), papers=_papers(row), themes=sources)


def _merged(row: Row, names: dict[str, Row]) -> Finding:
    sources = [names[theme] for theme in row["previous_ids"] if theme in names and theme != row["theme_id"]]
    text = (
        _("{theme} has taken in {themes}.")
        if row["n_papers_before"]
        else _("{theme}, {papers}, is made of {themes}.")
    )
    return _finding("merged", text, theme=_named(row), papers=_papers(row), themes=_listed(sources))


def _gone(row: Row, names: dict[str, Row]) -> Finding:
    heirs = [names[theme] for theme in row["into_ids"] if theme in names]
    text = (
        _("{theme} is gone: most of its papers are now in {themes}.")
        if heirs
        else _("{theme} is gone: its papers are no longer here or spread over other themes.")
    )
    return _finding("gone", text, theme=_named(row), themes=_listed(heirs))


def _grown(found: Iterable[Row]) -> list[Finding]:
    kept = [row for row in found if row["n_papers_before"] and row["n_papers_now"]]
    grown = [row for row in kept if row["n_papers_now"] >= NOTABLE_GROWTH * row["n_papers_before"]]
    if not grown:
        return []
    best = max(grown, key=lambda row: (row["n_papers_now"] - row["n_papers_before"], row["name"]))
    text = _("{theme} grew most, from {before} to {papers}.")
    before = wording.number(best["n_papers_before"])
    return [_finding("grown", text, theme=_named(best), before=before, papers=_papers(best))]


def _followed(told: pd.DataFrame) -> list[Finding]:
    watched = _rows(told[told["kind"] == "watched"])
    since = [row for row in watched if row["event"] == "new"]
    left = [row for row in watched if row["event"] == "gone"]
    sentences = [_finding("new", _("Followed from now on: {themes}."), themes=_listed(since))] if since else []
    gone = [_finding("gone", _("No longer followed: {themes}."), themes=_listed(left))] if left else []
    return [*sentences, *gone]
