"""What a run leaves so that papers that come later can be placed: kept as one file of plain arrays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.array_files import DAMAGED, read_arrays
from analysis.config import WatchedTheme
from analysis.embeddings import Space
from analysis.errors import AnalysisError
from analysis.lexical import Lexicon
from analysis.likeness import Yardstick
from analysis.placement import Known
from analysis.term_weights import TermWeights
from analysis.watchlist import Rule
from analysis.whole_files import whole_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

FILE = "placement.npz"
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)
"""Date of every array in the file: the same run leaves the same bytes."""


class PlacementError(AnalysisError):
    """A file that cannot be used; the text says what to run."""


def write_known(folder: Path, known: Known) -> Path:
    """Write what is known of the papers of a run, whole or not at all; returns the path."""
    path = folder / FILE
    with whole_file(path) as unfinished, zipfile.ZipFile(unfinished, "w") as file:
        for name, array in _arrays(known).items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.asarray(array), allow_pickle=False)
            file.writestr(zipfile.ZipInfo(f"{name}.npy", _NO_CLOCK), content.getvalue())
    return path


def read_known(folder: Path, watched: Sequence[WatchedTheme]) -> Known:
    """Read what the last run that found themes left.

    :param watched: the watched themes of that run, in their order.
    :raises PlacementError: the file is missing or damaged.
    """
    path = folder / FILE
    try:
        return _known(read_arrays(path), watched)
    except DAMAGED as error:
        raise PlacementError(f"{path}: cannot be read ({error}). Run: paper-themes report") from error


def _arrays(known: Known) -> dict[str, Any]:
    arrays = {
        "paper_ids": _packed(known.paper_ids),
        "rows": known.rows.astype(np.float32),
        "far_below": np.array(known.far_below),
    }
    arrays |= {f"mean-{place}": mean for place, mean in enumerate(known.space.means)}
    lexicon = known.space.lexicon
    if lexicon is not None:
        arrays |= _weights("word", lexicon.weights)
        arrays |= {"word-axes": lexicon.axes.astype(np.float32), "word-stop": _packed(sorted(lexicon.stop))}
    measures = [rule.measure for rule in known.rules]
    if measures and measures[0].weights is not None:
        arrays |= _weights("pair", measures[0].weights)
    for place, rule in enumerate(known.rules):
        arrays |= {
            f"rule-{place}-count": np.array(rule.least_count),
            f"rule-{place}-trust": np.array(rule.trust),
            f"rule-{place}-alone": np.array(rule.alone),
            f"rule-{place}-rows": rule.measure.toward_rows,
            f"rule-{place}-words": rule.measure.toward_words.astype(np.float32),
            f"rule-{place}-scales": rule.measure.scales,
        }
    return arrays


def _known(arrays: Arrays, watched: Sequence[WatchedTheme]) -> Known:
    weights = _read_weights("word", arrays)
    lexicon = None
    if weights is not None:
        lexicon = Lexicon(weights, frozenset(_unpacked(arrays["word-stop"])), arrays["word-axes"])
    n_means = sum(name.startswith("mean-") for name in arrays)
    space = Space(lexicon, tuple(arrays[f"mean-{place}"] for place in range(n_means)))
    pairs = _read_weights("pair", arrays)
    rules = tuple(_rule(f"rule-{place}", theme, pairs, arrays) for place, theme in enumerate(watched))
    return Known(_unpacked(arrays["paper_ids"]), arrays["rows"], space, rules, float(arrays["far_below"]))


def _rule(name: str, theme: WatchedTheme, pairs: TermWeights | None, arrays: Arrays) -> Rule:
    measure = Yardstick(pairs, arrays[f"{name}-rows"], arrays[f"{name}-words"], arrays[f"{name}-scales"])
    count, trust, alone = (arrays[f"{name}-{what}"] for what in ("count", "trust", "alone"))
    return Rule(theme, int(count), tuple(trust.tolist()), float(alone), measure)


def _weights(name: str, weights: TermWeights) -> dict[str, NDArray[Any]]:
    return {f"{name}-terms": _packed(weights.terms), f"{name}-idf": weights.idf}


def _read_weights(name: str, arrays: Arrays) -> TermWeights | None:
    if f"{name}-terms" not in arrays:
        return None
    return TermWeights(_unpacked(arrays[f"{name}-terms"]), arrays[f"{name}-idf"])


def _packed(texts: Iterable[str]) -> NDArray[np.uint8]:
    # an array of texts takes as much for each as for the longest; none of ours holds a line break
    return np.frombuffer("\n".join(texts).encode("utf-8", errors="surrogatepass"), dtype=np.uint8)


def _unpacked(array: NDArray[Any]) -> tuple[str, ...]:
    text = array.tobytes().decode("utf-8", errors="surrogatepass")
    return tuple(text.split("\n")) if text else ()
