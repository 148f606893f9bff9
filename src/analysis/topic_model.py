"""The terms of groups of papers by BERTopic, fed with what is known already. The only room that knows it.

BERTopic takes a reducer, a clusterer and a vectorizer of one's own. Ours read no text and compute no distance a
second time: a document is the number of a paper, its phrases have been counted, its group and place are known.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.mapping import import_umap
from analysis.phrase_counts import PhraseCounts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

_CHARTS = "bertopic.plotting"
N_TERMS = 30
"""Terms of each group that names and terms are chosen from."""


@dataclass(frozen=True)
class Groups:
    """What BERTopic takes for HDBSCAN: the groups are known."""

    labels_: NDArray[np.int64]
    """Shape (n_papers,): the group of each paper from 0."""

    def fit(self, reduced: NDArray[Any], y: object = None) -> Groups:
        """Learn nothing.

        BERTopic hands over points reduced by UMAP, shape (n_papers, 2); grouping those instead of the rows agrees
        less with hand labels (docs/experiments.md).
        """
        return self


@dataclass(frozen=True)
class Places:
    """What BERTopic takes for UMAP: the map is known."""

    embedding_: NDArray[np.float64]
    """Shape (n_papers, 2)."""

    def fit(self, rows: NDArray[Any], y: object = None) -> Places:
        """Learn nothing from the rows, shape (n_papers, d)."""
        return self

    def transform(self, rows: NDArray[Any]) -> NDArray[np.float64]:
        """Return the places of all papers, shape (n_papers, 2)."""
        return self.embedding_


@dataclass(frozen=True)
class Vectorizer:
    """What BERTopic takes for a vectorizer: a document is the numbers of its papers, with spaces between."""

    counts: PhraseCounts

    def fit_transform(self, documents: Sequence[str], y: object = None) -> csr_matrix:
        """Learn nothing, since the phrases are known, and count them."""
        return self.transform(documents)

    def transform(self, documents: Sequence[str]) -> csr_matrix:
        """Return how often each document has each phrase, shape (n_documents, n_phrases)."""
        from scipy.sparse import csr_matrix, hstack

        papers = [np.array(document.split(), dtype=np.int64) for document in documents]
        starts = np.cumsum([0, *map(len, papers)])
        numbers = np.concatenate(papers) if papers else np.zeros(0, dtype=np.int64)
        shape = (len(papers), self.counts.times.shape[0])
        counted = (
            csr_matrix((np.ones(len(numbers), dtype=np.int64), numbers, starts), shape=shape) @ self.counts.times
        )
        # BERTopic cannot weigh a single phrase: beside it stands one that no paper has
        alone = len(self.counts.vocabulary) == 1
        return hstack([counted, csr_matrix((len(papers), 1))]).tocsr() if alone else counted.tocsr()

    def get_feature_names_out(self) -> NDArray[Any]:
        """Return the phrases, shape (n_phrases,)."""
        alone = len(self.counts.vocabulary) == 1
        return np.array([*self.counts.vocabulary, *([""] if alone else [])], dtype=object)


def terms_of(
    rows: NDArray[Any], groups: NDArray[np.int64], places: NDArray[np.float64], counts: PhraseCounts
) -> dict[int, list[str]]:
    """Return the folded phrases of each group by c-TF-IDF (Grootendorst 2022, arXiv:2203.05794), best first.

    :param rows: shape (n_papers, d).
    :param groups: the group of each paper from 0, shape (n_papers,).
    :param places: the map, shape (n_papers, 2).
    :param counts: with at least one phrase, of the same papers.
    """
    import_bertopic()
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer

    model = BERTopic(
        # "multilingual" leaves documents as they are
        language="multilingual",
        embedding_model=None,
        umap_model=Places(places),
        hdbscan_model=Groups(groups),
        vectorizer_model=Vectorizer(counts),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=N_TERMS,
        calculate_probabilities=False,
    )
    with np.errstate(divide="ignore"):
        # the phrase that no paper has, beside a single one, has no weight
        model.fit([str(paper) for paper in range(len(rows))], embeddings=rows)
    # BERTopic numbers its topics by size; which of our groups each became shows in any of its papers
    topics = np.asarray(model.topics_)
    return {
        group: [term for term, weight in model.get_topic(int(topics[np.argmax(groups == group)])) if weight > 0]
        for group in range(int(groups.max()) + 1)
    }


def import_bertopic() -> None:
    """Import BERTopic without waiting for what we do not use of it: UMAP's search, and its own charts.

    Its charts bring plotly's renderers, and these the grammars of jsonschema, which take two seconds.
    """
    # before BERTopic, which would import it with its search
    import_umap()
    if "bertopic" in sys.modules:
        return
    charts = _Charts(_CHARTS)
    sys.modules[_CHARTS] = charts
    try:
        importlib.import_module("bertopic")
    finally:
        del sys.modules[_CHARTS]


class _Charts(ModuleType):
    """Stands for BERTopic's charts; asked for one, it imports the real ones."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(_CHARTS), name)
