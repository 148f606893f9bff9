"""What a returning reader is told first: what became of the themes they knew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import tables
from analysis.since_last_run import MOST_SAID, since_last_run


def lineage(*rows: Mapping[str, Any]) -> pd.DataFrame:
    usual = {"kind": "found", "previous_ids": [], "into_ids": [], "n_papers_before": 10, "n_papers_now": 10}
    given = [{**usual, "name": row["theme_id"].title(), **row} for row in rows]
    columns = list(tables.SCHEMAS["lineage"].columns)
    return tables.check("lineage", pd.DataFrame(given).reindex(columns=columns), "lineage")


def said(*rows: Mapping[str, Any]) -> list[str]:
    return [change.text for change in since_last_run(lineage(*rows))]


NEW = {"event": "new", "n_papers_before": 0}


def test_a_first_run_has_nothing_to_tell() -> None:
    assert since_last_run(tables.empty("lineage")) == []


def test_every_event_is_a_sentence() -> None:
    assert said(
        {"theme_id": "cats", "event": "kept", "n_papers_now": 14},
        {"theme_id": "dogs", "event": "renamed", "previous_name": "Wolves"},
        {"theme_id": "fish", "n_papers_now": 4, **NEW},
        {"theme_id": "eels", "n_papers_now": 1, **NEW, "event": "split", "previous_ids": ["cats"]},
        {"theme_id": "birds", "event": "merged", "previous_ids": ["birds", "owls"]},
        {"theme_id": "owls", "event": "gone", "into_ids": ["birds"], "n_papers_now": 0},
        {"theme_id": "bees", "event": "gone", "into_ids": ["cats", "dogs"], "n_papers_now": 0},
        {"theme_id": "ants", "event": "gone", "n_papers_before": 3, "n_papers_now": 0},
        {"theme_id": "apes", "kind": "watched", **NEW},
        {"theme_id": "rats", "kind": "watched", "event": "gone"},
    ) == [
        "Still here: 3 of 6 themes of the last run, in the same colours; 2 themes are new.",
        "Wolves is now called Dogs.",
        "New: Fish, 4 papers.",
        "Eels, 1 paper, has split off from Cats.",
        "Birds has taken in Owls.",
        "Bees is gone: most of its papers are now in Cats and Dogs.",
        "Ants is gone: its papers are no longer here or spread over other themes.",
        "Cats grew most, from 10 to 14 papers.",
        "Followed from now on: Apes.",
        "No longer followed: Rats.",
    ]


def test_a_new_theme_made_of_others_says_of_which() -> None:
    told = said(
        {"theme_id": "pets", **NEW, "event": "merged", "previous_ids": ["cats", "dogs"]},
        {"theme_id": "cats", "event": "gone", "into_ids": ["pets"], "n_papers_now": 0},
        {"theme_id": "dogs", "event": "gone", "into_ids": ["pets"], "n_papers_now": 0},
    )
    assert told == [
        "Still here: 0 of 2 themes of the last run; 1 theme is new.",
        "Pets, 10 papers, is made of Cats and Dogs.",
    ]


def test_names_lead_to_their_cards_unless_the_theme_is_gone() -> None:
    told = since_last_run(
        lineage(
            {"theme_id": "cats", "event": "kept"},
            {"theme_id": "bees", "event": "gone", "into_ids": ["cats"], "n_papers_now": 0},
        )
    )
    targets = {phrase.text: phrase.target for change in told for phrase in change.phrases}
    assert targets["Bees"] == ""
    assert targets["Cats"] == "theme-cats"


def test_many_of_a_kind_are_counted_the_largest_first() -> None:
    rows = [{"theme_id": f"new {place}", "n_papers_now": place, **NEW} for place in range(1, MOST_SAID + 4)]
    told = said(*rows)
    assert told[0] == "The last run found no theme; 9 themes are new."
    assert told[1] == "New: New 9, 9 papers."
    assert told[-1] == "New: 3 more themes."
    assert len(told) == 1 + MOST_SAID + 1


def test_unplaced_papers_are_no_theme() -> None:
    assert since_last_run(lineage({"theme_id": "unplaced", "event": "kept"})) == []
