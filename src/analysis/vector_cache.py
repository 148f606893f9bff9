"""Vectors of texts, kept from run to run so that only new texts are encoded."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from analysis.array_files import DAMAGED, read_arrays
from analysis.whole_files import whole_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

log = logging.getLogger(__name__)


class TextVectors(Protocol):
    """Anything that turns texts into vectors, one by one, without looking at the other texts."""

    @property
    def name(self) -> str:
        """What identifies the vectors: the same name and text give the same vector."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector per text, shape (n_texts, d)."""


@dataclass(frozen=True)
class CachedVectors:
    """Vectors kept on disk by text and encoder; texts no longer asked for are dropped from the file."""

    vectors_of: TextVectors
    folder: Path

    @property
    def name(self) -> str:
        """The name of the vectors kept."""
        return self.vectors_of.name

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector per text, from the file where it is there, shape (n_texts, d)."""
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        kept = self._read()
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept.places}
        if missing:
            kept = kept.with_more(list(missing), self.vectors_of.vectors(list(missing.values())))
        if missing or len(kept.places) > len(set(keys)):
            kept = kept.only(sorted(set(keys)))
            self._write(kept)
        return kept.of(keys)

    @property
    def _path(self) -> Path:
        return self.folder / f"vectors-{hashlib.sha256(self.name.encode()).hexdigest()[:12]}.npz"

    def _read(self) -> _Kept:
        try:
            kept = read_arrays(self._path)
            keys, rows = kept["keys"].tolist(), kept["rows"]
            if len(keys) != len(rows):
                raise ValueError(f"{len(keys)} keys of {len(rows)} rows")
            return _Kept({key: place for place, key in enumerate(keys)}, rows)
        except FileNotFoundError:
            return _Kept({}, None)
        except DAMAGED as error:
            log.warning("%s is damaged (%s): its vectors are made anew.", self._path, error)
            return _Kept({}, None)

    def _write(self, kept: _Kept) -> None:
        with whole_file(self._path) as unfinished, unfinished.open("wb") as file:
            np.savez(file, keys=np.array(list(kept.places)), rows=kept.of(list(kept.places)))


@dataclass(frozen=True)
class _Kept:
    """Vectors by key, as they lie in a file."""

    places: dict[str, int]
    """Row of each key."""
    rows: NDArray[Any] | None
    """None where there are none yet, since their width is not known then."""

    def with_more(self, keys: Sequence[str], rows: NDArray[Any]) -> _Kept:
        before = len(self.places)
        places = self.places | {key: before + number for number, key in enumerate(keys)}
        return _Kept(places, rows if self.rows is None else np.concatenate([self.rows, rows]))

    def only(self, keys: Sequence[str]) -> _Kept:
        return _Kept({key: number for number, key in enumerate(keys)}, self.of(keys))

    def of(self, keys: Sequence[str]) -> NDArray[np.float32]:
        if self.rows is None:
            return np.zeros((0, 1), np.float32)
        return np.asarray(self.rows[[self.places[key] for key in keys]], dtype=np.float32)
