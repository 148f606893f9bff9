"""Noun phrases: telling words, hyphens kept, no filler, shown in the form people write."""

from __future__ import annotations

import pytest
from made_up_papers import made_up

from analysis.filler import BLAND, FILLER, NOT_ALONE
from analysis.phrase_counts import count_phrases
from analysis.phrases import names_a_thing
from analysis.spans import spans_of
from analysis.tokens import tokens_of
from analysis.words import fold, words


def broad_phrases(text: str) -> list[str]:
    spans = spans_of(tokens_of([""], [text]))
    return [spans.name(int(key)) for key in spans.keys]


def phrases(text: str) -> list[str]:
    return [phrase for phrase in broad_phrases(text) if phrase not in NOT_ALONE]


def test_hyphenated_words_are_kept_whole() -> None:
    found = phrases("Text-to-image generation with vision-language-action robots")
    assert "text-to-image generation" in found
    assert "vision-language-action robot" in found
    assert not {"text", "image", "vision"} & set(found)


def test_a_phrase_crosses_neither_punctuation_nor_filler() -> None:
    found = phrases("Quantization, hallucination (distillation) and watermarks; we propose gradients")
    assert {"quantization", "hallucination", "distillation", "watermark"} <= set(found)
    assert not [phrase for phrase in found if " " in phrase]


def test_of_may_join_two_words_and_stands_at_no_end() -> None:
    found = phrases("A mixture of experts of")
    assert "mixture of expert" in found
    assert not [phrase for phrase in found if phrase.startswith("of ") or phrase.endswith(" of")]


def test_words_that_say_little_alone_appear_only_in_longer_phrases() -> None:
    found = phrases("Attention sinks")
    assert "attention sink" in found
    assert "attention" not in found
    assert "attention" in broad_phrases("Attention sinks")


@pytest.mark.parametrize(
    "text",
    [
        "We propose a novel method and show that large language models achieve better results",
        "It is just quite merely likewise somewhat conversely the same, and probably does",
        "Der die das und nicht mit einer von zwischen",
        "Les des une dans avec pour que nous sont",
        "El los las una para con por nuestro también",
        "In 2024, 11.9 of 12",
        "",
    ],
)
def test_filler_is_no_phrase(text: str) -> None:
    assert phrases(text) == []


@pytest.mark.parametrize("word", ["AI", "NAS", "MAS", "OS", "RAG", "MIT", "EM", "DoS", "SAM", "KV"])
def test_acronyms_are_not_taken_for_words_of_another_language(word: str) -> None:
    if word not in {"AI", "MIT"}:
        assert phrases(f"{word} watermarks")[0] == fold(word)
    assert fold(word) not in FILLER or word in {"AI", "MIT"}


def test_lists_of_filler_are_folded_and_do_not_contradict_each_other() -> None:
    assert all(fold(word) == word or fold(fold(word)) == fold(word) for word in FILLER | NOT_ALONE | BLAND)
    assert not FILLER & NOT_ALONE
    assert not FILLER & {"attention", "sink", "hallucination", "quantization", "retrieval", "sparse"}


@pytest.mark.parametrize(
    "phrase", ["attention sink", "quantization", "video generation", "vision agent", "mistral"]
)
def test_a_noun_names_a_thing(phrase: str) -> None:
    assert names_a_thing(phrase)


@pytest.mark.parametrize("phrase", ["generative", "effectively", "attention based", "text-to-image", "pruning"])
def test_an_adjective_adverb_or_participle_names_nothing(phrase: str) -> None:
    assert not names_a_thing(phrase)


def test_phrases_are_shown_as_people_write_them() -> None:
    texts = ["LoRA adapters and KV caches", "The LoRA adapters", "A KV cache", "KV caches grow"]
    forms = count_phrases(texts, [""] * 4).written_forms({"lora adapter", "kv cache", "never seen"})
    assert forms == {"lora adapter": "LoRA adapters", "kv cache": "KV caches", "never seen": "never seen"}


def test_a_phrase_counts_once_per_paper_and_in_full_in_a_title() -> None:
    counts = count_phrases(["Sonnets", "Other verse"], ["A sonnet is a sonnet.", "It holds a sonnet, a sonnet."])
    assert counts.of("sonnet").tolist() == [1.0, 0.5]


@pytest.mark.parametrize(("n_papers", "least"), [(14, 1), (15, 2), (100, 2), (101, 3)])
def test_the_larger_the_corpus_the_more_papers_a_phrase_needs(n_papers: int, least: int) -> None:
    papers = made_up(n_papers)
    titles, abstracts = papers["title"].tolist(), papers["abstract"].tolist()
    for place in range(least):
        titles[place] += ", a zeugma"
    for place in range(least - 1):
        titles[place] += ", a chiasmus"
    vocabulary = count_phrases(titles, abstracts).vocabulary
    assert "zeugma" in vocabulary
    assert "chiasmus" not in vocabulary


def test_papers_without_a_telling_word_have_no_phrases() -> None:
    assert count_phrases(["A new method", "12"], ["We propose it.", ""]).vocabulary == ()
    assert count_phrases(["", ""], ["", ""]).uses.shape == (2, 0)


def test_words_joined_by_a_dash_are_two_and_by_a_hyphen_one() -> None:
    assert phrases("Quantization--distillation of zero-shot watermarks") == [
        "quantization",
        "distillation",
        "distillation of zero-shot",
        "distillation of zero-shot watermark",
        "zero-shot watermark",
        "watermark",
    ]


def test_phrases_keep_the_words_they_are_made_of() -> None:
    text = "Attention sinks in long-context decoding"
    assert all(word in words(text) for phrase in phrases(text) for word in phrase.split())
