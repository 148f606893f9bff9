"""The themes of earlier runs, as a run remembers them.

What a run leaves for the next is the table ``identity``: the themes as they are now, and as they were before they
last changed, so that making the same themes again tells the same story. Without that table a run is a first run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from analysis import tables
from analysis.counting import counted_members
from analysis.schemas import UNPLACED

if TYPE_CHECKING:
    import pandas as pd

BEFORE, NOW, RETIRED = "before", "now", "retired"
"""Values of ``identity.run``: the themes before their last change, as they are now, and those gone earlier."""
_TOLD = ["theme_id", "name", "kind", "color", "paper_ids"]
"""What makes a state another one."""


@dataclass(frozen=True)
class Memory:
    """The themes of earlier runs; each table has the columns of ``tables.MEMORY["identity"]``."""

    before: pd.DataFrame
    """As they were before they last changed; no row where they never did."""
    now: pd.DataFrame
    """As the last run left them; no row before the first run."""
    retired: pd.DataFrame
    """Themes that were gone before that; their ids are not given again."""

    def table(self) -> pd.DataFrame:
        """Return all of it as the table ``identity``."""
        import pandas as pd

        parts = [frame for frame in (self.before, self.now, self.retired) if len(frame)]
        whole = pd.concat(parts, ignore_index=True) if parts else tables.empty("identity")
        return tables.check("identity", whole, "identity")


def recall(identity: pd.DataFrame | None) -> Memory:
    """Return what earlier runs left.

    :param identity: the table of that name; None before the first run.
    """
    table = tables.empty("identity") if identity is None else identity
    parts = [table[table["run"] == run].reset_index(drop=True) for run in (BEFORE, NOW, RETIRED)]
    return Memory(*parts)


def remember(
    memory: Memory, themes: pd.DataFrame, memberships: pd.DataFrame, named_by: Mapping[str, str]
) -> Memory:
    """Return what the next run shall know; where the themes are what they were, the change before stays the last.

    :param themes: under the ids, names and colours that they keep; so are ``memberships``.
    :param named_by: who named each theme, by theme_id; empty, as for themes left out, for the papers' own phrases.
    """
    import pandas as pd

    memory = afresh_unless_known(memory, memberships["paper_id"])
    now = _state(themes, memberships, named_by)
    if memory.now.empty:
        return replace(memory, now=now)
    if _told(now) == _told(memory.now):
        return replace(memory, now=now)
    gone = pd.concat([memory.retired, memory.before], ignore_index=True)
    gone = gone[~gone["theme_id"].isin([*now["theme_id"], *memory.now["theme_id"]])]
    gone = gone.drop_duplicates("theme_id").sort_values("theme_id").assign(run=RETIRED)
    gone["paper_ids"] = [[] for _ in range(len(gone))]
    return Memory(memory.now.assign(run=BEFORE), now, gone.reset_index(drop=True))


def afresh_unless_known(memory: Memory, paper_ids: Iterable[str]) -> Memory:
    """Return the memory, or an empty one where it holds none of these papers: those are another corpus."""
    known = {paper for papers in memory.now["paper_ids"] for paper in papers}
    return memory if known.intersection(paper_ids) else recall(None)


def _state(themes: pd.DataFrame, memberships: pd.DataFrame, named_by: Mapping[str, str]) -> pd.DataFrame:
    papers = papers_of(themes, memberships)
    state = themes[["theme_id", "name", "kind", "color"]].sort_values("theme_id", ignore_index=True)
    state["run"] = NOW
    state["named_by"] = [named_by.get(theme, "") for theme in state["theme_id"]]
    state["paper_ids"] = [papers[theme] for theme in state["theme_id"]]
    return tables.check("identity", state, "identity")


def _told(state: pd.DataFrame) -> list[dict[str, Any]]:
    return rows_of(state.sort_values("theme_id")[_TOLD])


def papers_of(themes: pd.DataFrame, memberships: pd.DataFrame) -> dict[str, list[str]]:
    """Return the paper_ids of each theme in order."""
    members = counted_members(memberships, themes)
    papers = {str(theme): sorted(ids) for theme, ids in members.groupby("theme_id")["paper_id"]}
    return {theme: papers.get(theme, []) for theme in themes["theme_id"]}


def is_group(row: Mapping[str, Any]) -> bool:
    """Return whether a row of themes or ``identity`` is a found theme, and not that of the unplaced papers."""
    return bool(row["kind"] == "found" and row["theme_id"] != UNPLACED)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows as mappings."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))
