"""Names that a person would say: telling, unique, without filler."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_papers import SUBJECTS, made_up, subjects_of

from analysis.filler import FILLER
from analysis.naming import N_TERMS, NAMELESS, Named, f_measure, name_groups, title_case
from analysis.phrase_counts import PhraseCounts, count_phrases
from analysis.words import fold, words

TITLES = ["Attention sinks in long texts"] * 2 + ["Sinks of attention heads", "An attention sink explained"]
OTHERS = ["Sonnet rhymes", "A sonnet and its rhyme", "Rhymes in sonnets", "The sonnet"]


def counted(titles: list[str], abstracts: list[str] | None = None) -> PhraseCounts:
    return count_phrases(titles, abstracts or [""] * len(titles))


@pytest.fixture(scope="module")
def named() -> list[Named]:
    papers = made_up(60)
    counts = count_phrases(papers["title"].tolist(), papers["abstract"].tolist())
    return name_groups(counts, subjects_of(60), {})


def test_a_theme_is_called_by_what_its_papers_share_and_others_do_not() -> None:
    names = [each.name for each in name_groups(counted(TITLES + OTHERS), np.repeat([0, 1], 4), {})]
    assert names[0] in {"Attention sink", "Attention sinks"}
    assert names[1].startswith(("Sonnet", "Rhyme"))


def test_every_name_and_term_is_of_the_theme_itself(named: list[Named]) -> None:
    for each, vocabulary in zip(named, SUBJECTS.values(), strict=True):
        own = {part for word in vocabulary for part in words(word)}
        used = set(words(each.name)) | {word for term in each.terms for word in words(term)}
        assert used - {"and"} <= own


def test_names_are_unique_and_begin_with_a_capital(named: list[Named]) -> None:
    assert len({each.name.casefold() for each in named}) == 5
    assert all(each.name[0].isupper() for each in named)


def test_no_filler_word_stands_in_a_name_or_term(named: list[Named]) -> None:
    for each in named:
        parts = [word for text in (each.name, *each.terms) for word in text.split()]
        assert not [word for word in parts if fold(word) in FILLER - {"and"}]


def test_terms_are_few_and_none_repeats_another(named: list[Named]) -> None:
    for each in named:
        parts = [frozenset(words(term)) for term in each.terms]
        assert 3 <= len(parts) <= N_TERMS
        assert not [(one, other) for one in parts for other in parts if one < other]
        assert len(set(parts)) == len(parts)


def test_a_theme_called_like_a_watched_one_says_that_it_was_found() -> None:
    groups = np.repeat([0, 1], 4)
    counts = counted(TITLES + OTHERS)
    plain = [each.name for each in name_groups(counts, groups, {})]
    marked = [each.name for each in name_groups(counts, groups, {}, ["attention SINKS"])]
    assert marked == [f"{plain[0]} (found)", plain[1]]


def test_groups_of_the_same_papers_words_still_have_names_of_their_own() -> None:
    names = [each.name for each in name_groups(counted(["Sonnet rhymes"] * 12), np.arange(12) % 4, {})]
    assert len({name.casefold() for name in names}) == 4


def test_groups_that_no_phrase_tells_have_names_that_say_so() -> None:
    titles = ["A new method", "Our results"] * 6 + ["Sonnet rhymes"] * 8
    groups = np.array([0, 1] * 6 + [2] * 8)
    names = [each.name for each in name_groups(counted(titles), groups, {})]
    assert names[:2] == [NAMELESS, f"{NAMELESS} 2"]
    assert "onnet" in names[2]


def test_no_group_or_no_phrase_at_all_is_no_error() -> None:
    assert name_groups(counted(["Sonnet rhymes"] * 3), np.full(3, -1), {}) == []
    nothing = name_groups(counted(["12"] * 3), np.zeros(3, dtype=np.int64), {})
    assert nothing == [Named(NAMELESS, ())]


def test_papers_in_no_theme_name_none() -> None:
    groups = np.array([0] * 4 + [-1] * 4)
    (only,) = name_groups(counted(TITLES + OTHERS), groups, {})
    assert "onnet" not in " ".join((only.name, *only.terms))


def test_the_f_measure_weighs_precision_above_recall() -> None:
    high, low = np.array([0.9]), np.array([0.3])
    assert f_measure(high, low)[0] > f_measure(low, high)[0]
    assert f_measure(np.zeros(1), np.zeros(1))[0] == 0


def test_a_capital_stands_at_the_start_and_the_rest_is_as_written() -> None:
    assert title_case("attention sinks") == "Attention sinks"
    assert title_case("KV cache and LoRA") == "KV cache and LoRA"
    assert title_case("") == ""
