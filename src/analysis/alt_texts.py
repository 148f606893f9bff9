"""What each chart shows, in words, for those who do not see it: one function per tidy table of ``views``."""

from __future__ import annotations

import pandas as pd

from analysis import wording


def over_time(tidy: pd.DataFrame) -> str:
    """Say how much a chart of shares by period holds, and its largest share."""
    top = tidy.iloc[int(tidy["share"].to_numpy().argmax())]
    n_themes = wording.count(tidy["theme_id"].nunique(), "theme")
    n_periods = wording.count(tidy["period"].nunique(), "period")
    largest = f"{wording.percent(top['share'])}, {top['n_papers']} of {wording.count(top['n_total'], 'paper')}"
    whose = f"{top['theme']}: {largest} ({top['period_label']})"
    return f"{n_themes} by {n_periods}. The largest share is that of {whose}."


def paper_map(tidy: pd.DataFrame) -> str:
    """Say what the map of papers shows."""
    papers = wording.count(int(tidy["paper_id"].nunique()), "paper")
    return f"{papers} as points in the colour of their theme; papers with like words lie near each other."


def sizes(tidy: pd.DataFrame) -> str:
    """Name the largest themes."""
    rows = tidy.sort_values(["n_papers", "theme"], ascending=[False, True]).to_dict("records")
    largest = [f"{row['theme']} ({row['n_papers']})" for row in rows[:3]]
    return f"{wording.count(len(rows), 'theme')}; the most papers are in {wording.listed(largest)}."


def terms(tidy: pd.DataFrame) -> str:
    """Say for how many themes words are shown."""
    return f"The words that mark {wording.count(tidy['theme_id'].nunique(), 'theme')}; the table has them all."


def overlap(tidy: pd.DataFrame) -> str:
    """Say how many pairs of dumps have papers in common."""
    pairs = tidy[tidy["place_a"] < tidy["place_b"]]
    shared = int((pairs["n_common"] > 0).sum())
    return f"{wording.count(len(pairs), 'pair')} of dumps, {wording.in_words(shared)} with papers in common."


def counts(tidy: pd.DataFrame) -> str:
    """Say from when to when papers were published, and when most of them were."""
    top = tidy.iloc[int(tidy["n_papers"].to_numpy().argmax())]
    first, last = tidy["period_label"].iloc[0], tidy["period_label"].iloc[-1]
    most = f"most papers are of {top['period_label']}: {wording.number(top['n_papers'])}"
    return f"{wording.count(len(tidy), 'period')} from {first} to {last}; {most}."
