"""How honest the trends are: how often chance is called a trend, how often a planted one is found.

Papers are listed on the dates of a folder of listing days (one JSON file per day, named by its date), or on dates
made up where there is none; which theme a paper belongs to is drawn, so what should be found is known. Prints:

* dates shuffled: fraction of runs in which any of 30 themes is called rising or falling (goal: at most 5%);
* a theme of 60 papers whose share doubles over the time: fraction of runs that call it rising (goal: 90%),
  beside the best that any test could do, and from which size or growth on it is found;
* coverage of the intervals of shares and of the growth (goal: 93 to 97% at 95%);
* bursts and change points in shuffled dates, and how often planted ones are found;
* seconds for 30 themes on these dates.

    python benchmarks/trends.py --daily ../shared/daily --runs 200
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import tables
from analysis.counting import Counting
from analysis.movements import theme_trends_table
from analysis.periods import listed_axis, pooled_periods
from analysis.pooling import chosen_unit
from analysis.series import Series
from analysis.trends import MOST_TESTED, TrendTables, build_trends

N_THEMES = 30
PLANTED = "t00"
SIZE = 60
"""Papers of the planted theme."""
SEED = 20_250_311
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """Papers and the dates that list them; everything but the themes."""

    listings: pd.DataFrame
    sources: pd.DataFrame
    moment: NDArray[np.float64]
    """When each paper is listed: 0 the first date, 1 the last."""
    years: float
    """From the first date to the last."""
    weeks: pd.DataFrame
    """The periods on which directions rest."""
    week: NDArray[np.int64]
    """Row of ``weeks`` in which each paper is listed."""

    @property
    def n_papers(self) -> int:
        """Different papers."""
        return len(self.moment)


def counts_of(folder: Path) -> dict[str, int]:
    """Papers by listing date: of a folder of listing days, or made up (no listing at weekends)."""
    files = sorted(folder.glob("????-??-??.json"))
    if files:
        counts = {file.stem: len(json.loads(file.read_text(encoding="utf-8") or "[]")) for file in files}
        return {day: n for day, n in counts.items() if n}
    rng = np.random.default_rng(SEED)
    days = pd.bdate_range("2025-01-02", "2025-12-31")
    return {str(day.date()): int(n) + 1 for day, n in zip(days, rng.poisson(14.3, len(days)), strict=True)}


def make_world(counts: dict[str, int]) -> World:
    """List so many different papers on each date."""
    days = np.repeat(np.array(list(counts)), list(counts.values()))
    listings = pd.DataFrame(
        {
            "paper_id": [f"p{number:05d}" for number in range(len(days))],
            "source": [f"{day}.json" for day in days],
            "layout": "daily-json",
            "position": 0,
            "listed_on": pd.to_datetime(days),
            "listed_year_from": "stated",
            "line": 1,
        }
    )
    sources = pd.DataFrame({"source": listings["source"].unique(), "heading": None})
    since = (listings["listed_on"] - listings["listed_on"].min()).dt.days.to_numpy(dtype=float)
    listings = tables.check("listings", listings, "listings")
    axis = listed_axis(listings, sources)
    periods, into = pooled_periods(axis.periods, chosen_unit(axis.periods["period_start"], MOST_TESTED))
    day = pd.Index(axis.periods["period"]).get_indexer(pd.Index(axis.appearances["period"]))
    return World(listings, sources, since / since.max(), since.max() / 365.25, periods, np.array(into)[day])


def trends_of(world: World, labels: Labels, counting: Counting = Counting()) -> TrendTables:  # noqa: B008
    """Run the room under test on one drawing of the themes."""
    ids = np.array([f"t{number:02d}" for number in range(N_THEMES)])
    members = pd.DataFrame({"paper_id": world.listings["paper_id"], "theme_id": ids[labels], "main": True})
    themes = pd.DataFrame({"theme_id": ids, "kind": "found"})
    papers = tables.empty("papers")
    return build_trends(world.listings, papers, members, themes, world.sources, 0.95, counting)


def drawn(rng: np.random.Generator, world: World, growth: NDArray[np.float64], size: int = SIZE) -> Labels:
    """Draw themes: the planted one has so many papers, each as likely as ``growth`` says; the others are flat."""
    other = np.exp(np.random.default_rng(SEED).normal(0, 0.7, N_THEMES - 1))
    labels = 1 + rng.choice(N_THEMES - 1, world.n_papers, p=other / other.sum())
    # the largest of log-weights with Gumbel noise are a sample without replacement
    keys = np.log(growth) + rng.gumbel(size=world.n_papers)
    labels[np.argpartition(-keys, size)[:size]] = 0
    return labels


def word_of_planted(world: World, labels: Labels) -> str:
    """Direction of the planted theme among all, by the same functions on counts made here, which is faster."""
    n_periods = len(world.weeks)
    counts = np.bincount(labels * n_periods + world.week, minlength=N_THEMES * n_periods)
    counts = counts.reshape(N_THEMES, n_periods)
    ids = tuple(f"t{number:02d}" for number in range(N_THEMES))
    series = Series(ids, world.weeks, counts, counts.sum(axis=1))
    return str(theme_trends_table(series, series, 0.95)["direction"].iloc[0])


def chance(world: World, rng: np.random.Generator, runs: int) -> dict[str, float]:
    """Shuffle the dates: what is found then is found in nothing."""
    labels = drawn(rng, world, np.ones(world.n_papers))
    named = bursts = changes = 0
    for _ in range(runs):
        made = trends_of(world, rng.permutation(labels))
        named += int(made.theme_trends["direction"].isin(["rising", "falling"]).any())
        bursts += int(len(made.bursts) > 0)
        changes += int(len(made.changes) > 0)
    return {"rising or falling": named / runs, "burst": bursts / runs, "change point": changes / runs}


def planted(world: World, rng: np.random.Generator, runs: int, factor: float, size: int) -> dict[str, float]:
    """Plant a theme whose share grows evenly by ``factor`` from the first date to the last."""
    words = [word_of_planted(world, drawn(rng, world, factor**world.moment, size)) for _ in range(runs)]
    return {word: words.count(word) / runs for word in ("rising", "too few to tell", "steady", "falling")}


def best_possible(world: World, rng: np.random.Generator, factor: float, size: int) -> dict[str, float]:
    """Power of the test that knows the form of the growth (Neyman & Pearson 1933): no other can find it oftener.

    One-sided at 5%, once for one theme alone and once at 5% divided by the number of themes.
    """
    score = world.moment * np.log(factor)

    def scores(growth: NDArray[np.float64], n: int) -> NDArray[np.float64]:
        each = (np.log(growth) + rng.gumbel(size=world.n_papers) for _ in range(n))
        return np.array([score[np.argpartition(-keys, size)[:size]].sum() for keys in each])

    none, there = scores(np.ones(world.n_papers), 20_000), scores(np.exp(score), 4_000)
    levels = {"one theme": 0.05, f"one of {N_THEMES}": 0.05 / N_THEMES}
    return {name: float((there > np.quantile(none, 1 - level)).mean()) for name, level in levels.items()}


def coverage(world: World, rng: np.random.Generator, runs: int) -> dict[str, float]:
    """Draw each paper's theme by known shares, that of the planted one doubling, and look into the intervals."""
    other = np.exp(np.random.default_rng(SEED).normal(0, 0.7, N_THEMES - 1))
    grows = SIZE / world.n_papers * 2**world.moment / (2**world.moment).mean()
    shares = np.column_stack([grows, np.multiply.outer(1 - grows, other / other.sum())])
    ends = shares.cumsum(axis=1)
    inside: dict[str, list[Any]] = {"share of a month": [], "share of a week": [], "growth": []}
    for _ in range(runs):
        labels = (rng.random(world.n_papers)[:, None] > ends).sum(axis=1).clip(max=N_THEMES - 1)
        for unit in ("month", "week"):
            made = trends_of(world, labels, Counting(unit))
            inside[f"share of a {unit}"].append(covered(world, made, shares, unit))
        slopes = made.theme_trends.set_index("theme_id").loc[PLANTED]
        # of a share this small the odds grow as the share does
        inside["growth"].append(slopes["slope_low"] <= np.log(2) / world.years <= slopes["slope_high"])
    return {name: float(np.mean(each)) for name, each in inside.items()}


def covered(world: World, made: TrendTables, shares: NDArray[np.float64], unit: str) -> float:
    """Fraction of the cells whose interval holds the planted share, periods without papers left out."""
    starts = world.listings["listed_on"].dt.to_period({"week": "W-SUN", "month": "M"}[unit]).dt.start_time
    truth = pd.DataFrame(shares).groupby(starts.to_numpy()).mean().to_numpy().T.ravel()
    some = made.trends[made.trends["n_total"] > 0]
    return float(((some["share_low"] <= truth) & (truth <= some["share_high"])).mean())


def moments(world: World, rng: np.random.Generator, runs: int) -> dict[str, float]:
    """Plant four weeks of four times the share, and a share three times as large from the middle on."""
    size = 2 * SIZE
    burst = np.where((world.moment > 0.6) & (world.moment < 0.6 + 28 / 365.25 / world.years), 4.0, 1.0)
    step = np.where(world.moment > 0.5, 3.0, 1.0)
    middle = world.listings["listed_on"].min() + pd.Timedelta(days=0.5 * 365.25 * world.years)
    peak = world.listings["listed_on"].min() + pd.Timedelta(days=(0.6 * world.years + 14 / 365.25) * 365.25)
    found = {"burst": 0, "change point": 0}
    for _ in range(runs):
        own = trends_of(world, drawn(rng, world, burst, size)).bursts.query("theme_id == @PLANTED")
        found["burst"] += int(((own["start"] <= peak) & (peak <= own["end"])).any())
        own = trends_of(world, drawn(rng, world, step, size)).changes.query("theme_id == @PLANTED")
        found["change point"] += int(((own["at"] - middle).abs() <= pd.Timedelta(weeks=6)).any())
    return {name: n / runs for name, n in found.items()}


def told(figures: dict[str, float]) -> str:
    """Figures on one line."""
    return ", ".join(f"{name} {figure:.1%}" for name, figure in figures.items())


def main() -> None:
    """Print one line per check as it is done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--daily", type=Path, default=Path("../shared/daily"), help="folder of days (%(default)s)")
    parser.add_argument("--runs", type=int, default=200, help="drawings per check (%(default)s)")
    arguments = parser.parse_args()
    world, rng = make_world(counts_of(arguments.daily)), np.random.default_rng(SEED)
    n_dates, runs = world.listings["listed_on"].nunique(), arguments.runs
    print(f"{world.n_papers} papers on {n_dates} dates, {N_THEMES} themes, {runs} runs", flush=True)
    trends_of(world, drawn(rng, world, np.ones(world.n_papers)))
    start = time.perf_counter()
    trends_of(world, drawn(rng, world, np.ones(world.n_papers)))
    print(f"seconds: {time.perf_counter() - start:.2f}", flush=True)
    print(f"dates shuffled, runs with any: {told(chance(world, rng, runs))}", flush=True)
    print(f"intervals at 95% that hold the planted: {told(coverage(world, rng, runs))}", flush=True)
    print(f"planted burst (x4, 4 weeks) and step (x3), 120 papers, found: {told(moments(world, rng, runs))}")
    for factor, size in ((2, SIZE), (2, 4 * SIZE), (2, 10 * SIZE), (4, SIZE), (4, 3 * SIZE), (16, SIZE)):
        print(
            f"share of {size} papers growing x{factor}: {told(planted(world, rng, runs, factor, size))}",
            flush=True,
        )
        print(f"    best possible: {told(best_possible(world, rng, factor, size))}", flush=True)


if __name__ == "__main__":
    main()
