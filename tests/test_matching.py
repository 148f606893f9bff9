"""Which appearances are taken for the same paper."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.matching import Candidate, bare_arxiv_id, normalised_title, same_papers
from analysis.readable import readable

SINKS = (
    "The first tokens of a text draw much of the attention of a language model, whatever they say. We follow this "
    "habit through training and find that it appears early, grows with depth, and goes when the softmax does not "
    "have to spend its weight. Removing the sinks makes small models easier to compress and costs no accuracy."
)
PRUNING = (
    "Pictures make long prompts, and most of their tokens say little. We measure which of them a vision-language "
    "model reads at each layer and drop the rest on the way. Answers stay the same on eight benchmarks while the "
    "prompt shrinks to a fifth, with no training and with a rule that fits in three lines of code."
)


def together(*candidates: Candidate) -> bool:
    return len(set(same_papers(candidates))) == 1


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Attention Sinks: A Study", "attention sinks -- a study"),
        ("Réseaux d'attention", "R\\'eseaux d'attention"),
        ("Straße nach X^2", "STRASSE NACH X²"),
        ("``Quoted'' Titles", '"Quoted" Titles'),
        ("Cafe\u0301 Models", "Café  Models."),
        ("Scaling \\emph{Everything}", "Scaling Everything"),
        ("In-Context Learning", "In\u2010Context Learning"),
    ],
)
def test_titles_that_differ_in_case_accents_punctuation_or_latex_are_one(title: str, other: str) -> None:
    shown, other_shown = readable(title), readable(other)
    assert normalised_title(shown) == normalised_title(other_shown)
    assert together(Candidate(shown, SINKS), Candidate(other_shown, PRUNING))


def test_a_title_without_any_word_still_has_a_form() -> None:
    assert normalised_title(" ??? ") == "???"
    assert normalised_title("注意力 机制") == "注意力 机制"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("2503.01234", "2503.01234"),
        ("2503.01234v2", "2503.01234"),
        ("arXiv:2503.01234v11", "2503.01234"),
        ("https://arxiv.org/abs/2503.01234", "2503.01234"),
        ("https://arxiv.org/pdf/cs/0301012v1.pdf", "cs/0301012"),
        ("https://huggingface.co/papers/2503.01234", "2503.01234"),
        ("cs.CL/0301012", "cs.cl/0301012"),
        ("https://example.org/2503", None),
        ("", None),
        (None, None),
    ],
)
def test_an_arxiv_id_is_read_from_any_of_its_forms(text: str | None, bare: str | None) -> None:
    assert bare_arxiv_id(text) == bare


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Why Language Models Attend to First Tokens", "Why Language Models Attend to the First Token"),
        ("Attention Sinks in Small Models", "Attention Sinks in Small Models (Extended Version)"),
        ("Attention Sinks in Small Models", "Attention Sinks in Small Models v2"),
        ("YOLO-E: Seeing Sinks", "YOLOE: Seeing Sinks"),
        ("Attention Sinks in Small Models", "Where Attention Goes to Waste: A Renamed Paper"),
    ],
)
def test_nearly_the_same_title_over_the_same_abstract_is_one_paper(title: str, other: str) -> None:
    assert together(Candidate(title, SINKS), Candidate(other, SINKS.replace("much of", "most of")))


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Attention Sinks, Part 1", "Attention Sinks, Part 2"),
        ("Attention Sinks, Part I", "Attention Sinks, Part II"),
        ("Qwen2 Technical Report", "Qwen2.5 Technical Report"),
        ("Attention Sinks in Vision Models", "Attention Sinks in Speech Models"),
        ("On Sinks", "On Links"),
    ],
)
def test_alike_titles_over_other_abstracts_are_two_papers(title: str, other: str) -> None:
    assert not together(Candidate(title, SINKS), Candidate(other, PRUNING))


def test_short_abstracts_alike_by_chance_do_not_join_papers() -> None:
    titles = [f"Paper number {number}" for number in range(20)]
    assert len(set(same_papers([Candidate(title, f"Words of {title}.") for title in titles]))) == 20


def test_the_same_arxiv_id_joins_whatever_the_titles_say() -> None:
    assert together(Candidate("One Name", SINKS, "2503.01234"), Candidate("Another Name", PRUNING, "2503.01234"))


def test_different_arxiv_ids_never_fall_together_not_even_by_way_of_a_third() -> None:
    same = [
        Candidate("Sinks", SINKS, "2503.00001"),
        Candidate("Sinks", SINKS, None),
        Candidate("Sinks", SINKS, "2503.00002"),
    ]
    assert same_papers(same) == [0, 0, 2]
    assert same_papers([same[1], same[2], same[0]]) == [0, 0, 2]


def test_an_appearance_without_id_joins_the_one_with_it() -> None:
    assert together(Candidate("Sinks", SINKS), Candidate("Sinks", SINKS, "2503.00001"), Candidate("SINKS", SINKS))


def test_no_appearance_gives_no_group() -> None:
    assert same_papers([]) == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            Candidate,
            st.sampled_from(["Sinks", "sinks!", "Sinks in Depth", "Sinks in  depth", "Pruning"]),
            st.sampled_from([SINKS, PRUNING, ""]),
            st.sampled_from([None, "2503.00001", "2503.00002"]),
        ),
        max_size=8,
    )
)
def test_groups_are_led_by_their_first_and_hold_one_arxiv_id(candidates: list[Candidate]) -> None:
    firsts = same_papers(candidates)
    assert all(firsts[first] == first <= index for index, first in enumerate(firsts))
    for leader in set(firsts):
        ids = {each.arxiv_id for each, first in zip(candidates, firsts, strict=True) if first == leader}
        assert len(ids - {None}) <= 1


@pytest.mark.slow(reason="ten thousand papers are compared")
def test_ten_thousand_papers_with_common_words_are_matched_in_seconds() -> None:
    chance = random.Random(1)
    words = [f"{start}{end}" for start in ("deep", "large", "sparse", "token") for end in range(60)]
    candidates = [
        Candidate(
            "Towards Large Language Models with " + " ".join(chance.choices(words, k=4)),
            "Large language models (LLMs) have shown remarkable results. " + " ".join(chance.choices(words, k=60)),
        )
        for _ in range(10_000)
    ]
    began = time.process_time()
    firsts = same_papers(
        [*candidates, Candidate(candidates[5].title.replace("Towards", "Toward"), candidates[5].abstract)]
    )
    assert time.process_time() - began < 20
    assert firsts[-1] == 5
    assert len(set(firsts)) == 10_000
