"""What changed since the last run, in plain words: every sentence is computed from the table ``lineage``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import wording
from analysis.schemas import UNPLACED
from analysis.sentences import Finding, Phrase, card_id

MOST_SAID = 6
"""So many changes of one kind have a sentence each; the others are counted."""
NOTABLE_GROWTH = 1.25
"""A kept theme that grew by less is not mentioned."""
_HEADS = {"renamed": "Renamed", "new": "New", "split": "Split off", "merged": "Merged", "gone": "Gone"}

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
            n_more = wording.count(len(rows) - MOST_SAID, "more theme")
            sentences.append(_finding(event, f"{_HEADS[event]}: {n_more}."))
    return [*sentences, *_grown(found), *_followed(told)]


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _by_size(row: Row) -> tuple[int, str]:
    return -max(row["n_papers_now"], row["n_papers_before"]), row["name"]


def _finding(event: str, *parts: str | Phrase) -> Finding:
    return Finding(event, tuple(part if isinstance(part, Phrase) else Phrase(part) for part in parts))


def _named(row: Row) -> Phrase:
    # a theme that is gone has no card to lead to
    return Phrase(row["name"]) if row["event"] == "gone" else Phrase(row["name"], card_id(row["theme_id"]))


def _listed(rows: Sequence[Row]) -> list[str | Phrase]:
    phrases: list[str | Phrase] = []
    for place, row in enumerate(rows):
        if place:
            phrases.append(" and " if place == len(rows) - 1 else ", ")
        phrases.append(_named(row))
    return phrases


def _papers(row: Row) -> str:
    return wording.count(int(row["n_papers_now"]), "paper")


def _still_here(found: Iterable[Row]) -> Finding:
    found = list(found)
    n_before = sum(row["n_papers_before"] > 0 for row in found)
    n_kept = sum(row["n_papers_before"] > 0 and row["event"] != "gone" for row in found)
    n_new = sum(row["event"] != "gone" for row in found) - n_kept
    new = f"; {wording.count(n_new, 'theme')} {'is' if n_new == 1 else 'are'} new" if n_new else ""
    if n_before == 0:
        return _finding("kept", f"The last run found no theme{new}.")
    colors = ", in the same colours" if n_kept else ""
    kept = f"{wording.number(n_kept)} of {wording.count(n_before, 'theme')} of the last run{colors}"
    return _finding("kept", f"Still here: {kept}{new}.")


def _renamed(row: Row, names: dict[str, Row]) -> Finding:
    return _finding("renamed", f"{row['previous_name']} is now called ", _named(row), ".")


def _new(row: Row, names: dict[str, Row]) -> Finding:
    return _finding("new", "New: ", _named(row), f", {_papers(row)}.")


def _split(row: Row, names: dict[str, Row]) -> Finding:
    sources = [names[theme] for theme in row["previous_ids"] if theme in names]
    return _finding("split", _named(row), f", {_papers(row)}, has split off from ", *_listed(sources), ".")


def _merged(row: Row, names: dict[str, Row]) -> Finding:
    sources = [names[theme] for theme in row["previous_ids"] if theme in names and theme != row["theme_id"]]
    verb = " has taken in " if row["n_papers_before"] else f", {_papers(row)}, is made of "
    return _finding("merged", _named(row), verb, *_listed(sources), ".")


def _gone(row: Row, names: dict[str, Row]) -> Finding:
    heirs = [names[theme] for theme in row["into_ids"] if theme in names]
    if not heirs:
        return _finding(
            "gone", _named(row), " is gone: its papers are no longer here or spread over other themes."
        )
    return _finding("gone", _named(row), " is gone: most of its papers are now in ", *_listed(heirs), ".")


def _grown(found: Iterable[Row]) -> list[Finding]:
    kept = [row for row in found if row["n_papers_before"] and row["n_papers_now"]]
    grown = [row for row in kept if row["n_papers_now"] >= NOTABLE_GROWTH * row["n_papers_before"]]
    if not grown:
        return []
    best = max(grown, key=lambda row: (row["n_papers_now"] - row["n_papers_before"], row["name"]))
    before, now = wording.number(best["n_papers_before"]), _papers(best)
    return [_finding("grown", _named(best), f" grew most, from {before} to {now}.")]


def _followed(told: pd.DataFrame) -> list[Finding]:
    watched = _rows(told[told["kind"] == "watched"])
    since = [row for row in watched if row["event"] == "new"]
    left = [row for row in watched if row["event"] == "gone"]
    sentences = [_finding("new", "Followed from now on: ", *_listed(since), ".")] if since else []
    return [*sentences, _finding("gone", "No longer followed: ", *_listed(left), ".")] if left else sentences
