"""Our whole run beside a stock BERTopic script on the same dumps: seconds of each, and their ratio.

Each round starts two new processes, one after the other, with empty folders for tables, pages and compiled code:
``python -m analysis report`` (reading, themes, their stability, trends, the report with all charts) and a script
that is given the papers as read (so it reads no dump), fits ``BERTopic()`` as it comes, counts topics over time
and writes two charts. What both environments hold is installed, and compiled to bytecode, before the clock starts.

The stock script needs sentence-transformers, which we do not: by default an environment for it is made in a
temporary folder from the package index pip is set to. To keep one, or to use a model that lies in a folder:

    python benchmarks/first.py --raw FOLDER --peer-environment FOLDER --model FOLDER
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

from analysis import load_listings, load_papers, load_themes

GROUPING = """
import json, sys
papers, model, out = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
import pandas as pd
from bertopic import BERTopic
from sentence_transformers import SentenceTransformer
texts = [paper["title"] + ". " + paper["abstract"] for paper in papers]
topics = BERTopic(embedding_model=SentenceTransformer(model))
topics.fit_transform(texts)
print(len(set(topics.topics_)))
"""
STOCK = (
    GROUPING
    + """
over_time = topics.topics_over_time(texts, [pd.Timestamp(paper["listed_on"]) for paper in papers])
topics.visualize_topics_over_time(over_time).write_html(out + "/topics_over_time.html")
topics.visualize_barchart().write_html(out + "/topics.html")
print(len(set(topics.topics_) - {-1}), sum(topic != -1 for topic in topics.topics_))
"""
)
PEER_PACKAGES = ("bertopic", "sentence-transformers", "torch")


@dataclass(frozen=True)
class Round:
    """Seconds of one round, and what came out."""

    ours: float
    stock: float
    ours_found: str
    stock_found: str


def main() -> None:
    """Run the rounds and print each, the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=Path("../shared/dumps"), help="folder of dumps (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often both are run (%(default)s)")
    parser.add_argument("--model", default="all-MiniLM-L6-v2", help="sentence-transformers model, name or folder")
    parser.add_argument(
        "--peer-environment", type=Path, help="virtual environment for the stock script; made if new"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        python = peer_python(arguments.peer_environment or work / "peer")
        papers = write_papers(arguments.raw, work)
        rounds = []
        for number in range(arguments.rounds):
            here = work / f"round-{number}"
            rounds.append(one_round(arguments.raw, python, arguments.model, papers, here))
            print(
                f"round {number + 1}: ours {rounds[-1].ours:.1f} s, stock BERTopic {rounds[-1].stock:.1f} s",
                flush=True,
            )
    ours = statistics.median(each.ours for each in rounds)
    stock = statistics.median(each.stock for each in rounds)
    print(f"\nmedian of {len(rounds)} rounds on {os.cpu_count()} cores, everything cold, {arguments.raw}")
    print(f"ours            {ours:6.1f} s   {rounds[-1].ours_found}")
    print(f"stock BERTopic  {stock:6.1f} s   {rounds[-1].stock_found}")
    print(f"ratio           {ours / stock:6.2f}")


def peer_python(environment: Path) -> Path:
    """Return the Python of the stock script's environment, made with what it needs where it is not there."""
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"installing {', '.join(PEER_PACKAGES)} into {environment} ...", flush=True)
        venv.create(environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEER_PACKAGES], check=True)
    return python


def write_papers(raw: Path, work: Path) -> Path:
    """Write the papers of the dumps for the stock script: title, abstract, first listing date.

    BERTopic wants a time for each text; a paper without one gets the first date there is.
    """
    papers, listings = load_papers(raw, work / "read"), load_listings(raw, work / "read")
    first = listings.groupby("paper_id")["listed_on"].min()
    papers["listed_on"] = papers["paper_id"].map(first).fillna(first.min()).dt.strftime("%Y-%m-%d")
    path = work / "papers.json"
    path.write_text(json.dumps(papers[["title", "abstract", "listed_on"]].to_dict("records")), encoding="utf-8")
    return path


def one_round(raw: Path, python: Path, model: str, papers: Path, here: Path) -> Round:
    """Run both once, each cold, and return their times."""
    for name in ("ours", "stock"):
        (here / name).mkdir(parents=True)
    command = [sys.executable, "-m", "analysis", "report", "--quiet", "--raw", raw]
    command += ["--processed", here / "ours" / "processed", "--reports", here / "ours" / "reports"]
    ours, _ = timed(command, here / "ours")
    offline = {"HF_HUB_OFFLINE": "1"} if Path(model).is_dir() else {}
    stock, said = timed([python, "-c", STOCK, papers, model, here / "stock"], here / "stock", **offline)
    themes = load_themes(None, here / "ours" / "processed")
    kinds = themes["kind"].value_counts()
    n_topics, n_placed = said.split()
    n_papers = len(json.loads(papers.read_text(encoding="utf-8")))
    ours_found = (
        f"{kinds.get('found', 0)} themes found, {kinds.get('watched', 0)} followed; trends, stability, report"
    )
    return Round(ours, stock, ours_found, f"{n_topics} topics, {n_placed} of {n_papers} papers placed; 2 charts")


def timed(command: list[str | Path], here: Path, **variables: str) -> tuple[float, str]:
    """Run a command with no compiled code to find and return its seconds and the last line it printed."""
    environment = (
        os.environ | variables | {"NUMBA_CACHE_DIR": str(here / "numba"), "TOKENIZERS_PARALLELISM": "true"}
    )
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{command[0]} {command[1]} failed:\n{done.stderr[-2000:]}")
    return seconds, (done.stdout.strip().splitlines() or [""])[-1]


if __name__ == "__main__":
    main()
