"""Watched themes against hand labels: precision, recall and F1 of each, and every paper where they differ.

Truth is what a reader put down as main or further theme; figures are means over the two readers, on the labelled
papers alone (membership is decided among all papers). ``benchmarks/watched.toml`` holds the themes.

    python benchmarks/watched.py --dumps FOLDER --labels dev.tsv
"""

from __future__ import annotations

import argparse
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from corpora import Corpus, dumps
from numpy.typing import NDArray

from analysis.config import Settings, WatchedTheme
from analysis.embeddings import embed, load_encoder
from analysis.settings_file import load_settings
from analysis.watchlist import Watched, watch

HERE = Path(__file__).parent
TITLE_LETTERS = 90


@dataclass(frozen=True)
class Labelled:
    """A watched theme and the label that says which papers are its own."""

    label: str
    theme: WatchedTheme
    shipped: bool
    """Whether it is one of those in ``analysis.toml``."""


@dataclass(frozen=True)
class Score:
    """How well the members of a watched theme are those the readers name; means over the readers."""

    label: str
    shipped: bool
    positives: float
    """Labelled papers that bear the label."""
    members: int
    """Members among the labelled papers."""
    members_of_all: int
    precision: float
    recall: float
    f1: float
    missed: tuple[str, ...]
    extra: tuple[str, ...]


def main() -> None:
    """Print a table of all themes, their means, and the papers where members and readers differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--dumps", type=Path, default=Path("../shared/dumps"), help="folder of dumps (%(default)s)"
    )
    parser.add_argument("--labels", type=Path, default=Path("../shared/labels/dev.tsv"), help="(%(default)s)")
    parser.add_argument("--settings", type=Path, default=HERE.parent / "analysis.toml", help="(analysis.toml)")
    parser.add_argument("--themes", type=Path, default=HERE / "watched.toml", help="(benchmarks/watched.toml)")
    parser.add_argument("--encoder", help="instead of the one in the settings")
    parser.add_argument("--json", type=Path, help="file to write the figures to as well")
    arguments = parser.parse_args()
    settings = load_settings(arguments.settings)
    corpus = dumps(arguments.dumps, arguments.labels)
    rows = embed(corpus.papers, load_encoder(arguments.encoder or settings.encoder, settings.seed))
    scores = [score(each, corpus, rows) for each in labelled_themes(arguments.themes, settings)]
    show(scores)
    if arguments.json:
        figures = [
            {key: value for key, value in vars(each).items() if key not in ("missed", "extra")} for each in scores
        ]
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def labelled_themes(path: Path, settings: Settings) -> list[Labelled]:
    """Return the themes of a file; one without phrases is taken from the settings by its name.

    :raises SystemExit: a name that the settings do not have.
    """
    shipped = {theme.name: theme for theme in settings.watched}
    themes = []
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["theme"]:
        if "phrases" in row:
            theme = WatchedTheme(row["name"], row["definition"], tuple(row["phrases"]))
        elif row["name"] in shipped:
            theme = shipped[row["name"]]
        else:
            raise SystemExit(
                f"{path}: '{row['name']}' has no phrases and is not in the settings {sorted(shipped)}."
            )
        themes.append(Labelled(row["label"], theme, "phrases" not in row))
    return themes


def score(each: Labelled, corpus: Corpus, rows: NDArray[np.float32]) -> Score:
    """Watch one theme among all papers and compare its members with each reader's."""
    titles, abstracts = corpus.papers["title"].tolist(), corpus.papers["abstract"].tolist()
    watched = watch(each.theme, titles, abstracts, rows)
    read = np.array([label != "" for label in corpus.labels[0]])
    found = np.isin(np.arange(len(titles)), watched.members) & read
    truths = [np.array([each.label in labels for labels in reader]) for reader in corpus.also]
    right = [int((found & truth).sum()) for truth in truths]
    n_found = int(found.sum())
    return Score(
        each.label,
        each.shipped,
        fmean(int(truth.sum()) for truth in truths),
        n_found,
        len(watched.members),
        fmean(hits / n_found if n_found else 0.0 for hits in right),
        fmean(hits / max(int(truth.sum()), 1) for hits, truth in zip(right, truths, strict=True)),
        fmean(2 * hits / max(n_found + int(truth.sum()), 1) for hits, truth in zip(right, truths, strict=True)),
        _said(np.logical_and.reduce(truths) & ~found, titles, watched),
        _said(found & ~np.logical_or.reduce(truths), titles, watched),
    )


def _said(chosen: NDArray[np.bool_], titles: list[str], watched: Watched) -> tuple[str, ...]:
    why = dict(zip(watched.members.tolist(), watched.why, strict=True))
    reasons = {
        place: why[place].split(" in: ")[0] if place in why else "" for place in np.flatnonzero(chosen).tolist()
    }
    return tuple(f"{titles[place][:TITLE_LETTERS]}{'  <- ' if why else ''}{why}" for place, why in reasons.items())


def show(scores: list[Score]) -> None:
    """Print the table and the differences."""
    print(f"{'theme':34}{'positives':>10}{'members':>9}{'of all':>8}{'precision':>11}{'recall':>8}{'F1':>6}")
    for each in scores:
        name = each.label + (" (shipped)" if each.shipped else "")
        print(
            f"{name:34}{each.positives:10.1f}{each.members:9}{each.members_of_all:8}"
            f"{each.precision:11.2f}{each.recall:8.2f}{each.f1:6.2f}"
        )
    print(f"mean F1: shipped {fmean(each.f1 for each in scores if each.shipped):.3f}, ", end="")
    print(f"all {len(scores)} {fmean(each.f1 for each in scores):.3f}")
    for each in scores:
        if each.missed or each.extra:
            print(f"\n{each.label}")
        for kind, titles in (("missed", each.missed), ("extra", each.extra)):
            for title in titles:
                print(f"  {kind:7} {title}")


if __name__ == "__main__":
    main()
