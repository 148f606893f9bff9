"""The two time axes: when papers were listed, and when they were published; each a calendar of periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

AxisName = Literal["listed", "published"]

MAX_PERIODS = 40
"""A year is cut into months only while the whole calendar stays within this many periods."""
DENSE_YEAR = 24
"""A year with at least this many dated papers (two a month) may be cut into months."""

# a date is only as sure as the least sure dump that is filed under it
_SURENESS = ("stated", "inferred", "assumed", "unknown")


@dataclass(frozen=True)
class Axis:
    """One time axis: its periods in order, and which paper belongs to which."""

    name: AxisName
    periods: pd.DataFrame
    """One row per period, in order: period, period_start and middle (NaT when undated), year_from, n_total."""
    appearances: pd.DataFrame
    """paper_id and period: one row per different paper of a period."""


@dataclass(frozen=True)
class Span:
    """A period of the calendar: its label, first day, and the day after its last."""

    label: str
    start: pd.Timestamp
    end: pd.Timestamp


def listed_axis(listings: pd.DataFrame, sources: pd.DataFrame) -> Axis:
    """Return one period per listing date, then one per date without a year, then one per undated dump.

    A paper that two dumps of a date list is one paper of that date.
    """
    headings = dict(zip(sources["source"], sources["heading"], strict=True))
    rows = listings[["paper_id", "source", "listed_on", "listed_year_from"]].copy()
    dated = rows["listed_on"].notna()
    labels = {source: _undated_label(str(source), headings.get(source)) for source in rows["source"].unique()}
    rows["period"] = rows["listed_on"].dt.strftime("%Y-%m-%d").where(dated, rows["source"].map(labels))
    rows["rank"] = rows["listed_year_from"].map(_SURENESS.index).astype("Int64")
    rows["kind"] = (~dated).astype(int) + (~dated & rows["source"].map(headings).isna()).astype(int)
    order = ["kind", "period_start", "first_source", "period"]
    periods = (
        rows.groupby("period", as_index=False)
        .agg(
            period_start=("listed_on", "min"),
            rank=("rank", "max"),
            kind=("kind", "min"),
            first_source=("source", "min"),
            n_total=("paper_id", "nunique"),
        )
        .sort_values(order, ignore_index=True)
    )
    periods["middle"] = periods["period_start"]
    periods["year_from"] = [_SURENESS[rank] for rank in periods["rank"]]
    return _axis("listed", periods, rows)


def _undated_label(source: str, heading: object) -> str:
    return f"{heading}, year unknown" if isinstance(heading, str) else f"undated: {source}"


def published_axis(papers: pd.DataFrame) -> Axis:
    """Return the periods of the papers' publication dates, gaps included; papers without a date are left out.

    Periods are those of ``publication_calendar``; papers dated only by their year keep that year whole.
    """
    rows = papers.loc[papers["published"].notna(), ["paper_id", "published", "published_precision"]].copy()
    rows["published"] = rows["published"].astype("datetime64[us]")
    whole = rows.loc[rows["published_precision"].eq("year").fillna(False), "published"].dt.year
    calendar = publication_calendar(rows["published"], frozenset(int(year) for year in whole))
    starts = pd.Series([span.start for span in calendar], dtype="datetime64[us]")
    labels = [span.label for span in calendar]
    places = starts.searchsorted(rows["published"], side="right") - 1
    rows["period"] = pd.Series([labels[place] for place in places], index=rows.index, dtype="string")
    counts = rows.groupby("period")["paper_id"].nunique()
    periods = pd.DataFrame({"period": pd.Series(labels, dtype="string"), "period_start": starts})
    periods["middle"] = pd.Series([_middle(span) for span in calendar], dtype="datetime64[us]")
    periods["year_from"] = pd.NA
    periods["n_total"] = counts.reindex(labels, fill_value=0).to_numpy()
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
    calendar = {year: _year(year) for year in range(first.year, last.year + 1)}
    counts = days.dt.year.value_counts()
    dense = sorted(
        (year for year, n in counts.items() if n >= DENSE_YEAR and year not in keep_whole), reverse=True
    )
    for year in dense:
        months = _months(year, first, last)
        if sum(map(len, calendar.values())) - 1 + len(months) <= MAX_PERIODS:
            calendar[year] = months
    return tuple(span for year in sorted(calendar) for span in calendar[year])


def _year(year: int) -> tuple[Span, ...]:
    return (Span(f"{year}", pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)),)


def _months(year: int, first: pd.Timestamp, last: pd.Timestamp) -> tuple[Span, ...]:
    starts = pd.date_range(f"{year}-01-01", f"{year}-12-01", freq="MS")
    ends = starts + pd.DateOffset(months=1)
    both = zip(starts, ends, strict=True)
    return tuple(Span(f"{a.year}-{a.month:02d}", a, b) for a, b in both if b > first and a <= last)


def _middle(span: Span) -> pd.Timestamp:
    return span.start + (span.end - span.start) / 2


def _axis(name: AxisName, periods: pd.DataFrame, rows: pd.DataFrame) -> Axis:
    columns: Sequence[str] = ["period", "period_start", "middle", "year_from", "n_total"]
    appearances = rows[["paper_id", "period"]].drop_duplicates(ignore_index=True)
    return Axis(name, periods[list(columns)].reset_index(drop=True), appearances)
