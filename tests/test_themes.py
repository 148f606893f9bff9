"""The themes of a corpus: clear ones found, watched ones always there, the same for every order of the papers."""

from __future__ import annotations

import logging
import re
import sys
import warnings
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from made_up_papers import made_up, rows_of, separated, subjects_of
from sklearn.metrics import adjusted_mutual_info_score

from analysis import tables
from analysis.config import Settings, WatchedTheme
from analysis.filler import FILLER
from analysis.stability import N_RUNS
from analysis.theme_tables import N_EXAMPLES, ThemeTables
from analysis.themes import ThemeError, find_themes, smallest_theme
from analysis.words import fold, words

CLEAR = {
    "attention sinks": r"attention.sink|massive activation|extreme.token|registers|first token",
    "hallucination": r"hallucinat|factuality|falsehood",
    "quantization": r"quanti|\d-bit|BitNet|FP4",
    "retrieval": r"retriev|\bRAG\b|RAG:|passage",
    "sparse attention": r"sparse attention|sparse transformer|longformer|big bird",
    "reinforcement learning": r"reinforcement",
    "speech": r"speech|audio|voice|TTS|codec",
    "robots": r"VLA|robot|action model",
    "medicine": r"medical|biomedical|pathology|x-ray|pancreas",
    "video": r"video generation",
    "code": r"\bcode\b|CodeBERT|SWE-bench|programming",
}
"""What the titles of the sample say they are about; a title that fits two is left out."""


def main_themes(found: ThemeTables) -> pd.Series:
    main = found.memberships[found.memberships["main"]]
    return main.set_index("paper_id")["theme_id"].sort_index()


def of_kind(found: ThemeTables, kind: str) -> pd.DataFrame:
    return found.themes[found.themes["kind"] == kind]


def subjects_in(titles: pd.Series) -> pd.Series:
    fits = pd.DataFrame({name: titles.str.contains(words, flags=re.IGNORECASE) for name, words in CLEAR.items()})
    return fits.idxmax(axis=1).where(fits.sum(axis=1) == 1).dropna()


def test_the_clear_themes_of_the_sample_are_found(
    sample_papers: pd.DataFrame, found_in_sample: ThemeTables
) -> None:
    subjects = subjects_in(sample_papers.set_index("paper_id")["title"].astype(str))
    themes = main_themes(found_in_sample)[subjects.index]
    assert len(subjects) > 100
    assert adjusted_mutual_info_score(subjects, themes) > 0.85


def test_most_papers_of_a_clear_subject_share_a_theme(
    sample_papers: pd.DataFrame, found_in_sample: ThemeTables
) -> None:
    subjects = subjects_in(sample_papers.set_index("paper_id")["title"].astype(str))
    themes = main_themes(found_in_sample)[subjects.index]
    for subject in ("attention sinks", "hallucination", "quantization", "retrieval", "speech", "medicine"):
        own = themes[subjects == subject]
        assert own.value_counts(normalize=True).iloc[0] >= 0.7, subject


def test_every_paper_has_one_main_theme_and_a_place_on_the_map(
    sample_papers: pd.DataFrame, found_in_sample: ThemeTables
) -> None:
    assert main_themes(found_in_sample).index.tolist() == sorted(sample_papers["paper_id"])
    assert found_in_sample.map["paper_id"].tolist() == sorted(sample_papers["paper_id"])
    assert np.isfinite(found_in_sample.map[["x", "y"]].to_numpy()).all()
    assert (main_themes(found_in_sample) == "unplaced").mean() <= 0.05


def test_a_main_theme_is_found_and_a_watched_one_comes_beside_it(found_in_sample: ThemeTables) -> None:
    kinds = found_in_sample.themes.set_index("theme_id")["kind"]
    memberships = found_in_sample.memberships
    assert set(kinds[memberships.loc[memberships["main"], "theme_id"]]) == {"found"}
    watched = memberships[memberships["theme_id"].map(kinds) == "watched"]
    assert len(watched) > 20
    assert not watched["main"].any()
    assert watched["why"].str.len().min() > 0


def test_a_paper_is_in_three_found_themes_at_most_and_once_in_each(found_in_sample: ThemeTables) -> None:
    memberships = found_in_sample.memberships
    assert not memberships.duplicated(["paper_id", "theme_id"]).any()
    found = memberships[memberships["theme_id"].isin(of_kind(found_in_sample, "found")["theme_id"])]
    assert found.groupby("paper_id").size().max() <= 3
    assert ((memberships["weight"] > 0) & (memberships["weight"] <= 1)).all()


def test_the_tables_agree_with_each_other(found_in_sample: ThemeTables) -> None:
    themes, memberships = found_in_sample.themes, found_in_sample.memberships
    assert themes["theme_id"].is_unique
    assert set(memberships["theme_id"]) <= set(themes["theme_id"])
    sizes = main_themes(found_in_sample).value_counts()
    for row in of_kind(found_in_sample, "found").itertuples():
        assert row.n_papers == sizes[row.theme_id] >= smallest_theme(155)
        assert set(row.example_ids) <= set(memberships.loc[memberships["theme_id"] == row.theme_id, "paper_id"])
        assert len(row.example_ids) == N_EXAMPLES
    assert found_in_sample.model["n_themes"].tolist() == [len(of_kind(found_in_sample, "found"))]
    assert found_in_sample.model["n_papers"].tolist() == [155]


def test_names_are_unique_speakable_and_without_filler(found_in_sample: ThemeTables) -> None:
    themes = found_in_sample.themes
    assert themes["name"].str.casefold().is_unique
    for row in of_kind(found_in_sample, "found").itertuples():
        assert re.fullmatch(r"[^\W\d_].*[\w)]", row.name), row.name
        assert not re.search(r"_|\d+$", row.name), row.name
        plain = row.name.removesuffix(" (found)")
        for text in (plain, *row.terms):
            assert not [word for word in text.split() if fold(word) in FILLER - {"and", "of"}], text
        assert len(row.terms) >= 3


def test_hyphenated_words_are_kept_whole_in_names_and_terms(
    sample_papers: pd.DataFrame, found_in_sample: ThemeTables
) -> None:
    shown = {
        word for terms in of_kind(found_in_sample, "found")["terms"] for term in terms for word in words(term)
    }
    written = set(words(" ".join(sample_papers["title"] + " . " + sample_papers["abstract"])))
    assert shown <= written
    assert any("-" in word for word in shown)


def test_stability_is_a_share_of_runs(found_in_sample: ThemeTables) -> None:
    stability = of_kind(found_in_sample, "found")["stability"]
    assert stability.between(0, 1).all()
    np.testing.assert_allclose(stability * N_RUNS, (stability * N_RUNS).round())
    assert stability.median() >= 0.8
    assert of_kind(found_in_sample, "watched")["stability"].isna().all()
    sureness = found_in_sample.memberships.loc[found_in_sample.memberships["main"], "sureness"]
    assert sureness.dropna().between(0, 1).all()
    assert 0.8 < found_in_sample.model["agreement"].iloc[0] <= 1


def test_areas_stand_together_in_the_order_of_the_charts(found_in_sample: ThemeTables) -> None:
    themes = found_in_sample.themes
    assert themes["area_order"].is_monotonic_increasing
    assert themes["area_order"].is_unique
    changes = sum(one != other for one, other in pairwise(themes["area"]))
    assert changes == themes["area"].nunique() - 1
    assert themes["area"].iloc[0] == "Watched"
    assert themes["color"].str.fullmatch("#[0-9A-Fa-f]{6}").all()


def test_the_watched_themes_are_there_in_the_order_of_the_list(found_in_sample: ThemeTables) -> None:
    watched = of_kind(found_in_sample, "watched")
    assert watched["name"].tolist() == ["Attention sinks", "Hallucination", "Sparse attention"]
    assert watched["theme_id"].tolist() == ["attention-sinks", "hallucination", "sparse-attention"]
    assert (watched["n_papers"] >= 8).all()


def test_the_tables_keep_to_their_schemas(found_in_sample: ThemeTables) -> None:
    for name in ("themes", "memberships", "map", "model"):
        frame = getattr(found_in_sample, name)
        pd.testing.assert_frame_equal(frame, tables.check(name, frame, name))


def assert_same(one: ThemeTables, other: ThemeTables) -> None:
    for name in ("themes", "memberships", "map", "model"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


@pytest.mark.slow(reason="themes of the sample are found twice")
def test_the_order_of_the_papers_changes_nothing() -> None:
    papers = made_up(60)
    shuffled = papers.sample(frac=1, random_state=9).reset_index(drop=True)
    assert_same(
        find_themes(papers, rows_of(papers), Settings()), find_themes(shuffled, rows_of(shuffled), Settings())
    )


def test_subjects_that_share_no_word_are_found_as_they_are() -> None:
    papers = made_up(60)
    found = find_themes(papers, rows_of(papers), Settings())
    assert adjusted_mutual_info_score(subjects_of(60), main_themes(found)) == pytest.approx(1)
    assert of_kind(found, "found")["stability"].min() >= 0.9


def test_watched_themes_without_a_paper_are_there_all_the_same() -> None:
    papers = made_up(20)
    found = find_themes(papers, rows_of(papers), Settings())
    watched = of_kind(found, "watched")
    assert watched["name"].tolist() == ["Attention sinks", "Hallucination", "Sparse attention"]
    assert watched["n_papers"].tolist() == [0, 0, 0]
    assert watched["example_ids"].tolist() == [[], [], []]


def test_without_a_watch_list_only_found_themes_are_there() -> None:
    papers = made_up(20)
    assert set(find_themes(papers, rows_of(papers), replace(Settings(), watched=())).themes["kind"]) == {"found"}


def test_watched_themes_with_like_or_foreign_names_have_ids_of_their_own() -> None:
    names = ["Robot arms", "robot-arms", "注意力", "机器人", "Unplaced", "T Robot"]
    watched = tuple(WatchedTheme(name, "What it is.", ("robot",)) for name in names)
    papers = made_up(20)
    found = find_themes(papers, rows_of(papers), replace(Settings(), watched=watched))
    assert of_kind(found, "watched")["name"].tolist() == names
    assert found.themes["theme_id"].is_unique
    assert found.themes["theme_id"].str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*").all()
    assert "unplaced" not in of_kind(found, "watched")["theme_id"].tolist()


@pytest.mark.parametrize("n_themes", [2, 8])
def test_the_number_of_themes_asked_for_is_kept(n_themes: int) -> None:
    papers = made_up(60)
    found = find_themes(papers, rows_of(papers), replace(Settings(), n_themes=n_themes))
    assert len(of_kind(found, "found")) == n_themes
    assert found.themes["name"].is_unique


def test_rows_in_groups_that_no_neighbour_links_have_places_on_the_map() -> None:
    papers = made_up(75)
    rows = separated(5, 15, noise=0)[np.arange(75) % 5 * 15]
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found = find_themes(papers, rows, Settings())
    assert np.isfinite(found.map[["x", "y"]].to_numpy()).all()
    assert len(of_kind(found, "found")) == 5


def test_nothing_but_our_own_warnings_are_given(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    papers = made_up(51)
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        find_themes(papers, rows_of(papers), Settings())
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_finding_themes_loads_neither_torch_nor_sentence_transformers(found_in_sample: ThemeTables) -> None:
    assert len(found_in_sample.themes)
    assert not {"torch", "sentence_transformers", "tensorflow"} & set(sys.modules)


def test_progress_is_told_in_words_up_to_the_last_step() -> None:
    told: list[tuple[str, int, int]] = []
    papers = made_up(20)
    find_themes(papers, rows_of(papers), Settings(), lambda *step: told.append(step))
    last = {says: (done, total) for says, done, total in told}
    assert last["grouping papers"] == (27, 27)
    assert last["measuring stability"] == (N_RUNS, N_RUNS)


@pytest.mark.parametrize(("n_papers", "least"), [(15, 3), (100, 3), (155, 4), (447, 7), (4000, 21)])
def test_the_smallest_theme_grows_with_the_corpus(n_papers: int, least: int) -> None:
    assert smallest_theme(n_papers) == least


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (np.zeros((3, 2)), "found 20 papers and 3 rows"),
        (np.zeros(20), r"shape \(20,\)"),
        (np.full((20, 2), np.nan), "40 that are not finite"),
    ],
)
def test_rows_that_do_not_fit_the_papers_are_told(rows: np.ndarray, said: str) -> None:
    with pytest.raises(ThemeError, match=said):
        find_themes(made_up(20), rows, Settings())


def test_no_paper_is_told() -> None:
    with pytest.raises(ThemeError, match="at least one paper"):
        find_themes(made_up(20).iloc[:0], np.zeros((0, 2)), Settings())
