"""Static vectors: those of wordllama to the bit, though each word is taken apart once."""

from __future__ import annotations

import numpy as np
import pytest
import wordllama
from hypothesis import given
from hypothesis import strategies as st
from test_known_vectors import INSTALLED
from tokenizers import Tokenizer

from analysis import static_vectors
from analysis.known_vectors import TOKENIZER
from analysis.static_vectors import StaticVectors

ODD = [
    "Kettles that sing",
    "",
    " ",
    "two  spaces",
    " before",
    "behind ",
    "its own\u2581 space and \u2581 another",
    "<s> or </s> x <unk>y",
    "lines\nand\ttabs and\u00a0none",
    "注意力 and 🤖 attention",
    "a " * 700,
    *(f"text {n} " * n for n in range(1, 70)),
]


@pytest.fixture(scope="module")
def whole() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(INSTALLED / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pieces_of(texts: list[str], pieces: static_vectors._Pieces) -> list[list[int]]:
    ids, lengths = pieces.of(texts)
    return [each.tolist() for each in np.split(ids, np.cumsum(lengths)[:-1])]


@given(texts=st.lists(st.text(st.sampled_from("ab -,.<s>/é注🤖\u2581\u00a0\n")), min_size=1, max_size=5))
def test_the_pieces_of_a_text_are_those_of_its_words(whole: Tokenizer, texts: list[str]) -> None:
    expected = [whole.encode(text, add_special_tokens=False).ids for text in texts]
    assert pieces_of(texts, static_vectors._Pieces(whole)) == expected


def test_words_are_remembered_from_batch_to_batch_and_forgotten_where_they_are_many(
    whole: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_vectors, "MOST_WORDS", 3)
    pieces = static_vectors._Pieces(whole)
    for texts in (["one two", "three"], ["two four"], ["one five", "two"]):
        assert pieces_of(texts, pieces) == [whole.encode(text, add_special_tokens=False).ids for text in texts]


@pytest.mark.slow(reason="wordllama is loaded with all it imports")
def test_they_are_those_that_wordllama_itself_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_vectors, "BATCH", 16)
    model = wordllama.WordLlama.load(cache_dir=INSTALLED, disable_download=True)
    np.testing.assert_array_equal(StaticVectors().vectors(ODD), model.embed(ODD))
