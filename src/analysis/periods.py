"""The two time axes: when papers were listed, and when they were published; each a calendar of periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from analysis.pooling import MAX_PERIODS, TOLERATED, calendar, period_names

if TYPE_CHECKING:
    from analysis.config import Count, Period

AxisName = Literal["listed", "published"]

DENSE_YEAR = 24
"""A year with at least this many dated papers (two a month) may be cut into months."""

SURENESS = ("stated", "inferred", "assumed", "unknown")
"""Where a year comes from, the surest first; a period is only as sure as the least sure dump filed under it."""

_COLUMNS = ["period", "period_start", "period_end", "middle", "unit", "partial", "year_from", "n_total"]
_ORIGIN = pd.Timestamp(2000, 1, 1)


@dataclass(frozen=True)
class Axis:
    """One time axis: its periods in order, and which paper belongs to which."""

    name: AxisName
    periods: pd.DataFrame
    """One row per period, in order: period; period_start, period_end and middle (NaT when undated); unit, partial,
    year_from, n_total."""
    appearances: pd.DataFrame
    """paper_id and period: one row per different paper of a date, or of a period of publication."""


@dataclass(frozen=True)
class Span:
    """A period of the calendar: its label, first day, and the day after its last."""

    label: str
    start: pd.Timestamp
    end: pd.Timestamp


def listed_axis(listings: pd.DataFrame, sources: pd.DataFrame, count: Count = "appearances") -> Axis:
    """Return one period per listing date, then one per date without a year, then one per undated dump.

    A paper that two dumps of a date list is one paper of that date.

    :param count: whether a paper counts on every date that lists it, or on the first one alone (of a paper
        without any date: in the first dump by name).
    """
    headings = dict(zip(sources["source"], sources["heading"], strict=True))
    rows = listings[["paper_id", "source", "listed_on", "listed_year_from"]].copy()
    dated = rows["listed_on"].notna()
    labels = {source: _undated_label(str(source), headings.get(source)) for source in rows["source"].unique()}
    rows["period"] = rows["listed_on"].dt.strftime("%Y-%m-%d").where(dated, rows["source"].map(labels))
    rows["rank"] = rows["listed_year_from"].map(SURENESS.index)
    rows["kind"] = (~dated).astype(int) + (~dated & rows["source"].map(headings).isna()).astype(int)
    periods = (
        rows.groupby("period", as_index=False)
        .agg(
            period_start=("listed_on", "min"),
            rank=("rank", "max"),
            kind=("kind", "min"),
            first_source=("source", "min"),
        )
        .sort_values(["kind", "period_start", "first_source", "period"])
    )
    periods["middle"] = periods["period_end"] = periods["period_start"]
    periods["year_from"] = [SURENESS[rank] for rank in periods["rank"]]
    periods["unit"] = periods["kind"].gt(0).map({True: "undated", False: "day"})
    periods["partial"] = False
    if count == "first listing":
        rows = rows.sort_values(["kind", "listed_on", "source"]).drop_duplicates("paper_id")
    return _axis("listed", periods, rows)


def pooled_periods(dates: pd.DataFrame, unit: Period) -> tuple[pd.DataFrame, list[int]]:
    """Return dates pooled into longer periods, gaps included, and for each date the place of its period.

    Counts are sums over the dates of a period: a paper listed on two of its dates is two appearances.

    :param dates: the periods of ``listed_axis``; those without a date stay as they are, at the end.
    :param unit: ``day`` leaves everything as it is.
    """
    dated = dates["period_start"].notna()
    if unit == "day" or not dated.any():
        return dates, list(range(len(dates)))
    days = dates[dated]
    names = period_names(days["period_start"], unit)
    each = days.assign(
        period=names,
        rank=days["year_from"].map(SURENESS.index),
        moment=(days["period_start"] - _ORIGIN).dt.days * days["n_total"],
    )
    sums = each.groupby("period").agg(n_total=("n_total", "sum"), rank=("rank", "max"), moment=("moment", "sum"))
    pooled = calendar(days["period_start"], unit)
    found = sums.reindex(pooled["period"])
    pooled["n_total"] = found["n_total"].fillna(0).astype(int).to_numpy()
    pooled["year_from"] = [None if pd.isna(rank) else SURENESS[int(rank)] for rank in found["rank"]]
    # where its papers stand in time, so that a partial period does not pull a slope to its empty part
    middle = found["moment"] / found["n_total"].where(found["n_total"] > 0)
    pooled["middle"] = (_ORIGIN + pd.to_timedelta(middle, unit="D")).astype("datetime64[us]").to_numpy()
    pooled = pooled[_COLUMNS]
    # where all that is appended lacks a date, pandas 2 asks for the dtype to be told
    undated_rows = dates.loc[~dated, _COLUMNS].astype(pooled.dtypes.to_dict())
    periods = pd.concat([pooled, undated_rows], ignore_index=True)
    place = {str(name): number for number, name in enumerate(pooled["period"])}
    undated = range(len(pooled), len(periods))
    return periods, [*(place[str(name)] for name in names), *undated]


def _undated_label(source: str, heading: object) -> str:
    return f"{heading}, year unknown" if isinstance(heading, str) else f"undated: {source}"


def published_axis(papers: pd.DataFrame) -> Axis:
    """Return the periods of the papers' publication dates, gaps included; papers without a date are left out.

    Periods are those of ``publication_calendar``; papers dated only by their year keep that year whole.
    """
    rows = papers.loc[papers["published"].notna(), ["paper_id", "published", "published_precision"]].copy()
    rows["published"] = rows["published"].astype("datetime64[us]")
    whole = rows.loc[rows["published_precision"].eq("year").fillna(False), "published"].dt.year
    spans = publication_calendar(rows["published"], frozenset(int(year) for year in whole))
    starts = pd.Series([span.start for span in spans], dtype="datetime64[us]")
    labels = [span.label for span in spans]
    places = starts.searchsorted(rows["published"], side="right") - 1
    rows["period"] = pd.Series([labels[place] for place in places], index=rows.index, dtype="string")
    periods = pd.DataFrame({"period": pd.Series(labels, dtype="string"), "period_start": starts})
    ends = [span.end - pd.Timedelta(days=1) for span in spans]
    periods["period_end"] = pd.Series(ends, dtype="datetime64[us]")
    periods["middle"] = pd.Series([_middle(span) for span in spans], dtype="datetime64[us]")
    periods["unit"] = ["year" if len(label) == len("2025") else "month" for label in labels]
    # papers published last have not all been listed yet; those published first just are the oldest
    periods["partial"] = [_unfinished(span, rows["published"].max()) for span in spans]
    periods["year_from"] = pd.NA
    return _axis("published", periods, rows)


def publication_calendar(days: pd.Series, keep_whole: frozenset[int] = frozenset()) -> tuple[Span, ...]:
    """Return years from the first date to the last without a gap, the dense ones cut into months.

    From the newest year back, a year is cut into months when it has at least 24 papers and the calendar then
    has at most 40 periods; in the first and the last year only the months from the first and to the last
    paper are kept.

    :param days: dates, none missing.
    :param keep_whole: years never cut.
    """
    if days.empty:
        return ()
    first, last = days.min(), days.max()
    by_year = {year: _year(year) for year in range(first.year, last.year + 1)}
    counts = days.dt.year.value_counts()
    dense = sorted(
        (year for year, n in counts.items() if n >= DENSE_YEAR and year not in keep_whole), reverse=True
    )
    for year in dense:
        months = _months(year, first, last)
        if sum(map(len, by_year.values())) - 1 + len(months) <= MAX_PERIODS:
            by_year[year] = months
    return tuple(span for year in sorted(by_year) for span in by_year[year])


def _year(year: int) -> tuple[Span, ...]:
    return (Span(f"{year}", pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)),)


def _months(year: int, first: pd.Timestamp, last: pd.Timestamp) -> tuple[Span, ...]:
    starts = pd.date_range(f"{year}-01-01", f"{year}-12-01", freq="MS")
    ends = starts + pd.DateOffset(months=1)
    both = zip(starts, ends, strict=True)
    return tuple(Span(f"{a.year}-{a.month:02d}", a, b) for a, b in both if b > first and a <= last)


def _middle(span: Span) -> pd.Timestamp:
    return span.start + (span.end - span.start) / 2


def _unfinished(span: Span, last: pd.Timestamp) -> bool:
    return bool(span.start <= last < span.end - TOLERATED * (span.end - span.start))


def _axis(name: AxisName, periods: pd.DataFrame, rows: pd.DataFrame) -> Axis:
    appearances = rows[["paper_id", "period"]].drop_duplicates(ignore_index=True)
    counts = appearances.groupby("period").size()
    n_total = counts.reindex(periods["period"], fill_value=0).to_numpy()
    return Axis(name, periods.assign(n_total=n_total)[_COLUMNS].reset_index(drop=True), appearances)
