"""What later papers rely on: their words weigh what they would have weighed in the corpus."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_papers import made_up
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from analysis.lexical import place_by_words
from analysis.term_weights import TermWeights


def test_texts_weigh_as_the_fitted_vectorizer_weighs_them() -> None:
    texts = ["a sink of attention", "attention attention heads", "nothing known here", "sink sink sink"]
    counter = CountVectorizer(analyzer=str.split, min_df=2).fit(texts)
    vectorizer = TfidfVectorizer(analyzer=str.split, min_df=2, sublinear_tf=True).fit(texts)
    weights = TermWeights.learned(tuple(counter.get_feature_names_out()), counter.transform(texts))
    along = weights.along([text.split() for text in texts], np.eye(len(weights.terms)))
    np.testing.assert_allclose(along, vectorizer.transform(texts).toarray(), atol=1e-12)


def test_a_text_without_a_known_term_lies_nowhere() -> None:
    weights = TermWeights(("sink",), np.array([1.0]))
    assert weights.along([["other"], []], np.ones((1, 2))).tolist() == [[0, 0], [0, 0]]


def test_papers_of_the_corpus_come_to_lie_where_they_lay() -> None:
    papers = made_up(60)
    titles, abstracts = papers["title"].tolist(), papers["abstract"].tolist()
    placed = place_by_words(titles, abstracts, 7)
    assert placed.lexicon is not None
    again = placed.lexicon.rows(titles, abstracts)
    assert (again * placed.rows).sum(axis=1) == pytest.approx(1, abs=1e-3)
