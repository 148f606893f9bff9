"""A year of listing days made up: 600 papers in twelve themes on 257 days, one of them on the rise."""

from __future__ import annotations

import numpy as np
import pandas as pd
from trended_corpus import Corpus, with_trends

from analysis import tables

N_PAPERS, N_DAYS, N_THEMES = 600, 257, 12
RISING = 4
"""Number of the theme to which every third paper of the second half is given."""


def theme_of(number: int) -> int:
    return RISING if number > N_PAPERS / 2 and number % 3 == 0 else number * 7 % N_THEMES


def year_of_days() -> Corpus:
    """All tables of such a run; the papers of a theme lie around its own place on the map."""
    rng = np.random.default_rng(5)
    days = pd.bdate_range("2025-01-02", periods=N_DAYS)
    numbers = range(N_PAPERS)
    ids = [f"2501.{number:05d}" for number in numbers]
    listed = [days[number * N_DAYS // N_PAPERS] for number in numbers]
    themes = [f"t-{theme_of(number)}" for number in numbers]
    papers = pd.DataFrame({"paper_id": ids, "arxiv_id": ids, "title": [f"Made-up paper {n}" for n in numbers]})
    papers["abstract"] = [f"What was found in paper {number}." for number in numbers]
    papers["published"] = [day - pd.Timedelta(days=number % 9) for number, day in enumerate(listed)]
    papers["published_precision"], papers["keywords"] = "day", [[] for _ in numbers]
    listings = pd.DataFrame({"paper_id": ids, "listed_on": listed, "listed_year_from": "stated", "line": 1})
    listings["source"] = [f"{day.date()}.json" for day in listed]
    listings["layout"], listings["position"] = "daily-json", 0
    sources = listings.groupby("source", as_index=False).agg(
        layout=("layout", "first"), n_papers=("paper_id", "size"), listed_on=("listed_on", "first")
    )
    sources = sources.assign(n_entries=sources["n_papers"], listed_year_from="stated", note="")
    members = pd.DataFrame({"paper_id": ids, "theme_id": themes, "weight": 0.9, "main": True, "why": ""})
    angles = np.array([2 * np.pi * theme_of(number) / N_THEMES for number in numbers])
    around = rng.normal(0, 0.6, (2, N_PAPERS))
    places = {"x": 5 * np.cos(angles) + around[0], "y": 5 * np.sin(angles) + around[1]}
    made = {
        "papers": papers,
        "listings": listings,
        "sources": sources,
        "memberships": members.assign(sureness=0.8),
        "themes": _themes(members),
        "map": pd.DataFrame({"paper_id": ids, **places}),
    }
    whole = {name: tables.empty(name) for name in tables.SCHEMAS}
    for name, frame in made.items():
        whole[name] = tables.check(name, frame.reindex(columns=whole[name].columns), name)
    return with_trends(whole)


def _themes(members: pd.DataFrame) -> pd.DataFrame:
    sizes = members.groupby("theme_id").size()
    rows = [
        {
            "theme_id": f"t-{number}",
            "name": f"Subject {number}",
            "kind": "found",
            "terms": ["paper", f"subject {number}"],
            "n_papers": int(sizes[f"t-{number}"]),
            "stability": 0.4 if number == 3 else 0.9,
            "example_ids": members.loc[members["theme_id"] == f"t-{number}", "paper_id"].head(3).tolist(),
            "color": f"#{40 + 15 * number:02x}{220 - 12 * number:02x}90",
            "area": f"Area {number // 4}",
            "area_order": number,
        }
        for number in range(N_THEMES)
    ]
    return pd.DataFrame(rows)
