"""The methods compared: each takes the same papers and returns a theme per paper and terms per theme.

``number`` is None for a method's own way of choosing how many themes there are. Terms are the ten best of each
theme; methods that only group papers get the terms BERTopic would give their groups (c-TF-IDF).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tasks import Outcome, Task

if TYPE_CHECKING:
    from bertopic import BERTopic
    from sklearn.decomposition import NMF, LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

N_TERMS = 10
SMALL_TOPICS = 5
"""min_topic_size of BERTopic as tuned: its docs advise a small one where documents are few."""


def ours(task: Task) -> Outcome:
    """Paper-themes with its default encoder, rows and all."""
    return _ours(task, "hybrid", None)


def ours_with_transformers(task: Task) -> Outcome:
    """Paper-themes with the sentence encoder beside its own rows."""
    assert task.encoder.model is not None
    return _ours(task, str(task.encoder.model), Path(_scratch().name))


@cache
def _scratch() -> TemporaryDirectory[str]:
    # gone with the process; until then a text is encoded once for all seeds
    return TemporaryDirectory()


def _ours(task: Task, encoder: str, vectors: Path | None) -> Outcome:
    from analysis.config import Settings
    from analysis.embeddings import embed, load_encoder
    from analysis.themes import find_themes

    settings = Settings(seed=task.seed, encoder=encoder, n_themes=task.number, watched=())
    rows = embed(task.papers, load_encoder(encoder, task.seed, vectors))
    found = find_themes(task.papers, rows, settings)
    themes = found.themes[(found.themes["kind"] == "found") & (found.themes["theme_id"] != "unplaced")]
    place = {theme: number for number, theme in enumerate(themes["theme_id"])}
    main = found.memberships[found.memberships["main"]].set_index("paper_id")["theme_id"]
    groups = [place.get(main[paper], -1) for paper in task.papers["paper_id"]]
    return Outcome(groups, [list(terms)[:N_TERMS] for terms in themes["terms"]])


def bertopic(task: Task) -> Outcome:
    """BERTopic as it comes; to a number by ``nr_topics``."""
    from bertopic import BERTopic

    # it sets no seed of its own: this one makes the runs differ, and repeat
    np.random.seed(task.seed)  # noqa: NPY002
    model = BERTopic(nr_topics=task.number)
    model.fit(task.texts, embeddings=task.vectors)
    return _topics(model)


def bertopic_tuned(task: Task) -> Outcome:
    """BERTopic as its docs tune it.

    Best practices: seeded UMAP, stop words out of the terms, pairs of words, KeyBERTInspired; FAQ: a small
    min_topic_size for few documents; outliers reduced; k-means where the number of topics is given.
    """
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.representation import KeyBERTInspired
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    class Embedder(BaseEmbedder):
        def embed(self, documents: Sequence[str], verbose: bool = False) -> NDArray[np.float32]:
            return task.encoder.encode(documents)

    vectorizer = CountVectorizer(stop_words="english", min_df=2, ngram_range=(1, 2))
    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=task.seed)
    parts: dict[str, Any] = {"umap_model": reducer, "vectorizer_model": vectorizer, "embedding_model": Embedder()}
    if task.number:
        parts["hdbscan_model"] = KMeans(task.number, n_init=10, random_state=task.seed)
    model = BERTopic(min_topic_size=SMALL_TOPICS, representation_model=KeyBERTInspired(), **parts)
    topics, _ = model.fit_transform(task.texts, embeddings=task.vectors)
    if -1 in topics and len(set(topics)) > 1:
        topics = model.reduce_outliers(task.texts, topics, strategy="embeddings", embeddings=task.vectors)
        parts = {"vectorizer_model": vectorizer, "representation_model": KeyBERTInspired()}
        model.update_topics(task.texts, topics=topics, **parts)
    return _topics(model)


def _topics(model: BERTopic) -> Outcome:
    topics = np.asarray(model.topics_)
    words = [[word for word, _ in model.get_topic(topic)[:N_TERMS]] for topic in sorted({*topics.tolist()} - {-1})]
    return Outcome(topics.tolist(), words)


def nmf(task: Task) -> Outcome:
    """scikit-learn's NMF of TF-IDF."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(stop_words="english", min_df=2, max_df=0.5, sublinear_tf=True)
    model = NMF(task.number, init="nndsvdar", max_iter=400, random_state=task.seed)
    return _components(model.fit_transform(vectorizer.fit_transform(task.texts)), model, vectorizer)


def lda(task: Task) -> Outcome:
    """scikit-learn's LDA of word counts; its own number is 10."""
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(stop_words="english", min_df=2, max_df=0.5)
    model = LatentDirichletAllocation(task.number or 10, random_state=task.seed)
    return _components(model.fit_transform(vectorizer.fit_transform(task.texts)), model, vectorizer)


def _components(
    weights: NDArray[Any], model: NMF | LatentDirichletAllocation, vectorizer: CountVectorizer
) -> Outcome:
    names = vectorizer.get_feature_names_out()
    best = np.argsort(-model.components_, axis=1)[:, :N_TERMS]
    return Outcome(_strongest(weights), [names[row].tolist() for row in best])


def _strongest(weights: NDArray[Any]) -> list[int]:
    return np.where((weights != 0).any(axis=1), weights.argmax(axis=1), -1).tolist()


def _turftopic(name: str, own_number: object) -> Callable[[Task], Outcome]:
    def run(task: Task) -> Outcome:
        import turftopic

        number: Any = task.number or own_number
        model = getattr(turftopic, name)(number, encoder=task.encoder, random_state=task.seed)
        weights = np.asarray(model.fit_transform(task.texts, embeddings=task.vectors))
        groups = _strongest(weights)
        words = [[word for word, _ in topic[1][:N_TERMS]] for topic in model.get_topics(N_TERMS)]
        return Outcome(groups, words)

    return run


def fastopic(task: Task) -> Outcome:
    """FASTopic, whose number must be given."""
    import torch
    from fastopic import FASTopic
    from topmost import Preprocess

    torch.manual_seed(task.seed)
    assert task.number is not None
    model = FASTopic(task.number, Preprocess(stopwords="English"), N_TERMS, doc_embed_model=task.encoder)
    words, weights = model.fit_transform(task.texts)
    return Outcome(np.asarray(weights).argmax(axis=1).tolist(), [line.split() for line in words])


def top2vec(task: Task) -> Outcome:
    """Top2Vec; to a number by its hierarchical reduction."""
    from top2vec import Top2Vec

    np.random.seed(task.seed)  # noqa: NPY002
    model = Top2Vec(task.texts, embedding_model=task.encoder.encode, workers=1, min_count=5)
    if task.number and model.get_num_topics() > task.number:
        model.hierarchical_topic_reduction(task.number)
        return Outcome(
            model.doc_top_reduced.tolist(), [row[:N_TERMS].tolist() for row in model.topic_words_reduced]
        )
    return Outcome(model.doc_top.tolist(), [row[:N_TERMS].tolist() for row in model.topic_words])


def evoc(task: Task) -> Outcome:
    """EVoC's best layer, or of its layers the one nearest to the number."""
    from evoc import EVoC

    model = EVoC(random_state=task.seed)
    groups = np.asarray(model.fit_predict(task.vectors))
    if task.number:
        number = task.number
        groups = np.asarray(min(model.cluster_layers_, key=lambda layer: abs(int(np.max(layer)) + 1 - number)))
    return Outcome(groups.tolist(), _terms_of_groups(task.texts, groups))


def _terms_of_groups(texts: Sequence[str], groups: NDArray[Any]) -> list[list[str]]:
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    joined = [" ".join(text for text, group in zip(texts, groups, strict=True) if group == each)
              for each in range(int(groups.max()) + 1)]  # fmt: skip
    if not joined:
        return []
    vectorizer = CountVectorizer(stop_words="english")
    weights = ClassTfidfTransformer().fit_transform(vectorizer.fit_transform(joined)).toarray()
    names = vectorizer.get_feature_names_out()
    return [names[row].tolist() for row in np.argsort(-weights, axis=1)[:, :N_TERMS]]


@dataclass(frozen=True)
class Method:
    """One row of the table, run at its own number of themes, at ours, or both."""

    name: str
    run: Callable[[Task], Outcome]
    needs: tuple[str, ...]
    """Packages it needs."""
    own_number: bool = True
    our_number: bool = True


METHODS = (
    Method("ours", ours, (), our_number=False),
    Method("ours + MiniLM", ours_with_transformers, ("sentence_transformers",), our_number=False),
    Method("BERTopic as it comes", bertopic, ("bertopic", "sentence_transformers")),
    Method("BERTopic tuned", bertopic_tuned, ("bertopic", "sentence_transformers")),
    Method("TF-IDF + NMF", nmf, (), own_number=False),
    Method("LDA", lda, ()),
    Method("S3", _turftopic("SemanticSignalSeparation", 10), ("turftopic",)),
    Method("KeyNMF", _turftopic("KeyNMF", "auto"), ("turftopic",)),
    Method("GMM", _turftopic("GMM", "auto"), ("turftopic",)),
    Method("FASTopic", fastopic, ("fastopic",), own_number=False),
    Method("Top2Vec", top2vec, ("top2vec",)),
    Method("EVoC", evoc, ("evoc",)),
)
