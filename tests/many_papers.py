"""Tables of very many papers, made up: what a page does when it cannot show them all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import tables
from analysis.trends import build_trends

N_THEMES = 30
FOLLOWED = "followed"


def many(n_papers: int, n_followed: int = 240) -> dict[str, pd.DataFrame]:
    """All tables of a run: thirty found themes of falling size, one followed, 52 dumps; always the same."""
    chance = np.random.default_rng(5)
    numbers = np.arange(n_papers)
    ids = [f"p{number:06d}" for number in numbers]
    weights = 1 / np.arange(2, N_THEMES + 2)
    of_theme = chance.choice(N_THEMES, size=n_papers, p=weights / weights.sum())
    weeks = pd.date_range("2024-01-01", periods=52, freq="7D")
    listed = weeks[numbers % 52]
    papers = pd.DataFrame(
        {
            "paper_id": ids,
            "title": [
                f"Made-up paper {number} on the subject {theme}"
                for number, theme in zip(numbers, of_theme, strict=True)
            ],
            "abstract": "A method is made up and tested.",
            "published": listed - pd.Timedelta(days=3),
            "published_precision": "day",
            "keywords": [[] for _ in ids],
        }
    )
    names = [f"dump-{week:02d}.txt" for week in range(52)]
    listings = pd.DataFrame(
        {
            "paper_id": ids,
            "source": [names[number % 52] for number in numbers],
            "layout": "spaced",
            "position": numbers // 52,
            "listed_on": listed,
            "listed_year_from": "stated",
            "line": numbers // 52 + 1,
        }
    )
    sources = pd.DataFrame(
        {
            "source": names,
            "layout": "spaced",
            "n_entries": n_papers // 52,
            "n_papers": n_papers // 52,
            "listed_on": weeks,
            "listed_year_from": "stated",
            "heading": None,
            "note": "",
        }
    )
    main = pd.DataFrame({"paper_id": ids, "theme_id": [f"t-{theme:02d}" for theme in of_theme], "main": True})
    other = pd.DataFrame({"paper_id": ids[:n_followed], "theme_id": FOLLOWED, "main": False})
    memberships = pd.concat([main, other], ignore_index=True).assign(weight=0.8, sureness=0.7, why="")
    middle = chance.normal(scale=6, size=(N_THEMES, 2))
    places = middle[of_theme] + chance.normal(size=(n_papers, 2))
    given = {
        "papers": _checked("papers", papers),
        "listings": _checked("listings", listings),
        "problems": tables.empty("problems"),
        "term_uses": tables.empty("term_uses"),
        "sources": _checked("sources", sources),
        "memberships": _checked("memberships", memberships),
        "themes": _checked("themes", _themes(memberships)),
        "map": _checked("map", pd.DataFrame({"paper_id": ids, "x": places[:, 0], "y": places[:, 1]})),
    }
    made = build_trends(*(given[name] for name in ("listings", "papers", "memberships", "themes", "sources")))
    return {**given, **{name: getattr(made, name) for name in ("trends", "theme_trends", "bursts", "changes")}}


def _themes(memberships: pd.DataFrame) -> pd.DataFrame:
    groups = {str(theme): list(rows["paper_id"]) for theme, rows in memberships.groupby("theme_id")}
    found = [name for name in sorted(groups) if name != FOLLOWED]
    rows = [
        {
            "theme_id": theme,
            "name": "A followed subject" if theme == FOLLOWED else f"Subject {theme[2:]}",
            "definition": "What is followed." if theme == FOLLOWED else None,
            "kind": "watched" if theme == FOLLOWED else "found",
            "terms": ["made-up", "paper"],
            "n_papers": len(groups[theme]),
            "stability": None if theme == FOLLOWED else 0.8,
            "example_ids": groups[theme][-5:],
            "color": f"#{(37 * place) % 200:02x}66aa",
            "area": f"Area {place % 6}",
            "area_order": place,
        }
        for place, theme in enumerate([FOLLOWED, *found])
    ]
    return pd.DataFrame(rows)


def _checked(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    return tables.check(name, frame.reindex(columns=list(tables.SCHEMAS[name].columns)), name)
