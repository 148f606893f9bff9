"""Which appearances are the same paper, over many machines: by the rules of ``matching``, and with its result.

Equal titles and arXiv ids are found in one place, which has 8 bytes of each title. Texts are compared where those
that start alike come together; only the pairs found go to one place.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.cluster.appearance_rows import columns, frame_of
from analysis.cluster.connection import gathered, task
from analysis.matching import BLOCK_PREFIX, Groups, Text, blocked, nearly_same, normalised_title, text_of, views_of

if TYPE_CHECKING:
    import pandas as pd
    from dask.delayed import Delayed
    from distributed import Client
    from numpy.typing import NDArray

Key = tuple[str, str, str]
"""arXiv id, normalised title, and the start of the abstract in the same form."""


def keys_of(title: str, abstract: str, arxiv_id: str | None) -> Key:
    """Return what tells whether an appearance is of the same paper as another."""
    text = text_of(normalised_title(title), abstract)
    return arxiv_id or "", text.title, text.most


def papers_the_same(client: Client, rows: Sequence[Delayed], n_parts: int, shared: Path) -> NDArray[np.int64]:
    """Return for each appearance, by its number, that of the first one of the same paper, shape (n_appearances,).

    :param rows: data frames with columns number, arxiv_id, title and abstract (as :func:`keys_of` has them), which
        together hold each number from 0 once.
    :param n_parts: among so many tasks the texts are shared out.
    :param shared: folder that all workers see.
    """
    from dask import dataframe

    exact = gathered(client, [task(_exact_keys)(part) for part in rows], "matching titles")
    numbers, titles = (np.concatenate([each[place] for each in exact]) for place in (0, 1))
    arxiv_ids = [arxiv_id for each in exact for arxiv_id in each[2]]
    order = np.argsort(numbers)
    groups = Groups([arxiv_ids[place] or None for place in order.tolist()], titles[order].tolist())
    alone = shared / "alone.npy"
    np.save(alone, np.array(groups.alone(), dtype=np.int64))
    like = columns(number="int64", view="int64", start="string", title="string", abstract="string")
    alike = dataframe.from_delayed(
        [task(_views)(part, alone, n_parts) for part in rows],
        meta=like.assign(_partitions=np.zeros(0, dtype=np.int64)),
        verify_meta=False,
    ).shuffle("_partitions", npartitions=n_parts)
    found = gathered(client, [task(_pairs)(part) for part in alike.to_delayed()], "comparing papers")
    for one, other in sorted({pair for part in found for pair in part}):
        groups.join(one, other)
    return np.array(groups.firsts(), dtype=np.int64)


def _exact_keys(rows: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    titles = [
        int.from_bytes(hashlib.blake2b(title.encode(), digest_size=8).digest(), "big", signed=True) if title else 0
        for title in rows["title"].tolist()
    ]
    return rows["number"].to_numpy(), np.array(titles, dtype=np.int64), rows["arxiv_id"].tolist()


def _views(rows: pd.DataFrame, alone: Path, n_parts: int) -> pd.DataFrame:
    rows = rows[np.isin(rows["number"].to_numpy(), np.load(alone, mmap_mode="r", allow_pickle=False))]
    found = [
        (number, view, start, title, abstract, zlib.crc32(f"{view}{start[:BLOCK_PREFIX]}".encode()) % n_parts)
        for number, title, abstract in rows[["number", "title", "abstract"]].itertuples(index=False)
        for view, start in enumerate(views_of(Text(title, abstract)))
        if start
    ]
    like = columns(
        number="int64", view="int64", start="string", title="string", abstract="string", _partitions="int64"
    )
    return frame_of(found, like)


def _pairs(rows: pd.DataFrame) -> list[tuple[int, int]]:
    rows = rows.sort_values("number", kind="stable")
    found: set[tuple[int, int]] = set()
    for _, view in rows.groupby("view"):
        numbers = view["number"].tolist()
        texts = {
            number: Text(title, abstract)
            for number, title, abstract in zip(numbers, view["title"], view["abstract"], strict=True)
        }
        starts = dict(zip(numbers, view["start"].tolist(), strict=True))
        found |= {pair for pair in blocked(starts) if nearly_same(texts[pair[0]], texts[pair[1]])}
    return sorted(found)
