"""Themes by BERTopic, with parts of our own in its places for them. The only room that knows it.

BERTopic takes a reducer, a clusterer and a vectorizer of one's own. Ours are an engine (``engines``) and counts: a
document is the number of a paper, whose phrases have been counted and whose nearest papers are known.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.mapping import import_umap
from analysis.phrase_counts import PhraseCounts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from analysis.engines import Engine, Task

_OF_OPENAI = {"bertopic.backend._openai": "OpenAIBackend", "bertopic.representation._openai": "OpenAI"}
"""Modules with the class that the package around each takes from it; both bring OpenAI's client."""
_UNUSED = ("bertopic.plotting", "bertopic._save_utils", *_OF_OPENAI)
"""What BERTopic imports and a run has no use for."""
N_TERMS = 30
"""Terms of each group that names and terms are chosen from."""


@dataclass
class Grouper:
    """What BERTopic takes for HDBSCAN: an engine that groups the full rows.

    BERTopic hands over points reduced by UMAP; grouping those instead agrees less with hand labels
    (docs/experiments.md), so they are passed over.
    """

    engine: Engine
    task: Task
    labels_: NDArray[np.int64] = field(init=False)
    """Shape (n_papers,): the group of each paper from 0; there once it is fitted."""

    def fit(self, reduced: NDArray[Any], y: object = None) -> Grouper:
        """Group the papers by the rows of the task, not by ``reduced``, shape (n_papers, 2)."""
        self.labels_ = self.engine.group(self.task)
        return self


@dataclass
class Mapper:
    """What BERTopic takes for UMAP: an engine that draws the map."""

    engine: Engine
    task: Task
    embedding_: NDArray[np.float64] = field(init=False)
    """Shape (n_papers, 2): where each paper stands; there once it is fitted."""

    def fit(self, rows: NDArray[Any], y: object = None) -> Mapper:
        """Place the papers; of the rows, shape (n_papers, d), those of the task are taken."""
        self.embedding_ = self.engine.place(self.task.rows, self.task.near, self.task.seed)
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


@dataclass(frozen=True)
class Model:
    """What BERTopic made of the papers."""

    groups: NDArray[np.int64]
    """Shape (n_papers,): the theme of each paper from 0, the largest; -1 for none."""
    terms: Mapping[int, Sequence[str]]
    """Of each group its folded phrases by c-TF-IDF (Grootendorst 2022, arXiv:2203.05794), best first."""
    places: NDArray[np.float64]
    """The map, shape (n_papers, 2)."""


def fit(engine: Engine, task: Task, counts: PhraseCounts) -> Model:
    """Let BERTopic place the papers on a map, group them and weigh the phrases of each group.

    :param counts: with at least one phrase, of the same papers.
    """
    import_bertopic()
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer

    mapper, grouper = Mapper(engine, task), Grouper(engine, task)
    model = BERTopic(
        # "multilingual" leaves documents as they are
        language="multilingual",
        embedding_model=None,
        umap_model=mapper,
        hdbscan_model=grouper,
        vectorizer_model=Vectorizer(counts),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=N_TERMS,
        calculate_probabilities=False,
    )
    with np.errstate(divide="ignore"):
        # the phrase that no paper has, beside a single one, has no weight
        model.fit([str(paper) for paper in range(len(task.rows))], embeddings=task.rows)
    groups = grouper.labels_
    # BERTopic numbers its topics by size; which of our groups each became shows in any of its papers
    topics = np.asarray(model.topics_)
    terms = {
        group: [term for term, weight in model.get_topic(int(topics[np.argmax(groups == group)])) if weight > 0]
        for group in range(int(groups.max()) + 1)
    }
    return Model(groups, terms, mapper.embedding_)


def import_bertopic() -> None:
    """Import BERTopic without waiting for what we do not use of it.

    That is UMAP's search; its charts, which bring plotly's renderers, and these the grammars of jsonschema; how it
    keeps models, which brings huggingface_hub; and the client of OpenAI where it is installed.
    """
    # before BERTopic, which would import it with its search
    import_umap()
    if "bertopic" in sys.modules:
        return
    stand_ins = {name: _Later(name) for name in _UNUSED if find_spec("openai") or name not in _OF_OPENAI}
    sys.modules.update(stand_ins)
    try:
        importlib.import_module("bertopic")
    finally:
        for name in stand_ins:
            del sys.modules[name]
    for module, name in _OF_OPENAI.items():
        if module in stand_ins:
            _put_off(module, name)


class _Later(ModuleType):
    """Stands for a module while BERTopic is imported; asked for a part of it later, it imports the real one."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            # a class that the package around it takes in, see _put_off
            return None
        return getattr(importlib.import_module(self.__name__), name)


def _put_off(module: str, name: str) -> None:
    """Let a package of BERTopic import a class from one of its modules when it is asked for it (PEP 562)."""
    package = importlib.import_module(module.rpartition(".")[0])
    delattr(package, name)

    def real(asked: str) -> Any:  # noqa: ANN401
        if asked != name:
            raise AttributeError(f"module {package.__name__!r} has no attribute {asked!r}")
        return getattr(importlib.import_module(module), name)

    setattr(package, "__getattr__", real)  # noqa: B010 - a module's own name for it
