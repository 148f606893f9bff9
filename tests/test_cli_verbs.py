"""Verbs that are no stages, as a person at a terminal meets them: ``fetch`` and ``update``."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analysis import cli, fetch, update
from analysis.fetch import Fetched, Missing
from analysis.job import Job
from analysis.pipeline import Outcome


@pytest.fixture
def fetching(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the command asked to download; nothing is asked for."""
    asked: list[tuple[object, ...]] = []

    def fetch_days(first: date, last: date, raw: Path, *, endpoint: str | None, today: date) -> Fetched:
        asked.append((first, last, raw, endpoint))
        late = first.year == 2020
        return Fetched({first: 3}, (), (), (Missing(last, "the server answered with status 500"),) if late else ())

    monkeypatch.setattr(fetch, "fetch_days", fetch_days)
    return asked


def test_fetch_asks_for_the_days_and_says_what_came(
    fetching: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    words = "fetch --from 2025-03-01 --to 2025-03-31 --endpoint https://mirror.example --raw there"
    assert cli.main(words.split()) == 0
    assert fetching == [(date(2025, 3, 1), date(2025, 3, 31), Path("there"), "https://mirror.example")]
    assert capsys.readouterr().out == "1 day downloaded with 3 papers\n"


def test_fetch_without_an_end_goes_to_yesterday(fetching: list[tuple[object, ...]]) -> None:
    assert cli.main(["fetch", "--from", "2025-03-01", "--quiet"]) == 0
    ((_, last, raw, endpoint),) = fetching
    assert last in {datetime.now(UTC).date() - timedelta(days=ago) for ago in (1, 2)}
    assert (raw, endpoint) == (Path("data/raw"), None)


def test_days_that_did_not_come_are_named_with_code_2(
    fetching: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main("fetch --from 2020-03-01 --to 2020-03-02".split()) == 2
    said = capsys.readouterr()
    assert said.out == "1 day downloaded with 3 papers\n"
    assert said.err.startswith("paper-themes: 1 day did not come whole (2020-03-02: the server answered with")


@pytest.mark.parametrize("words", ["fetch", "fetch --from March", "fetch --from 2025-03-01 --to 2025-02-30"])
def test_fetch_wants_days(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(words.split())
    assert stopped.value.code == 2
    assert "--from DATE" in capsys.readouterr().err


def test_update_takes_the_quick_way_with_the_options_of_every_verb(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Job] = []

    def quick(job: Job) -> Outcome:
        asked.append(job)
        return Outcome(job, ("update",), (job.folders.reports / "themes.html",))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(update, "update", quick)
    assert cli.main(["update", "--raw", "r", "--reports", "o"]) == 0
    assert [str(job.folders.raw) for job in asked] == ["r"]
    assert capsys.readouterr().out == f"{Path('o/themes.html')}\n"
