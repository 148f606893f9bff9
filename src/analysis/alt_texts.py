"""What each chart shows, in words, for those who do not see it: one function per tidy table of ``views``."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.language import _, ngettext


def over_time(tidy: pd.DataFrame) -> str:
    """Say how much a chart of shares by period holds, and its largest share."""
    top = tidy.iloc[int(tidy["share"].to_numpy().argmax())]
    n_periods = int(tidy["period"].nunique())
    return ngettext(
        "{themes} by {n} period. The largest share is that of {theme}: {share}, {part} of {all} ({period}).",
        "{themes} by {n} periods. The largest share is that of {theme}: {share}, {part} of {all} ({period}).",
        n_periods,
        themes=_themes(tidy),
        theme=top["theme"],
        share=wording.percent(top["share"]),
        part=top["n_papers"],
        all=_papers(top["n_total"]),
        period=top["period_label"],
    )


def _themes(tidy: pd.DataFrame) -> str:
    n_themes = int(tidy["theme_id"].nunique())
    return ngettext("{n} theme", "{n} themes", n_themes)


def _papers(n_papers: int) -> str:
    return ngettext("{n} paper", "{n} papers", n_papers)


def paper_map(tidy: pd.DataFrame) -> str:
    """Say what the map of papers shows."""
    n_papers = int(tidy["paper_id"].nunique())
    return ngettext(
        "{n} paper as points in the colour of their theme; papers with like words lie near each other.",
        "{n} papers as points in the colour of their theme; papers with like words lie near each other.",
        n_papers,
    )


def sizes(tidy: pd.DataFrame) -> str:
    """Name the largest themes."""
    rows = tidy.sort_values(["n_papers", "theme"], ascending=[False, True]).to_dict("records")
    largest = [f"{row['theme']} ({row['n_papers']})" for row in rows[:3]]
    return ngettext(
        "{n} theme; the most papers are in {names}.",
        "{n} themes; the most papers are in {names}.",
        len(rows),
        names=wording.listed(largest),
    )


def terms(tidy: pd.DataFrame) -> str:
    """Say for how many themes words are shown."""
    return ngettext(
        "The words that mark {n} theme; the table has them all.",
        "The words that mark {n} themes; the table has them all.",
        int(tidy["theme_id"].nunique()),
    )


def overlap(tidy: pd.DataFrame) -> str:
    """Say how many pairs of dumps have papers in common."""
    pairs = tidy[tidy["place_a"] < tidy["place_b"]]
    shared = int((pairs["n_common"] > 0).sum())
    return ngettext(
        "{n} pair of dumps, {words} with papers in common.",
        "{n} pairs of dumps, {words} with papers in common.",
        len(pairs),
        words=wording.in_words(shared),
    )


def counts(tidy: pd.DataFrame) -> str:
    """Say from when to when papers were published, and when most of them were."""
    top = tidy.iloc[int(tidy["n_papers"].to_numpy().argmax())]
    first, last = tidy["period_label"].iloc[0], tidy["period_label"].iloc[-1]
    return ngettext(
        "{n} period from {first} to {last}; most papers are of {period}: {most}.",
        "{n} periods from {first} to {last}; most papers are of {period}: {most}.",
        len(tidy),
        first=first,
        last=last,
        period=top["period_label"],
        most=wording.number(top["n_papers"]),
    )


def areas(tidy: pd.DataFrame) -> str:
    """Say which areas gained and which lost the most from the first period to the last."""
    first, last = (tidy.loc[tidy["position"] == end].set_index("area")["share"] for end in _ends(tidy))
    change = (last - first).sort_values()
    told = [
        _(
            "{area} from {then} to {now}",
            area=area,
            then=wording.percent(first[area]),
            now=wording.percent(last[area]),
        )
        for area in change.index
    ]
    span = {"first": tidy["period_label"].iloc[0], "last": tidy["period_label"].iloc[-1]}
    if len(change) < 2:
        return _("1 area, {first} to {last}: {told} of the papers.", told=told[0], **span)
    return ngettext(
        "{n} area from {first} to {last}. The largest gain is {gain}, the largest loss {loss} of the papers.",
        "{n} areas from {first} to {last}. The largest gain is {gain}, the largest loss {loss} of the papers.",
        len(change),
        gain=told[-1],
        loss=told[0],
        **span,
    )


def _ends(tidy: pd.DataFrame) -> tuple[float, float]:
    return float(tidy["position"].min()), float(tidy["position"].max())


def ranking(tidy: pd.DataFrame) -> str:
    """Name the themes that rise or fall, with their factors, and count the others."""
    parts = []
    texts = {"rising": _("Rising: {themes}."), "falling": _("Falling: {themes}.")}
    for direction, text in texts.items():
        rows = tidy[tidy["direction"] == direction].sort_values("factor", ascending=direction == "falling")
        told = [f"{row['theme']} ({wording.times(row['factor'])})" for row in rows.to_dict("records")]
        parts.append(text.format(themes=wording.listed(told, 5) if told else _("none")))
    rest = int((~tidy["direction"].isin(["rising", "falling"])).sum())
    others = ngettext(
        "Of {n} theme more no direction can be told.", "Of {n} themes more no direction can be told.", rest
    )
    return " ".join([*parts, others])


def lives(tidy: pd.DataFrame) -> str:
    """Say which theme was listed on the most dates, and which began last."""
    themes = tidy.drop_duplicates("theme_id")
    most = themes.sort_values(["n_dates", "row"], ascending=[False, True]).iloc[0]
    newest = themes.sort_values(["first", "row"], ascending=[False, True]).iloc[0]
    return ngettext(
        "{n} theme. On the most dates: {most}, {often}; last to begin: {newest}, on {day}.",
        "{n} themes. On the most dates: {most}, {often}; last to begin: {newest}, on {day}.",
        len(themes),
        most=most["theme"],
        often=wording.number(most["n_dates"]),
        newest=newest["theme"],
        day=wording.day(newest["first"]),
    )


def lags(tidy: pd.DataFrame) -> str:
    """Say how many papers were listed how soon, at the most frequent span."""
    top = tidy.iloc[int(tidy["n_papers"].to_numpy().argmax())]
    span = str(top["span"])
    return ngettext(
        "{n} paper with both dates; the most, {most} ({share}), were listed after: {span}.",
        "{n} papers with both dates; the most, {most} ({share}), were listed after: {span}.",
        int(top["n_known"]),
        most=wording.number(top["n_papers"]),
        share=wording.percent(top["share"]),
        span=_(span),
    )
