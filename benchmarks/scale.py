"""How time and memory grow with the papers: our whole run on 450, 4,000, 20,000 and 87,249 real abstracts.

Each size is a new process with empty folders for tables, pages and compiled code; its papers are drawn by chance
from the large set. Seconds and peak memory of each stage are printed, then the exponent of time = a · papers^b
(least squares on logarithms, over sizes of 4,000 and more: below, what no paper causes weighs most). Beside each
stage stands what cannot be undercut on this machine, see floors.py.

    python benchmarks/scale.py --large ../shared/large/papers_large.jsonl.gz --sizes 450 4000 20000 87249

More papers than the set has (``--sizes 1000000``) are made by recombining sentences of the real abstracts. Stock
BERTopic is run beside it at 4,000 where an environment is named (``--peer-environment``, ``--model``, as in
first.py); its times at other sizes are extrapolated in proportion, and marked so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import first
import numpy as np
from floors import floors

from analysis.mentions import split_sentences

CHANCE = 7
PEER_SIZE = 4_000
RUN = """
import importlib, json, resource, sys, time
started = time.perf_counter()
from pathlib import Path
from analysis.config import Folders, Settings
from analysis import pipeline
from analysis.job import Job
folders, told = Folders(*map(Path, sys.argv[1:4])), {}
run = pipeline._run
def timed(stage, job, reason):
    wall, cpu = time.perf_counter(), time.process_time()
    made = run(stage, job, reason)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told[stage.name] = (time.perf_counter() - wall, time.process_time() - cpu, peak)
    return made
pipeline._run = timed
pipeline.make("report", Job(folders, Settings()))
told["all"] = (time.perf_counter() - started, time.process_time(), told["report"][2])
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Cost:
    """What a stage, or the whole, took."""

    seconds: float
    cpu: float
    """Of all cores."""
    mebibytes: float
    """Peak of the process until then."""


def main() -> None:
    """Run the sizes and print a table, the floors and the exponent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=Path, default=Path("../shared/large/papers_large.jsonl.gz"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[450, 4_000, 20_000, 87_249])
    parser.add_argument(
        "--peer-environment", type=Path, help="environment of the stock script; none is run without"
    )
    parser.add_argument("--model", default="all-MiniLM-L6-v2", help="sentence-transformers model, name or folder")
    asked = parser.parse_args()
    costs: dict[int, dict[str, Cost]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for size in asked.sizes:
            here = Path(scratch) / str(size)
            write_papers(asked.large, size, here / "raw")
            costs[size] = run(here)
            print(f"{size:>9,} papers", *(f"{name} {told(cost)}" for name, cost in costs[size].items()), sep="  ")
            sys.stdout.flush()
        if asked.peer_environment:
            beside(asked.peer_environment, asked.model, Path(scratch), asked.sizes)
        tell_floors(Path(scratch), costs)
    fitted = {size: cost["all"] for size, cost in costs.items() if size >= PEER_SIZE}
    if len(fitted) > 1:
        for what in ("seconds", "cpu"):
            exponent = np.polyfit(
                np.log(list(fitted)), np.log([getattr(each, what) for each in fitted.values()]), 1
            )
            print(f"exponent of {what} over {', '.join(f'{size:,}' for size in fitted)} papers: {exponent[0]:.2f}")


def tell_floors(scratch: Path, costs: dict[int, dict[str, Cost]]) -> None:
    """Print the least that each stage could take, beside what it took."""
    print("what cannot be undercut on this machine, beside what was measured:")
    for size, cost in costs.items():
        for each in floors(scratch / str(size) / "raw" / "papers.jsonl"):
            least = f"{each.work}, {each.seconds:.2f} s at least"
            print(f"{size:>9,}  {each.stage}: {least}; {told(cost[each.stage])}")


def told(cost: Cost) -> str:
    """Return a cost in a few words."""
    return f"{cost.seconds:.1f} s (CPU {cost.cpu:.1f} s, peak {cost.mebibytes:,.0f} MiB)"


def run(here: Path) -> dict[str, Cost]:
    """Run everything once in a new process, all cold, and return the cost of each stage and of all."""
    folders = [here / name for name in ("raw", "processed", "reports")]
    environment = os.environ | {"NUMBA_CACHE_DIR": str(here / "numba")}
    done = subprocess.run([sys.executable, "-c", RUN, *folders], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the run of {here.name} papers failed:\n{done.stderr[-2000:]}")
    return {name: Cost(*cost) for name, cost in json.loads(done.stdout.splitlines()[-1]).items()}


def write_papers(large: Path, size: int, raw: Path) -> None:
    """Write so many papers of the large set as JSON Lines; recombined ones where it has not so many."""
    raw.mkdir(parents=True)
    with gzip.open(large, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    chance = random.Random(CHANCE)
    if size <= len(lines):
        chosen: Iterator[str] = (lines[place] for place in sorted(chance.sample(range(len(lines)), size)))
    else:
        print(f"{size:,} papers: made by recombining sentences of {len(lines):,} real abstracts")
        chosen = recombined([json.loads(line) for line in lines], size, chance)
    with (raw / "papers.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in chosen)


def recombined(papers: list[dict[str, object]], size: int, chance: random.Random) -> Iterator[str]:
    """Yield papers whose sentences come by turns from two papers of one venue and of years near each other."""
    papers = sorted(papers, key=lambda paper: (str(paper["venue"]), str(paper["year"])))
    sentences = [split_sentences(str(paper["abstract"])) for paper in papers]
    for number in range(size):
        one = chance.randrange(len(papers))
        other = min(max(one + chance.randint(-50, 50), 0), len(papers) - 1)
        mixed = [each for pair in zip(sentences[one], sentences[other], strict=False) for each in pair]
        title = f"{papers[one]['title']} {number}"
        yield json.dumps({"title": title, "abstract": " ".join(mixed[:8]), "year": papers[one]["year"]})


def beside(environment: Path, model: str, scratch: Path, sizes: list[int]) -> None:
    """Let stock BERTopic group 4,000 papers and print its time, extrapolated to the other sizes.

    Its count of topics over time and its charts, which first.py asks for too, are left out: on some dates of
    these papers it has no words to count, and ends with an error.
    """
    here = scratch / "peer"
    write_papers(Path("../shared/large/papers_large.jsonl.gz"), PEER_SIZE, here / "raw")
    papers = first.write_papers(here / "raw", here)
    offline = {"HF_HUB_OFFLINE": "1"} if Path(model).is_dir() else {}
    seconds, _ = first.timed(
        [first.peer_python(environment), "-c", first.GROUPING, papers, model, here], here, **offline
    )
    print(f"stock BERTopic with {Path(model).name}: {seconds:.0f} s on {PEER_SIZE:,} papers (measured)")
    for size in sizes:
        if size != PEER_SIZE:
            print(f"  {size:,}: {seconds * size / PEER_SIZE:,.0f} s (extrapolated in proportion, not measured)")


if __name__ == "__main__":
    main()
