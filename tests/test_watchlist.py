"""Watched themes: found by what papers say about them, not by a mention in passing."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_papers import made_up, rows_of, table

from analysis.config import WatchedTheme
from analysis.errors import AnalysisError
from analysis.watchlist import WHY_LETTERS, WatchError, check_watch_list, watch

SINKS = WatchedTheme("Attention sinks", "Tokens that draw attention.", ("attention sink", "block-sparse sink"))
PLAIN = "It is about poems."


def orthogonal(n_papers: int) -> np.ndarray:
    return np.eye(n_papers)


def test_a_phrase_in_the_title_leaves_no_doubt() -> None:
    found = watch(SINKS, ["On Attention Sinks", "On poems"], [PLAIN] * 2, orthogonal(2))
    assert found.members.tolist() == [0]
    assert found.why == ("“attention sink” in the title",)
    assert 0.5 < found.weights[0] <= 1


@pytest.mark.parametrize("text", ["attention-sinks", "ATTENTION SINK", "block sparse sink", "Block-Sparse sinks"])
def test_hyphen_or_space_singular_or_plural_large_or_small_are_one_phrase(text: str) -> None:
    assert watch(SINKS, [f"A study of {text}"], [PLAIN], orthogonal(1)).members.tolist() == [0]


@pytest.mark.parametrize("text", ["inattention sinks", "attention sinking"])
def test_a_phrase_inside_other_words_is_none(text: str) -> None:
    found = watch(SINKS, [f"A study of {text}"], [PLAIN], orthogonal(1))
    assert found.members.tolist() == []


def corpus() -> tuple[list[str], list[str], np.ndarray]:
    """Five papers about sinks, one near them, one that mentions them in passing, and others."""
    about = "An attention sink is a token. Attention sinks draw attention weight. The attention sink stays first."
    near = "The first token draws attention weight. An attention sink arises. Attention weight stays with it."
    papers = made_up(40)
    titles = [f"First token and attention weight {place}" for place in range(6)] + papers["title"].tolist()
    abstracts = [about] * 5 + [near] + papers["abstract"].tolist()
    abstracts[6] += " It also lessens the attention sink."
    return titles, abstracts, rows_of(table(titles, abstracts)).astype(np.float64)


def test_a_mention_in_passing_is_no_membership_and_one_among_the_like_is() -> None:
    titles, abstracts, rows = corpus()
    found = watch(SINKS, titles, abstracts, rows)
    assert found.members.tolist() == [0, 1, 2, 3, 4, 5]
    assert ((found.weights > 0) & (found.weights <= 1)).all()
    assert found.why[5].startswith("“attention sink” in: An attention sink arises")


@pytest.mark.parametrize(("n_unnamed", "joined"), [(2, 2), (12, 2)])
def test_of_three_papers_that_are_as_near_two_name_the_theme(n_unnamed: int, joined: int) -> None:
    near, others = 5 + n_unnamed, made_up(60)
    named = "An attention sink is a token. Attention sinks draw attention weight. The attention sink stays first. "
    unnamed = "A sink is a token. Sinks draw attention weight. Attention to the sink stays first. "
    said = [named] * 5 + [unnamed] * n_unnamed + [""] * (60 - near)
    abstracts = [before + after for before, after in zip(said, others["abstract"], strict=True)]
    rows = np.random.default_rng(3).normal(size=(60, 8))
    rows[:near, 0] += 6
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    members = watch(SINKS, ["First token"] * near + others["title"].tolist()[near:], abstracts, rows).members
    assert members[:5].tolist() == [0, 1, 2, 3, 4]
    assert len(members) == 5 + joined


def test_the_reason_is_short() -> None:
    abstract = "An attention sink " + "is a token that draws much " * 20 + ". " + "An attention sink. " * 3
    (why,) = watch(SINKS, ["Untold"], [abstract], orthogonal(1)).why
    assert why.endswith("…")
    assert len(why) < WHY_LETTERS + 30


def test_a_theme_that_no_paper_names_has_no_papers() -> None:
    found = watch(SINKS, ["Poems"] * 5, [PLAIN] * 5, np.zeros((5, 3)))
    assert (found.members.tolist(), found.why, found.weights.tolist()) == ([], (), [])


def test_rows_that_say_nothing_draw_in_no_paper() -> None:
    titles = ["Attention sinks"] * 3 + ["Poems"] * 20
    for rows in (np.zeros((23, 4)), orthogonal(23)):
        assert watch(SINKS, titles, [PLAIN] * 23, rows).members.tolist() == [0, 1, 2]


def theme(name: str, *phrases: str) -> WatchedTheme:
    return WatchedTheme(name, "What it is.", phrases)


@pytest.mark.parametrize(
    ("themes", "said"),
    [
        ([theme("Sinks", "sink"), theme(" sinks ", "drain")], "two watched themes are called 'Sinks'"),
        ([theme("Sinks", "sink", "")], "'Sinks' has the phrase ''"),
        ([theme("Sinks", " - ")], "'Sinks' has the phrase ' - '"),
        ([theme("Sinks")], "'Sinks' has no phrase"),
        ([theme("…", "sink")], "called '…'; give it a name"),
    ],
)
def test_a_watch_list_that_cannot_be_used_is_told_in_one_sentence(themes: list[WatchedTheme], said: str) -> None:
    with pytest.raises(WatchError, match=said) as caught:
        check_watch_list(themes)
    assert isinstance(caught.value, AnalysisError)


def test_a_good_watch_list_and_an_empty_one_pass() -> None:
    check_watch_list([])
    check_watch_list([SINKS, theme("注意力", "注意力")])
