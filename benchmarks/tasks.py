"""What a method is given and what it returns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Outcome:
    """What one run of a method found."""

    groups: list[int]
    """Theme of each paper; -1 for none."""
    terms: list[list[str]]
    """Best terms of each theme; the order of the themes does not matter."""


@dataclass
class Encoder:
    """The sentence encoder all peers share; it encodes a text once, so that what is timed is the method itself."""

    model: Path | None
    known: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def encode(self, sentences: str | Iterable[str], **_: object) -> NDArray[np.float32]:
        """Return a unit row per text, as sentence-transformers does."""
        texts = [sentences] if isinstance(sentences, str) else [str(text) for text in sentences]
        new = list(dict.fromkeys(text for text in texts if text not in self.known))
        if new:
            from sentence_transformers import SentenceTransformer

            rows = SentenceTransformer(str(self.model), device="cpu").encode(new, show_progress_bar=False)
            self.known.update(zip(new, np.asarray(rows, dtype=np.float32), strict=True))
        rows = np.stack([self.known[text] for text in texts])
        return rows[0] if isinstance(sentences, str) else rows

    def keep(self, path: Path) -> None:
        """Write the model's place and the rows of all texts known, for another process; whole or not at all."""
        texts = json.dumps([str(self.model) if self.model else None, *self.known]).encode()
        rows = np.stack(list(self.known.values())) if self.known else np.zeros((0, 0), dtype=np.float32)
        unfinished = path.with_name(f"unfinished-{path.name}")
        # as bytes: a column of text in NumPy is as wide as its longest text
        np.savez(unfinished, texts=np.frombuffer(texts, dtype=np.uint8), rows=rows, allow_pickle=False)
        unfinished.replace(path)


def kept_encoder(path: Path) -> Encoder:
    """Return the encoder that ``keep`` left."""
    with np.load(path, allow_pickle=False) as kept:
        model, *texts = json.loads(kept["texts"].tobytes())
        return Encoder(Path(model) if model else None, dict(zip(texts, kept["rows"], strict=True)))


@dataclass(frozen=True)
class Task:
    """One run of one method."""

    papers: pd.DataFrame
    texts: list[str]
    encoder: Encoder
    number: int | None
    seed: int

    @property
    def vectors(self) -> NDArray[np.float32]:
        """MiniLM's rows of the texts."""
        return self.encoder.encode(self.texts)
