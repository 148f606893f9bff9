"""Which papers themes are found from, where there are too many: a part that spreads over sources and dates."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def sample_of(papers: pd.DataFrame, listings: pd.DataFrame, most: int) -> NDArray[np.bool_]:
    """Return which papers to find themes from: all, or every n-th of them in the order of source, date and chance.

    Systematic sampling of an ordered list (Cochran 1977, Sampling Techniques, chapter 8): each source, and within
    it each stretch of time, has its share of the sample, give or take one paper. Chance is the digest of a
    paper's id: the same papers, the same choice.

    :param papers: ``paper_id`` and ``published`` are read.
    :param listings: ``paper_id``, ``source`` and ``listed_on``; the first appearance of a paper counts.
    :param most: papers chosen, where there are more.
    :return: shape (n_papers,).
    """
    if len(papers) <= most:
        return np.ones(len(papers), dtype=bool)
    first = listings.sort_values(["listed_on", "source"], kind="stable").drop_duplicates("paper_id")
    where = papers[["paper_id", "published"]].merge(first, on="paper_id", how="left")
    where["date"] = where["listed_on"].fillna(where["published"])
    where["chance"] = [hashlib.sha256(paper.encode()).hexdigest() for paper in where["paper_id"]]
    order = where.sort_values(["source", "date", "chance"], kind="stable").index.to_numpy()
    chosen = np.zeros(len(papers), dtype=bool)
    chosen[order[np.arange(most) * len(papers) // most]] = True
    return chosen
