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


def areas(tidy: pd.DataFrame) -> str:
    """Say which areas gained and which lost the most from the first period to the last."""
    first, last = (tidy.loc[tidy["position"] == end].set_index("area")["share"] for end in _ends(tidy))
    change = (last - first).sort_values()
    told = [
        f"{area} from {wording.percent(first[area])} to {wording.percent(last[area])}" for area in change.index
    ]
    n_areas = wording.count(len(change), "area")
    span = f"{tidy['period_label'].iloc[0]} to {tidy['period_label'].iloc[-1]}"
    if len(change) < 2:
        return f"{n_areas}, {span}: {told[0]} of the papers."
    return f"{n_areas} from {span}. The largest gain is {told[-1]}, the largest loss {told[0]} of the papers."


def _ends(tidy: pd.DataFrame) -> tuple[float, float]:
    return float(tidy["position"].min()), float(tidy["position"].max())


def ranking(tidy: pd.DataFrame) -> str:
    """Name the themes that rise or fall, with their factors, and count the others."""
    parts = []
    for direction in ("rising", "falling"):
        rows = tidy[tidy["direction"] == direction].sort_values("factor", ascending=direction == "falling")
        told = [f"{row['theme']} ({wording.times(row['factor'])})" for row in rows.to_dict("records")]
        parts.append(f"{direction.capitalize()}: {wording.listed(told, 5) if told else 'none'}.")
    rest = int((~tidy["direction"].isin(["rising", "falling"])).sum())
    return " ".join([*parts, f"Of {wording.count(rest, 'theme')} more no direction can be told."])


def lives(tidy: pd.DataFrame) -> str:
    """Say which theme was listed on the most dates, and which began last."""
    themes = tidy.drop_duplicates("theme_id")
    most = themes.sort_values(["n_dates", "row"], ascending=[False, True]).iloc[0]
    newest = themes.sort_values(["first", "row"], ascending=[False, True]).iloc[0]
    often = f"On the most dates: {most['theme']}, {wording.number(most['n_dates'])}"
    begun = f"last to begin: {newest['theme']}, on {wording.day(newest['first'])}"
    return f"{wording.count(len(themes), 'theme')}. {often}; {begun}."


def lags(tidy: pd.DataFrame) -> str:
    """Say how many papers were listed how soon, at the most frequent span."""
    top = tidy.iloc[int(tidy["n_papers"].to_numpy().argmax())]
    known = wording.count(int(top["n_known"]), "paper")
    most = f"{wording.number(top['n_papers'])} ({wording.percent(top['share'])})"
    return f"{known} with both dates; the most, {most}, were listed after: {top['span']}."
