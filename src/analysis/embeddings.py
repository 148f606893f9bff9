"""Papers to rows: where two papers are about the same thing, their rows point the same way."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import AnalysisError
from analysis.lexical import Lexicon, place_by_words, unit_rows
from analysis.static_vectors import StaticVectors
from analysis.vector_cache import CachedVectors, TextVectors

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

ABSTRACT_START = 600
"""Characters of an abstract that static vectors average over: its topic is said first, results follow."""
LEAST_OWN = 0.4
"""What a text has beside what all texts share counts in full from this share of its length on: less, as where all
papers are alike, is mostly chance. Papers about different things have 0.5 and more."""
TITLE_PART = 0.4
"""Length of the part that the titles alone make: people who read nothing else get most themes right."""
BLOCK = 4_096
"""Papers whose rows are put together at once."""
HYBRID = "hybrid"
"""Name of the default encoder."""


class EncoderError(AnalysisError):
    """An encoder that cannot be had; the text says what to install or which name to check."""


@dataclass(frozen=True)
class Space:
    """What a corpus taught about its rows: with it, rows of further papers compare with those of its own."""

    lexicon: Lexicon | None
    means: tuple[NDArray[np.float64], ...]
    """Of each encoder's vectors, first of the texts, then of the titles: what all papers share."""


@dataclass(frozen=True)
class Embedded:
    """Papers as rows, and the space they lie in."""

    rows: NDArray[np.float32]
    """Unit rows, shape (n_papers, d); d depends on the encoder and the corpus."""
    space: Space


@dataclass(frozen=True)
class TransformerVectors:
    """Vectors of a sentence-transformers model (the extra ``paper-themes[transformers]``)."""

    model: str
    """Name on the Hugging Face hub, or a folder."""

    @property
    def name(self) -> str:
        """The model as the reader named it."""
        return f"sentence-transformers-{self.model}"

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector per text, shape (n_texts, d).

        :raises EncoderError: sentence-transformers is not installed, or the model cannot be loaded.
        """
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError(
                f"encoder {self.model!r} needs sentence-transformers, which is not installed. "
                "Install it with: pip install 'paper-themes[transformers]', or set encoder = \"hybrid\"."
            ) from error
        try:
            # weights as pickle would run whatever code they hold
            loaded = SentenceTransformer(self.model, model_kwargs={"use_safetensors": True})
        except (OSError, ValueError) as error:
            raise EncoderError(
                f"encoder {self.model!r}: no such sentence-transformers model or folder "
                f"({(str(error).strip() or type(error).__name__).splitlines()[0]}). "
                'Check the name, or set encoder = "hybrid".'
            ) from error
        return np.asarray(loaded.encode(list(texts), show_progress_bar=False), dtype=np.float32)


@dataclass(frozen=True)
class HybridEncoder:
    """Rows of a paper's own vocabulary beside rows of general meaning, each of equal weight.

    The two halves err differently: together they agree better with hand labels than either (docs/experiments.md).
    """

    meaning: tuple[TextVectors, ...]
    seed: int = 7

    @property
    def name(self) -> str:
        """The parts by name."""
        return "+".join(["lexical", *(part.name for part in self.meaning)])

    def encode(self, titles: Sequence[str], abstracts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per paper, shape (n_papers, d).

        Papers that share nothing with any other may have a row of zeros.
        """
        return self.fit(titles, abstracts).rows

    def fit(self, titles: Sequence[str], abstracts: Sequence[str]) -> Embedded:
        """Return the rows, and the space of these papers."""
        placed = place_by_words(titles, abstracts, self.seed)
        vectors = self._vectors(titles, abstracts)
        means = tuple(each.mean(axis=0, dtype=np.float64) for each in vectors)
        return Embedded(_rows(placed.rows, vectors, means), Space(placed.lexicon, means))

    def encode_into(self, space: Space, titles: Sequence[str], abstracts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit row per paper, shape (n_papers, d), as if it was among those the space was fitted on."""
        lexicon = space.lexicon
        by_words = np.zeros((len(titles), 0)) if lexicon is None else lexicon.rows(titles, abstracts)
        return _rows(by_words, self._vectors(titles, abstracts), space.means)

    def _vectors(self, titles: Sequence[str], abstracts: Sequence[str]) -> list[NDArray[np.float32]]:
        # titles twice: they say the theme with the fewest words
        texts = [
            f"{title} . {title}. {abstract[:ABSTRACT_START]}"
            for title, abstract in zip(titles, abstracts, strict=True)
        ]
        found: list[NDArray[np.float32]] = []
        for part in self.meaning:
            vectors = part.vectors([*texts, *titles])
            found += [vectors[: len(texts)], vectors[len(texts) :]]
        return found


def _rows(
    by_words: NDArray[np.float64], vectors: Sequence[NDArray[np.float32]], means: Sequence[NDArray[np.float64]]
) -> NDArray[np.float32]:
    width = by_words.shape[1] + sum(each.shape[1] for each in vectors)
    rows = np.zeros((len(by_words), width), dtype=np.float32)
    # block by block, so that only one of them lies in memory in double precision
    for start in range(0, len(rows), BLOCK):
        some = slice(start, start + BLOCK)
        rows[some] = _block_of_rows(by_words[some], [each[some] for each in vectors], means)
    return rows


def _block_of_rows(
    by_words: NDArray[np.float64], vectors: Sequence[NDArray[np.float32]], means: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    parts = [by_words]
    # several models of meaning share the weight of one, so that the words stay half of what counts
    share = (len(vectors) / 2) ** -0.5 if len(vectors) else 1.0
    for place, (each, mean) in enumerate(zip(vectors, means, strict=True)):
        weight = share * (TITLE_PART if place % 2 else 1.0)
        parts.append(weight * _own_part(each.astype(np.float64), mean))
    return unit_rows(np.hstack(parts))


def _own_part(vectors: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vectors less what all papers share: that they are all about machine learning says nothing about themes."""
    own = vectors - mean
    share = np.linalg.norm(own, axis=1) / np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)
    counted: NDArray[np.float64] = unit_rows(own) * np.minimum(share / LEAST_OWN, 1.0)[:, None]
    return counted


def load_encoder(name: str, seed: int = 7, cache: Path | None = None) -> HybridEncoder:
    """Return the encoder of that name; its weights are loaded when it is first used.

    :param name: ``"hybrid"`` (no torch), or the name or folder of a sentence-transformers model, which then joins
        the hybrid rows.
    :param cache: folder where vectors are kept by text, so that only new texts are encoded; None keeps none.
    """
    parts: list[TextVectors] = [StaticVectors()]
    if name != HYBRID:
        parts.append(TransformerVectors(name))
    return HybridEncoder(tuple(part if cache is None else CachedVectors(part, cache) for part in parts), seed)


def embed(papers: pd.DataFrame, encoder: HybridEncoder) -> NDArray[np.float32]:
    """Return the rows of :func:`embed_in_space` alone, shape (n_papers, d)."""
    return embed_in_space(papers, encoder).rows


def embed_in_space(papers: pd.DataFrame, encoder: HybridEncoder) -> Embedded:
    """Return one unit row per paper, in the order of the table, and the space they lie in.

    The papers are encoded in the order of their ids, so the order of the table changes no number.

    :param papers: with columns paper_id, title and abstract.
    """
    order = np.argsort(papers["paper_id"].to_numpy().astype(str), kind="stable")
    in_order = papers.iloc[order]
    found = encoder.fit(in_order["title"].tolist(), in_order["abstract"].tolist())
    return Embedded(found.rows[np.argsort(order, kind="stable")], found.space)
