"""The schema of every table: its columns with their kinds, and the stage that makes it.

What each column holds is said in ``analysis.column_words``, and on the page ``docs/tables.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.language import N_

UNPLACED_NAME = N_("Unplaced")
"""Name of the papers of no theme in the tables, and of their area."""
WATCHED_AREA = N_("Watched")
"""Area of the watched themes, listed first."""
UNPLACED = "unplaced"
"""theme_id of the papers that fit no theme."""
Kind = Literal["text", "integer", "number", "flag", "date", "texts", "numbers"]


@dataclass(frozen=True)
class Schema:
    """Columns of one table, in order, with their kind, and the stage that makes it."""

    made_by: str
    columns: dict[str, Kind]
    required: frozenset[str]
    """Columns in which no value may be missing."""
    sorted_by: tuple[str, ...] = ()
    """Of a table that a cluster writes in parts: the columns that put all rows in order again."""


def _schema(made_by: str, required: str, sorted_by: str = "", **columns: Kind) -> Schema:
    return Schema(made_by, columns, frozenset(required.split()), tuple(sorted_by.split()))


SCHEMAS: dict[str, Schema] = {
    "papers": _schema(
        "read",
        "paper_id title abstract keywords",
        "paper_id",
        paper_id="text",
        title="text",
        abstract="text",
        published="date",
        published_precision="text",
        n_authors="integer",
        organization="text",
        upvotes="integer",
        n_comments="integer",
        arxiv_id="text",
        url="text",
        keywords="texts",
    ),
    "listings": _schema(
        "read",
        "paper_id source layout position listed_year_from line",
        "source position",
        paper_id="text",
        source="text",
        layout="text",
        position="integer",
        listed_on="date",
        listed_year_from="text",
        line="integer",
    ),
    "problems": _schema(
        "read", "source line reason text", source="text", line="integer", reason="text", text="text"
    ),
    "sources": _schema(
        "read",
        "source layout n_entries n_papers listed_year_from note",
        source="text",
        layout="text",
        n_entries="integer",
        n_papers="integer",
        listed_on="date",
        listed_year_from="text",
        heading="text",
        note="text",
    ),
    "themes": _schema(
        "themes",
        "theme_id name kind terms n_papers example_ids color area area_order",
        theme_id="text",
        name="text",
        definition="text",
        kind="text",
        terms="texts",
        n_papers="integer",
        stability="number",
        example_ids="texts",
        color="text",
        area="text",
        area_order="integer",
    ),
    "memberships": _schema(
        "themes",
        "paper_id theme_id weight main",
        "paper_id theme_id",
        paper_id="text",
        theme_id="text",
        weight="number",
        main="flag",
        sureness="number",
        why="text",
    ),
    "term_uses": _schema(
        "themes",
        "paper_id theme_id rank",
        "paper_id theme_id rank",
        paper_id="text",
        theme_id="text",
        rank="integer",
    ),
    "map": _schema("themes", "paper_id x y", "paper_id", paper_id="text", x="number", y="number"),
    "model": _schema(
        "themes",
        "n_papers n_sampled n_themes n_runs",
        n_papers="integer",
        n_sampled="integer",
        n_themes="integer",
        n_runs="integer",
        agreement="number",
    ),
    "lineage": _schema(
        "themes",
        "theme_id name kind event previous_ids into_ids n_papers_before n_papers_now",
        theme_id="text",
        name="text",
        kind="text",
        event="text",
        previous_name="text",
        previous_ids="texts",
        into_ids="texts",
        score="number",
        n_papers_before="integer",
        n_papers_now="integer",
    ),
    "trends": _schema(
        "trends",
        "theme_id axis period unit n_papers n_total share share_low share_high counted membership",
        theme_id="text",
        axis="text",
        period="text",
        period_start="date",
        period_end="date",
        unit="text",
        partial="flag",
        n_papers="integer",
        n_total="integer",
        share="number",
        share_low="number",
        share_high="number",
        year_from="text",
        counted="text",
        membership="text",
    ),
    "theme_trends": _schema(
        "trends",
        "theme_id axis direction n_papers n_periods",
        theme_id="text",
        axis="text",
        direction="text",
        slope="number",
        slope_low="number",
        slope_high="number",
        factor="number",
        factor_low="number",
        factor_high="number",
        p_adjusted="number",
        n_papers="integer",
        n_periods="integer",
        n_dates="integer",
        first="date",
        last="date",
        spread="number",
        evenness="number",
        newcomer="flag",
        counted="text",
        membership="text",
    ),
    "bursts": _schema(
        "trends",
        "theme_id axis start end level weight",
        theme_id="text",
        axis="text",
        start="date",
        end="date",
        level="integer",
        weight="number",
    ),
    "changes": _schema(
        "trends",
        "theme_id axis at share_before share_after gain",
        theme_id="text",
        axis="text",
        at="date",
        share_before="number",
        share_after="number",
        gain="number",
    ),
}

MEMORY: dict[str, Schema] = {
    "identity": _schema(
        "themes",
        "run theme_id name kind color named_by paper_ids",
        run="text",
        theme_id="text",
        name="text",
        kind="text",
        color="text",
        named_by="text",
        paper_ids="texts",
    ),
    "placed": _schema("update", "paper_id cosine far", paper_id="text", cosine="number", far="flag"),
}
"""What a stage leaves for its own next run; no other stage reads it."""
