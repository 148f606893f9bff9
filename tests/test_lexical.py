"""One way to split words everywhere, and rows that place papers by their words."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from made_up_papers import made_up, subjects_of

from analysis.lexical import N_DIMENSIONS, place_by_words, unit_rows
from analysis.words import fold, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Sinks", "sink"),
        ("queries", "query"),
        ("biases", "bias"),
        ("batches", "batch"),
        ("indexes", "index"),
        ("caches", "cache"),
        ("KV-caches", "kv-cache"),
        ("bias", "bias"),
        ("analysis", "analysis"),
        ("loss", "loss"),
        ("corpus", "corpus"),
        ("series", "series"),
        ("LLMs", "llm"),
        ("text-to-image", "text-to-image"),
    ],
)
def test_a_word_and_its_plural_are_one_word(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_folding_twice_changes_nothing_more() -> None:
    for word in "sinks queries biases batches taxes series classes gas axis".split():
        assert fold(fold(word)) == fold(word)


def test_hyphenated_words_stay_whole_and_numbers_alone_are_no_words() -> None:
    text = "Text-to-image GPT-4 models, 3D scenes; 2024 and 11.9 of state-of-the-art"
    assert words(text) == ["text-to-image", "gpt-4", "model", "3d", "scene", "and", "of", "state-of-the-art"]


def test_words_of_other_languages_are_words() -> None:
    assert words("Größe naïve 语音识别") == ["größe", "naïve", "语音识别"]


def test_papers_about_one_subject_point_one_way() -> None:
    papers, subjects = made_up(40), subjects_of(40)
    rows = place_by_words(papers["title"].tolist(), papers["abstract"].tolist(), 7).rows
    cosine = rows @ rows.T
    same = subjects[:, None] == subjects[None, :]
    assert cosine[same].mean() > 0.8
    assert abs(cosine[~same].mean()) < 0.1


def test_rows_have_length_one_and_at_most_eighty_numbers() -> None:
    papers = made_up(120)
    rows = place_by_words(papers["title"].tolist(), papers["abstract"].tolist(), 7).rows
    assert rows.shape[1] <= N_DIMENSIONS
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1)


def test_papers_without_words_have_rows_without_numbers() -> None:
    assert place_by_words(["", "12", "?"], ["", "3.4", "!"], 7).rows.shape == (3, 0)
    assert place_by_words(["One paper"], ["alone"], 7).rows.shape == (1, 0)


def test_papers_that_are_all_alike_give_rows_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rows = place_by_words(["Attention sinks"] * 20, ["What a sink is."] * 20, 7).rows
    np.testing.assert_allclose(rows @ rows.T, 1)


def test_a_row_of_zeros_stays_as_it_is() -> None:
    np.testing.assert_array_equal(unit_rows(np.array([[0.0, 0.0], [3.0, 4.0]])), [[0.0, 0.0], [0.6, 0.8]])
