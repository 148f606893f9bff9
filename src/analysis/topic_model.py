"""Groups of papers and their terms by BERTopic, fed with what is known already. The only room that knows it.

BERTopic takes a reducer, a clusterer and a vectorizer of one's own. Ours read no text and compute no distance a
second time: a document is the number of a paper, and its phrases have been counted.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.consensus import consensus
from analysis.gpu_models import GpuClusterer, GpuMap
from analysis.mapping import MapModel, import_umap
from analysis.neighbours import Neighbours
from analysis.phrase_counts import PhraseCounts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

_CHARTS = "bertopic.plotting"
N_TERMS = 30
"""Terms of each group that names and terms are chosen from."""


@dataclass(frozen=True)
class Model:
    """What was found."""

    groups: NDArray[np.int64]
    """Shape (n_papers,): the theme of each paper from 0, the largest; -1 for none."""
    terms: Mapping[int, Sequence[str]]
    """Folded phrases of each theme by c-TF-IDF, best first."""
    places: NDArray[np.float64]
    """Shape (n_papers, 2): the map."""


@dataclass
class Clusterer:
    """What BERTopic takes for HDBSCAN: groups the papers by their full rows.

    BERTopic hands over points reduced by UMAP; grouping those instead of the rows agrees less with hand labels
    (docs/experiments.md), so they serve as the map alone.
    """

    rows: NDArray[Any]
    near: Neighbours
    seed: int
    smallest: int
    n_groups: int | None
    progress: Callable[[int, int], None] | None = None

    def fit(self, reduced: NDArray[Any], y: object = None) -> Clusterer:
        """Group the papers; leaves ``labels_``, shape (n_papers,)."""
        self.labels_ = consensus(
            self.rows, self.seed, self.smallest, self.n_groups, near=self.near, progress=self.progress
        )
        return self


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


def fit(clusterer: Clusterer | GpuClusterer, map_model: MapModel | GpuMap, counts: PhraseCounts) -> Model:
    """Group the papers, weigh the phrases of each group and place the papers on the map.

    :param clusterer: BERTopic's seam for HDBSCAN; ``map_model`` is that for UMAP.
    :param counts: with at least one phrase, of the papers that ``clusterer`` has the rows of.
    """
    import_bertopic()
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer

    rows = clusterer.rows
    model = BERTopic(
        # "multilingual" leaves documents as they are
        language="multilingual",
        embedding_model=None,
        umap_model=map_model,
        hdbscan_model=clusterer,
        vectorizer_model=Vectorizer(counts),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=N_TERMS,
        calculate_probabilities=False,
    )
    with np.errstate(divide="ignore"):
        # the phrase that no paper has, beside a single one, has no weight
        model.fit([str(paper) for paper in range(len(rows))], embeddings=rows)
    # BERTopic numbers its topics by size; which of our groups each became shows in any of its papers
    topics, groups = np.asarray(model.topics_), clusterer.labels_
    terms = {
        group: [term for term, weight in model.get_topic(int(topics[np.argmax(groups == group)])) if weight > 0]
        for group in range(int(groups.max()) + 1)
    }
    return Model(groups, terms, np.asarray(model.umap_model.embedding_, dtype=np.float64))


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
