"""The small corpus with its trends, as charts and their tables need it; and as if it were listed day by day."""

from __future__ import annotations

import pandas as pd

from analysis import tables
from analysis.trends import build_trends

Corpus = dict[str, pd.DataFrame]


def with_trends(corpus: Corpus, **changed: pd.DataFrame) -> Corpus:
    given = {**corpus, **changed}
    names = ("listings", "papers", "memberships", "themes", "sources")
    made = build_trends(*(given[name] for name in names), 0.95)
    return {
        **given,
        "trends": made.trends,
        "theme_trends": made.theme_trends,
        "bursts": made.bursts,
        "changes": made.changes,
    }


def with_slopes(corpus: Corpus) -> Corpus:
    """Three dates have no slope; here every chart has something to draw."""
    whole = with_trends(corpus)
    trends = whole["theme_trends"]
    slopes = trends["axis"].eq("listed") & trends["theme_id"].isin(["attention-sinks", "t-image-generation"])
    trends.loc[slopes, ["factor", "factor_low", "factor_high"]] = [2.4, 1.2, 40.0]
    return whole


def with_changes(given: Corpus, *changes: tuple[str, str, float, float]) -> Corpus:
    """Change points of themes: theme_id, first date of the new level, share before and after."""
    rows = [
        {
            "theme_id": theme_id,
            "axis": "listed",
            "at": at,
            "share_before": before,
            "share_after": after,
            "gain": 9.0,
        }
        for theme_id, at, before, after in changes
    ]
    return {**given, "changes": tables.check("changes", pd.DataFrame(rows).assign(gain=9.0), "changes")}


def renamed(given: Corpus, name: str) -> Corpus:
    themes = given["themes"].copy()
    themes.loc[1, "name"] = name
    return {**given, "themes": themes}


def daily(corpus: Corpus, n_days: int) -> Corpus:
    """Two papers of the corpus a day."""
    days = pd.date_range("2025-01-02", periods=n_days)
    rows = [
        (f"p{(2 * place + position) % 24:02d}", f"{day.date()}.json", "spaced", position, day, "stated", 1)
        for place, day in enumerate(days)
        for position in range(2)
    ]
    listings = pd.DataFrame(rows, columns=list(tables.SCHEMAS["listings"].columns))
    sources = listings.drop_duplicates("source").assign(n_entries=2, n_papers=2, heading=None, note="")
    return with_trends(
        corpus,
        listings=tables.check("listings", listings, "listings"),
        sources=tables.check("sources", sources, "sources"),
    )
