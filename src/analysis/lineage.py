"""What became of each theme between two runs: kept, renamed, split, merged, new or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import tables
from analysis.identity import Memory, is_group, rows_of
from analysis.overlap import Corpus, Overlap, overlap

if TYPE_CHECKING:
    import pandas as pd

MOST = 0.5
"""A theme comes out of another, or goes into it, with at least this share of all its papers."""


def trace(memory: Memory, corpus: Corpus) -> pd.DataFrame:
    """Return the table ``lineage``: a row per theme of this run, then one per theme that is gone.

    Of ``event`` kept and renamed: the theme before is there, under its name or another one. merged: it also took
    in the themes that ``previous_ids`` lists after its own id, or is a new one made of several. split: it came out
    of the theme in ``previous_ids``. new: neither. gone: ``into_ids`` lists the themes that most of its papers
    went into, or that were made of it.

    Nothing is said of a first run: the table is empty. The score of a found theme is that with its own earlier
    self, of new and gone ones the best with any other; see ``overlap.Overlap``.

    :param memory: with this run as ``memory.now``.
    """
    import pandas as pd

    if memory.before.empty:
        return tables.empty("lineage")
    before, now = ({row["theme_id"]: row for row in rows_of(frame)} for frame in (memory.before, memory.now))
    flow = _flow(overlap(_groups(before), _groups(now), corpus))
    rows = [_row_of_now(row, before.get(theme), flow) for theme, row in sorted(now.items())]
    rows += [_row_of_gone(row, flow) for theme, row in sorted(before.items()) if theme not in now]
    return tables.check("lineage", pd.DataFrame(rows, columns=list(tables.SCHEMAS["lineage"].columns)), "lineage")


@dataclass(frozen=True)
class _Flow:
    """Which found themes gave most of their papers to which; by theme_id."""

    kept: Set[str]
    source: Mapping[str, str]
    """The theme before from which most papers of a theme come, for those that have one."""
    into: Mapping[str, str]
    """The theme that most papers of a theme before went into, for those that have one."""
    score_now: Mapping[str, float]
    """The score of a theme with its earlier self, of a new one the best with any."""
    score_before: Mapping[str, float]
    """The best score of a theme before."""

    def taken_in(self, theme: str) -> list[str]:
        """Return the themes that are no more and of which most papers are now in this one."""
        return sorted(before for before, now in self.into.items() if now == theme and before not in self.kept)

    def offspring(self, theme: str) -> list[str]:
        """Return the new themes of which most papers come from this one."""
        return sorted(now for now, before in self.source.items() if before == theme and now not in self.kept)


def _flow(measured: Overlap) -> _Flow:
    kept = {*measured.before} & {*measured.now}
    score, enough = np.round(measured.score, 4), measured.is_more_than_chance()
    most_of_before = measured.shared >= MOST * measured.sizes_before[:, None]
    most_of_now = measured.shared >= MOST * measured.sizes_now[None, :]
    into = np.where(enough & most_of_before, score, -1.0)
    source = np.where(enough & most_of_now, score, -1.0)
    before, now = measured.before, measured.now
    score_now = {theme: float(score[:, place].max(initial=0.0)) for place, theme in enumerate(now)}
    for place, theme in enumerate(before):
        if theme in kept and theme in score_now:
            score_now[theme] = float(score[place, now.index(theme)])
    return _Flow(
        kept,
        {now[n]: before[int(source[:, n].argmax())] for n in np.flatnonzero((source >= 0).any(axis=0)).tolist()},
        {before[b]: now[int(into[b].argmax())] for b in np.flatnonzero((into >= 0).any(axis=1)).tolist()},
        score_now,
        {theme: float(score[place].max(initial=0.0)) for place, theme in enumerate(before)},
    )


def _groups(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Sequence[str]]:
    return {theme: row["paper_ids"] for theme, row in rows.items() if is_group(row)}


def _row_of_now(row: Mapping[str, Any], last: Mapping[str, Any] | None, flow: _Flow) -> dict[str, Any]:
    theme = row["theme_id"]
    taken_in = flow.taken_in(theme)
    source = flow.source.get(theme, "")
    if last is not None:
        event = "merged" if taken_in else "kept" if row["name"] == last["name"] else "renamed"
        previous = [theme, *taken_in]
    elif len(taken_in) > 1:
        event, previous = "merged", taken_in
    else:
        is_part = bool(source) and (source in flow.kept or len(flow.offspring(source)) > 1)
        event, previous = "split" if is_part else "new", [source] if source else taken_in
    return {
        "theme_id": theme,
        "name": row["name"],
        "kind": row["kind"],
        "event": event,
        "previous_name": None if last is None else last["name"],
        "previous_ids": previous,
        "into_ids": [] if last is None else [theme, *flow.offspring(theme)],
        "score": flow.score_now.get(theme),
        "n_papers_before": 0 if last is None else len(last["paper_ids"]),
        "n_papers_now": len(row["paper_ids"]),
    }


def _row_of_gone(row: Mapping[str, Any], flow: _Flow) -> dict[str, Any]:
    theme = row["theme_id"]
    heirs = {*flow.offspring(theme)} | ({flow.into[theme]} if theme in flow.into else set())
    return {
        "theme_id": theme,
        "name": row["name"],
        "kind": row["kind"],
        "event": "gone",
        "previous_name": row["name"],
        "previous_ids": [theme],
        "into_ids": sorted(heirs),
        "score": flow.score_before.get(theme),
        "n_papers_before": len(row["paper_ids"]),
        "n_papers_now": 0,
    }
