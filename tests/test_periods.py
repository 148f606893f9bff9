from __future__ import annotations

import pandas as pd
import pytest

from analysis import tables
from analysis.periods import listed_axis, pooled_periods, publication_calendar, published_axis
from analysis.pooling import MAX_PERIODS


def _days(*dates: str) -> pd.Series:
    return pd.Series(pd.to_datetime(list(dates))).astype("datetime64[us]")


def _papers(dates: list[str], precision: str = "day") -> pd.DataFrame:
    frame = pd.DataFrame(
        {"paper_id": [f"p{n:03d}" for n in range(len(dates))], "title": "T", "abstract": "A", "published": dates}
    ).reindex(columns=list(tables.SCHEMAS["papers"].columns))
    frame["published_precision"], frame["keywords"] = precision, [[] for _ in dates]
    return tables.check("papers", frame, "papers")


def test_listing_dates_come_in_order_and_the_undated_dump_last(corpus: dict[str, pd.DataFrame]) -> None:
    axis = listed_axis(corpus["listings"], corpus["sources"])

    assert axis.name == "listed"
    assert list(axis.periods["period"]) == ["2025-03-11", "2025-03-12", "2025-11-18", "undated: d.txt"]
    assert list(axis.periods["unit"]) == ["day", "day", "day", "undated"]
    assert axis.periods["partial"].eq(False).all()
    assert list(axis.periods["n_total"]) == [6, 7, 7, 7]
    assert list(axis.periods["year_from"]) == ["stated", "assumed", "inferred", "unknown"]
    assert axis.periods["middle"].isna().tolist() == [False, False, False, True]


def test_two_dumps_of_a_date_are_one_period_as_sure_as_the_less_sure(corpus: dict[str, pd.DataFrame]) -> None:
    listings = corpus["listings"].copy()
    listings.loc[listings["source"] == "b.txt", "listed_on"] = pd.Timestamp(2025, 3, 11)

    periods = listed_axis(listings, corpus["sources"]).periods

    # a.txt lists six papers, b.txt six others and one of a.txt once more
    assert periods.loc[0, ["period", "n_total", "year_from"]].tolist() == ["2025-03-11", 12, "assumed"]


def test_a_date_without_a_year_keeps_its_heading(corpus: dict[str, pd.DataFrame]) -> None:
    listings, sources = corpus["listings"].copy(), corpus["sources"].copy()
    listings.loc[listings["source"] == "b.txt", ["listed_on", "listed_year_from"]] = [pd.NaT, "unknown"]
    # also where the dump without any heading is the first by name
    listings["source"], sources["source"] = (
        frame["source"].replace({"d.txt": "0.txt"}) for frame in (listings, sources)
    )

    periods = listed_axis(listings, sources).periods

    assert list(periods["period"]) == ["2025-03-11", "2025-11-18", "Mar 12, year unknown", "undated: 0.txt"]
    assert list(periods["unit"]) == ["day", "day", "undated", "undated"]


def test_dumps_without_any_date_are_periods_of_their_own_however_dates_are_pooled(
    corpus: dict[str, pd.DataFrame],
) -> None:
    undated = corpus["listings"].assign(listed_on=pd.NaT, listed_year_from="unknown")

    axis = listed_axis(undated[undated["source"] == "d.txt"], corpus["sources"])

    assert list(pooled_periods(axis.periods, "month")[0]["period"]) == ["undated: d.txt"]


def test_years_without_papers_are_periods_too() -> None:
    calendar = publication_calendar(_days("2015-05-01", "2018-06-01"))

    assert [span.label for span in calendar] == ["2015", "2016", "2017", "2018"]


def test_a_dense_year_is_cut_into_months_from_its_first_to_its_last_paper() -> None:
    days = _days("2023-07-01", *["2024-02-03"] * 20, *["2024-04-30"] * 4)

    labels = [span.label for span in publication_calendar(days)]

    assert labels == ["2023", "2024-01", "2024-02", "2024-03", "2024-04"]


def test_papers_on_the_first_day_of_a_month_are_its_own_and_not_of_the_month_before() -> None:
    days = _days(*["2024-03-01"] * 20, *["2024-05-01"] * 4)

    assert [span.label for span in publication_calendar(days)] == ["2024-03", "2024-04", "2024-05"]


def test_years_come_in_months_only_while_the_calendar_stays_small() -> None:
    days = _days(*[f"{year}-{month:02d}-10" for year in range(2018, 2026) for month in range(1, 13)] * 3)

    labels = [span.label for span in publication_calendar(days)]

    assert len(labels) <= MAX_PERIODS
    assert labels[0] == "2018"
    assert labels[-1] == "2025-12"


def test_papers_dated_by_their_year_alone_keep_it_whole() -> None:
    axis = published_axis(_papers(["2024-01-01"] * 30, precision="year"))

    assert list(axis.periods["period"]) == ["2024"]
    assert list(axis.periods["n_total"]) == [30]


def test_each_dated_paper_is_in_the_period_of_its_date() -> None:
    axis = published_axis(_papers(["2015-12-31", "2016-01-01", "2017-06-01"]))

    assert dict(axis.appearances.to_numpy()) == {"p000": "2015", "p001": "2016", "p002": "2017"}
    assert axis.periods["middle"].iloc[0] == pd.Timestamp(2015, 7, 2, 12)


def test_papers_without_a_date_make_no_period() -> None:
    assert published_axis(_papers([])).periods.empty
    assert publication_calendar(_days()) == ()


@pytest.mark.parametrize("n_days", [1, 250])
def test_every_listing_date_is_a_period(n_days: int, corpus: dict[str, pd.DataFrame]) -> None:
    days = pd.date_range("2025-01-01", periods=n_days)
    rows = corpus["listings"].head(1)
    listings = pd.concat([rows.assign(listed_on=day) for day in days], ignore_index=True)

    assert len(listed_axis(listings, corpus["sources"]).periods) == n_days


def _daily(corpus: dict[str, pd.DataFrame], days: pd.DatetimeIndex) -> pd.DataFrame:
    rows = corpus["listings"].iloc[[0]]
    each = [rows.assign(listed_on=day, source=f"{day.date()}.json") for day in days]
    return pd.concat(each, ignore_index=True).astype(corpus["listings"].dtypes.to_dict())


def test_a_paper_listed_on_three_dates_is_three_appearances_and_one_first_listing(
    corpus: dict[str, pd.DataFrame],
) -> None:
    listings = _daily(corpus, pd.date_range("2025-01-06", periods=3))

    every, first = (
        listed_axis(listings, corpus["sources"], count).periods for count in ("appearances", "first listing")
    )

    assert list(every["n_total"]) == [1, 1, 1]
    assert list(first["n_total"]) == [1, 0, 0]


def test_a_paper_of_an_undated_dump_is_first_listed_where_it_has_a_date(corpus: dict[str, pd.DataFrame]) -> None:
    axis = listed_axis(corpus["listings"], corpus["sources"], "first listing")

    # b.txt, c.txt and d.txt each list one paper of the dump before once more
    assert list(axis.periods["n_total"]) == [6, 6, 6, 6]
    assert len(axis.appearances) == corpus["listings"]["paper_id"].nunique()


def test_pooled_periods_hold_the_sums_of_their_dates_and_gaps_are_periods_too(
    corpus: dict[str, pd.DataFrame],
) -> None:
    axis = listed_axis(corpus["listings"], corpus["sources"])

    pooled, _ = pooled_periods(axis.periods, "month")

    assert list(pooled["period"]) == [*[f"2025-{month:02d}" for month in range(3, 12)], "undated: d.txt"]
    assert list(pooled["n_total"]) == [13, *[0] * 7, 7, 7]
    assert list(pooled["unit"]) == [*["month"] * 9, "undated"]
    assert pooled["year_from"].iloc[0] == "assumed"
    assert pooled["year_from"].iloc[1:8].isna().all()
    middle = pd.Timestamp(2025, 3, 11) + 7 / 13 * pd.Timedelta(days=1)
    assert pooled["middle"].iloc[0] == middle.floor("us")


def test_the_last_period_of_publication_is_partial_and_the_first_is_not() -> None:
    axis = published_axis(_papers(["2015-12-31", "2016-01-01", "2017-06-01"]))

    assert list(axis.periods["partial"]) == [False, False, True]
    assert list(axis.periods["period_end"]) == [pd.Timestamp(year, 12, 31) for year in (2015, 2016, 2017)]
    assert set(axis.periods["unit"]) == {"year"}


def test_a_month_ends_with_its_last_day() -> None:
    calendar = publication_calendar(_days(*["2024-01-10", "2024-02-10", "2024-03-10"] * 10))

    assert [(each.label, each.start.day, each.end - pd.Timedelta(days=1)) for each in calendar] == [
        ("2024-01", 1, pd.Timestamp("2024-01-31")),
        ("2024-02", 1, pd.Timestamp("2024-02-29")),
        ("2024-03", 1, pd.Timestamp("2024-03-31")),
    ]


def test_an_axis_of_years_and_months_or_of_pooled_dates_knows_its_name_and_its_units(
    corpus: dict[str, pd.DataFrame],
) -> None:
    published = published_axis(_papers(["2023-07-01", *["2024-02-03"] * 24]))

    assert published.name == "published"
    assert published.periods[["period", "unit"]].to_numpy().tolist() == [
        ["2023", "year"],
        ["2024-01", "month"],
        ["2024-02", "month"],
    ]
    pooled, into = pooled_periods(listed_axis(corpus["listings"], corpus["sources"]).periods, "year")
    assert pooled["period"].to_dict() == {0: "2025", 1: "undated: d.txt"}
    assert into == [0, 0, 0, 1]
