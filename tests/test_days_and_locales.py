"""Days of every kind and machines of every kind: leap days, turns of the year, time zones, locales, Unicode."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_pages import abstract, detailed, spaced

from analysis.dumps.daily_json import read_daily_json
from analysis.dumps.entries import PrintedDate
from analysis.dumps.page_lines import as_printed
from analysis.dumps.page_text import read_page_text
from analysis.listing_dates import listing_dates, published_on
from analysis.papers import build_papers

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "raw" / "sample"
days = st.dates(date(2001, 1, 1), date(2198, 12, 31))


@given(listed=days, before=st.integers(0, 364))
def test_a_day_printed_without_its_year_is_the_latest_before_the_listing(listed: date, before: int) -> None:
    published = listed - timedelta(days=before)
    printed = as_printed(PrintedDate(published.month, published.day))
    page = detailed(["Pointer Paths"], f"  • 7 authors\n·\n{printed}")
    page = page.replace("Nov 18", as_printed(PrintedDate(listed.month, listed.day)), 1)
    dump = read_page_text("a", page)
    listing = listing_dates([dump], {"a": listed})["a"]
    assert listing.day == listed
    assert published_on(dump.entries[0], listing) == published


@pytest.mark.parametrize(
    ("heading", "printed", "listed", "published"),
    [
        ("Jan 2", "Dec 30", date(2025, 1, 2), date(2024, 12, 30)),
        ("Jan 1", "Jan 1", date(2025, 1, 1), date(2025, 1, 1)),
        ("Mar 1", "Feb 29", date(2025, 3, 1), date(2024, 2, 29)),
        ("Feb 29", "Feb 29", date(2024, 2, 29), date(2024, 2, 29)),
        ("Dec 31", "Jan 1", date(2024, 12, 31), date(2024, 1, 1)),
    ],
)
def test_the_turn_of_the_year_and_leap_days(heading: str, printed: str, listed: date, published: date) -> None:
    page = detailed(["Pointer Paths"], f"  • 7 authors\n·\n{printed}").replace("Nov 18", heading)
    made = build_papers([read_page_text("a", page)], {"a": listed})
    assert made.papers["published"].iloc[0].date() == published
    assert made.listings["listed_on"].iloc[0].date() == listed


@given(
    moment=st.datetimes(datetime(2001, 1, 1), datetime(2198, 12, 31)),
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_a_moment_in_any_time_zone_is_its_day_in_utc(moment: datetime, minutes: int) -> None:
    there = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    paper = {"title": "T", "summary": "S", "submittedOnDailyAt": there.isoformat()}
    (entry,) = read_daily_json("a.json", json.dumps([{"paper": paper}])).entries
    assert entry.listed_on == there.astimezone(UTC).date()


titles = st.text("aeiounçéüñåøÉÜÅ şğıİ가한", min_size=3, max_size=30).map(
    lambda text: f"On {' '.join(text.split())} x"
)


@given(st.lists(titles, min_size=1, max_size=6, unique_by=lambda title: unicodedata.normalize("NFC", title)))
def test_titles_composed_or_decomposed_are_the_same_papers(shown: list[str]) -> None:
    composed, decomposed = (
        read_page_text(form, unicodedata.normalize(form, spaced(shown))) for form in ("NFC", "NFD")
    )
    one, both = build_papers([composed], {}), build_papers([composed, decomposed], {})
    assert len(both.papers) == len(one.papers)
    assert list(both.papers["paper_id"]) == list(one.papers["paper_id"])
    assert len(both.listings) == 2 * len(shown)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("Pointer", "Poin\u200bter\u2060"),
    ],
    ids=["Windows line ends", "byte order mark", "no-break spaces", "zero-width characters"],
)
def test_what_nobody_sees_makes_no_other_paper(spoil: object) -> None:
    assert callable(spoil)
    text = spaced(["Pointer Paths", "One vs. Many"])
    plain, spoilt = read_page_text("a", text), read_page_text("b", spoil(text))
    made = build_papers([plain, spoilt], {})
    assert list(made.papers["title"].sort_values()) == ["One vs. Many", "Pointer Paths"]
    assert made.papers["abstract"].isin([abstract(0), abstract(1)]).all()


def environment(locale: str, folder: Path) -> dict[str, str]:
    """The environment of a machine with that locale, which is made where the machine lacks it."""
    if locale not in ("C", "POSIX"):
        maker = shutil.which("localedef")
        if maker is None:
            pytest.skip(f"no {locale} here, and no localedef to make it")
        name = locale.partition(".")[0]
        made = subprocess.run(
            [maker, "-i", name, "-f", "UTF-8", str(folder / locale)], capture_output=True, check=False
        )
        if not (folder / locale).is_dir():
            pytest.skip(f"{locale} cannot be made here: {made.stderr.decode(errors='replace')[:200]}")
    zone = {"tr_TR.UTF-8": "Asia/Kathmandu", "de_DE.UTF-8": "Pacific/Kiritimati"}.get(locale, "America/Caracas")
    return {**os.environ, "LC_ALL": locale, "LOCPATH": str(folder), "TZ": zone, "PYTHONUTF8": "0"}


def read_in(locale: str, folder: Path) -> dict[str, bytes]:
    """The tables of the sample, read by a process that takes over the locale of its machine."""
    code = (
        "import locale, sys; locale.setlocale(locale.LC_ALL, ''); from analysis.cli import main; sys.exit(main())"
    )
    made = folder / "made"
    words = ["read", "--raw", str(SAMPLE), "--processed", str(made)]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment(locale, folder),
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return {path.name: path.read_bytes() for path in sorted(made.glob("*.parquet"))}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of the sample as a machine of no language makes them."""
    return read_in("C", tmp_path_factory.mktemp("here"))


@pytest.mark.slow(reason="a process reads the sample in each locale")
@pytest.mark.parametrize("locale", ["tr_TR.UTF-8", "de_DE.UTF-8", "POSIX"])
def test_the_locale_and_the_time_zone_of_a_machine_change_no_byte(
    locale: str, expected: dict[str, bytes], tmp_path: Path
) -> None:
    assert set(expected) == {"papers.parquet", "listings.parquet", "problems.parquet", "sources.parquet"}
    assert read_in(locale, tmp_path) == expected
