"""What keeps a theme itself from run to run: its papers first, and where they lie."""

from __future__ import annotations

import numpy as np
import pytest
from theme_runs import papers, run

from analysis.overlap import SAME_FROM, Corpus, overlap


def test_papers_that_only_one_run_knows_do_not_count_against_a_theme() -> None:
    before = {"x": [*papers("a", 0, 5), *papers("a", 50, 59)]}
    now = {"y": [*papers("a", 0, 5), *papers("a", 70, 79)]}
    measured = overlap(before, now, run(now).corpus)
    assert measured.shared.tolist() == [[6]]
    assert (measured.sizes_before.tolist(), measured.sizes_now.tolist()) == ([16], [16])
    assert measured.score[0, 0] == pytest.approx(1.0, abs=0.03)


def test_the_score_is_the_mean_of_jaccard_and_the_cosine_of_the_centroids() -> None:
    corpus = Corpus(("p", "q", "r"), np.eye(3))
    measured = overlap({"x": ["p", "q"], "z": ["r"]}, {"y": ["q", "r"], "w": ["p"]}, corpus)
    assert measured.score[0, 0] == pytest.approx((1 / 3 + 1 / 2) / 2)
    measured = overlap({"x": ["p", "q"], "z": ["r"]}, {"y": ["q", "p", "r"]}, corpus)
    assert measured.score[0, 0] == pytest.approx((2 / 3 + 2 / np.sqrt(6)) / 2)
    assert measured.score[1, 0] == pytest.approx((1 / 3 + 1 / np.sqrt(3)) / 2)


def test_the_best_sum_wins_and_each_theme_is_matched_once() -> None:
    # y has more of x1 than of x2, but z can only be x1
    before = {"x1": papers("a", 0, 19), "x2": papers("a", 20, 29)}
    now = {"y": [*papers("a", 0, 2), *papers("a", 20, 29)], "z": papers("a", 3, 19)}
    assert overlap(before, now, run(now).corpus).matches() == {"y": "x2", "z": "x1"}


def test_a_theme_like_none_before_is_matched_with_none() -> None:
    before = {"x": papers("a", 0, 9), "gone": papers("c", 0, 5)}
    now = {"y": papers("a", 0, 9), "new": papers("b", 0, 9)}
    measured = overlap(before, now, run(now).corpus)
    assert measured.matches() == {"y": "x"}
    assert measured.score[:, 1].max() < SAME_FROM


def test_one_or_two_shared_papers_may_be_chance() -> None:
    before = {"x": [*papers("a", 0, 1), *papers("a", 50, 59)]}
    now = {"y": papers("a", 0, 9)}
    measured = overlap(before, now, run(now).corpus)
    assert measured.score[0, 0] > SAME_FROM
    assert measured.matches() == {}
    assert overlap({"x": papers("a", 0, 1)}, {"y": papers("a", 0, 1)}, run(now).corpus).matches() == {"y": "x"}


def test_no_theme_before_or_now_is_no_match() -> None:
    corpus = run({"y": papers("a", 0, 4)}).corpus
    assert overlap({}, {"y": papers("a", 0, 4)}, corpus).matches() == {}
    assert overlap({"x": papers("a", 0, 4)}, {}, corpus).matches() == {}
