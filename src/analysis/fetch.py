"""Listing days downloaded into a folder, one file per day: whole or not at all, and none twice."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from analysis.bounded_http import Failed, FetchError, Refused
from analysis.daily_api import DailyApi, Pace, Stopped, address_of

FOLDER = "daily"
"""Sub-folder of the raw folder that days are downloaded into."""

_ROW_OF_FAILURES = 3


@dataclass(frozen=True)
class Missing:
    """A day that was asked for and did not come whole."""

    day: date
    reason: str


@dataclass(frozen=True)
class Fetched:
    """What a download came to; every day asked for is in exactly one of the groups."""

    kept: dict[date, int]
    """Downloaded now -> number of papers."""
    there: tuple[date, ...]
    """Already in the folder, not asked for and not touched."""
    early: tuple[date, ...]
    """Not over yet in UTC, hence left for a later call."""
    missing: tuple[Missing, ...]

    @property
    def said(self) -> str:
        """What was done, in one line."""
        empty = sum(not papers for papers in self.kept.values())
        parts = [f"{_days(len(self.kept))} downloaded with {sum(self.kept.values()):,} papers"]
        parts += [f"{empty} of them without a paper, as on weekends"] if empty else []
        parts += [f"{_days(len(self.there))} there already"] if self.there else []
        parts += [f"{_days(len(self.early))} not over yet and left for later"] if self.early else []
        return "; ".join(parts)

    @property
    def missed(self) -> str:
        """What did not come, and what to do; empty where all came."""
        if not self.missing:
            return ""
        shown = "; ".join(f"{each.day.isoformat()}: {each.reason}" for each in self.missing[:5])
        more = f"; and {_days(len(self.missing) - 5)} more" if len(self.missing) > 5 else ""
        found = f"{_days(len(self.missing))} did not come whole ({shown}{more})"
        return f"{found}. The same call again asks for them only."


def fetch_days(
    first: date,
    last: date,
    raw: Path,
    *,
    endpoint: str | None = None,
    pace: Pace | None = None,
    today: date | None = None,
) -> Fetched:
    """Download the listings of all days from ``first`` to ``last`` into ``raw/daily``, one JSON file per day.

    A day comes whole or not at all, and a file that is there is neither asked for nor changed, so that a second
    call fetches what is missing.

    :param endpoint: address of the server or of a mirror; None takes the one ``huggingface_hub`` is set to.
    :param today: the day (UTC) from which on days are not over; None asks the clock.
    :raises FetchError: ``last`` lies before ``first``, the endpoint is no address, ``raw/daily`` leads out of
        ``raw``, or the network is switched off.
    """
    if last < first:
        raise FetchError(f"The last day ({last}) lies before the first ({first}). Exchange --from and --to.")
    client = DailyApi(address_of(endpoint), pace or Pace())
    _refuse_a_way_out(raw)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    today = today or datetime.now(UTC).date()
    paths = {day: raw / FOLDER / f"{day.isoformat()}.json" for day in days}
    there = tuple(day for day in days if paths[day].exists())
    early = tuple(day for day in days if day >= today and day not in there)
    wanted = [day for day in days if day < today and day not in there]
    kept, missing = _download(client, wanted, paths)
    return Fetched(kept, there, early, tuple(missing))


def _refuse_a_way_out(raw: Path) -> None:
    into = raw / FOLDER
    if into.is_symlink() or (into.exists() and not into.is_dir()):
        raise FetchError(f"{into}: is no folder of its own but leads elsewhere. Put a plain folder in its place.")


def _download(
    client: DailyApi, wanted: list[date], paths: Mapping[date, Path]
) -> tuple[dict[date, int], list[Missing]]:
    from tqdm import tqdm

    kept: dict[date, int] = {}
    missing: list[Missing] = []
    in_a_row, stopped = 0, ""
    for day in tqdm(wanted, desc="listing days", unit="day", leave=False, disable=None):
        if stopped:
            missing.append(Missing(day, f"not asked for, as {stopped}"))
            continue
        try:
            papers = client.day(day)
        except (Failed, Refused) as error:
            in_a_row += 1
            missing.append(Missing(day, str(error)))
            stopped = f"{_ROW_OF_FAILURES} days in a row failed" if in_a_row == _ROW_OF_FAILURES else ""
            continue
        except Stopped as error:
            stopped = str(error)
            missing.append(Missing(day, stopped))
            continue
        in_a_row = 0
        _write(paths[day], papers)
        kept[day] = len(papers)
    return kept, missing


def _write(path: Path, papers: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    # made anew: what lies there under this name may be a link to somewhere else
    unfinished.unlink(missing_ok=True)
    with unfinished.open("x", encoding="utf-8") as file:
        file.write(json.dumps(papers, indent=1) + "\n")
    if path.exists():  # came from elsewhere in the meantime
        unfinished.unlink()
    else:
        os.replace(unfinished, path)


def _days(number: int) -> str:
    return f"{number:,} day{'' if number == 1 else 's'}"
