"""Corpora nobody hopes for: a clear sentence, no traceback, nothing lost."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_up_papers import made_up, rows_of, table

from analysis import cli, tables
from analysis.config import Settings, WatchedTheme
from analysis.theme_tables import ThemeTables
from analysis.themes import find_themes
from analysis.watchlist import WatchError

WATCHED = ["Attention sinks", "Hallucination", "Sparse attention"]
CHROME = "new\n\nSubscribe\n\nbyAK and the research community\n\nMar 11\n\n"

Corpus = Callable[[int], pd.DataFrame]


@cache
def themes_of(corpus: Corpus, n_papers: int) -> ThemeTables:
    """The themes of a corpus, found once for all tests that look at it."""
    papers = corpus(n_papers)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        return find_themes(papers, rows_of(papers), Settings())


def alike(n_papers: int) -> pd.DataFrame:
    return table(["Sonnets and rhyme"] * n_papers, ["The sonnet is a poem with a rhyme."] * n_papers)


def nearly_alike(n_papers: int) -> pd.DataFrame:
    return table([f"Sonnets and rhyme {n}" for n in range(n_papers)], ["The sonnet has a rhyme."] * n_papers)


def different(n_papers: int) -> pd.DataFrame:
    letters = "bcdfghjklmnpqrstvwxz"

    def word(number: int) -> str:
        return "".join(letters[number // 20**place % 20] + "aeiou"[place] for place in range(4))

    titles = [f"{word(7919 * n + 1)} {word(7919 * n + 2)}".capitalize() for n in range(n_papers)]
    return table(titles, [f"It is {word(104729 * n + 3)}." for n in range(n_papers)])


def one_many_times(n_papers: int) -> pd.DataFrame:
    others = made_up(n_papers - 50)
    return table(
        ["Sonnets and their rhyme"] * 50 + others["title"].tolist(),
        ["The sonnet and its rhyme."] * 50 + others["abstract"].tolist(),
    )


def one_word(n_papers: int) -> pd.DataFrame:
    return table(made_up(n_papers)["title"].tolist(), ["Speech"] * n_papers)


def empty_abstracts(n_papers: int) -> pd.DataFrame:
    return table(made_up(n_papers)["title"].tolist(), [""] * n_papers)


def one_phrase(n_papers: int) -> pd.DataFrame:
    return table([f"A new model of speech {n}" for n in range(n_papers)], ["We propose it."] * n_papers)


def german(n_papers: int) -> pd.DataFrame:
    speech = ("Spracherkennung mit vielen Stimmen", "Wir erkennen die Sprache und die Stimmen, auch mit Akzent.")
    protein = ("Faltung der Proteine", "Das Eiweiß und die Enzyme werden von uns gefaltet, nicht nur im Rechner.")
    chosen = [speech if n % 2 else protein for n in range(n_papers)]
    return table([title for title, _ in chosen], [abstract for _, abstract in chosen])


def chinese(n_papers: int) -> pd.DataFrame:
    chosen = [
        ("语音 识别", "研究 语音 识别") if n % 2 else ("蛋白质 结构", "蛋白质 折叠") for n in range(n_papers)
    ]
    return table([title for title, _ in chosen], [f"{abstract} {n}。" for n, (_, abstract) in enumerate(chosen)])


def odd_letters(n_papers: int) -> pd.DataFrame:
    papers = made_up(n_papers)
    return table(
        ["<script>alert(1)</script> 🤖 \x00 " + title for title in papers["title"]], papers["abstract"].tolist()
    )


def without_words(n_papers: int) -> pd.DataFrame:
    return table([str(n) for n in range(n_papers)], ["12, 34 and 5.6"] * n_papers)


def only_filler(n_papers: int) -> pd.DataFrame:
    return table(["A novel model"] * n_papers, ["We propose a method and show its results."] * n_papers)


PLACED: list[tuple[Corpus, int]] = [
    *((made_up, n_papers) for n_papers in (15, 50, 51, 60)),
    *((alike, n_papers) for n_papers in (15, 60)),
    *((corpus, 60) for corpus in (nearly_alike, one_word, empty_abstracts, one_phrase, odd_letters)),
    (one_many_times, 70),
    (german, 40),
    (chinese, 40),
]
UNPLACED: list[tuple[Corpus, int]] = [
    *((made_up, n_papers) for n_papers in (1, 2, 3, 5, 14)),
    *((corpus, n_papers) for corpus in (different, without_words, only_filler) for n_papers in (20, 60)),
]


def named(case: object) -> str:
    return case.__name__ if callable(case) else str(case)


def assert_nothing_lost(found: ThemeTables, papers: pd.DataFrame) -> None:
    main = found.memberships[found.memberships["main"]]
    assert main["paper_id"].tolist() == papers["paper_id"].tolist()
    assert found.map["paper_id"].tolist() == papers["paper_id"].tolist()
    assert np.isfinite(found.map[["x", "y"]].to_numpy()).all()
    sizes = main["theme_id"].value_counts()
    kinds = found.themes.set_index("theme_id")
    assert kinds.loc[sizes.index, "n_papers"].tolist() == sizes.tolist()
    assert found.themes["name"].str.casefold().is_unique
    assert found.themes["theme_id"].is_unique
    assert found.themes.loc[found.themes["kind"] == "watched", "name"].tolist() == WATCHED
    assert found.themes["stability"].dropna().between(0, 1).all()
    assert found.model["agreement"].dropna().between(-1, 1).all()


@pytest.mark.slow(reason="themes are found in one odd corpus after the other")
@pytest.mark.parametrize(("corpus", "n_papers"), PLACED, ids=named)
def test_from_fifteen_papers_on_each_has_a_theme(corpus: Corpus, n_papers: int) -> None:
    found = themes_of(corpus, n_papers)
    assert_nothing_lost(found, corpus(n_papers))
    assert (found.memberships.query("main")["theme_id"] == "unplaced").mean() <= 0.05


@pytest.mark.parametrize(("corpus", "n_papers"), UNPLACED, ids=named)
def test_papers_too_few_or_without_a_shared_word_are_kept_and_that_is_said(
    corpus: Corpus, n_papers: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "analysis"):
        found = themes_of(corpus, n_papers)
    assert_nothing_lost(found, corpus(n_papers))
    assert set(found.memberships.query("main")["theme_id"]) == {"unplaced"}
    (said,) = caplog.messages
    if n_papers < 15:
        assert said == f"{n_papers} papers: themes need at least 15, so none were looked for." or n_papers == 1
    else:
        assert said == "No two papers share a word that tells a theme: none were looked for."


@pytest.mark.slow(reason="themes are found in one odd corpus after the other")
@pytest.mark.parametrize("corpus", [alike, nearly_alike], ids=named)
def test_papers_that_are_all_alike_are_few_themes_of_one_subject(corpus: Corpus) -> None:
    found = themes_of(corpus, 60).themes.query("kind == 'found'")
    assert len(found) <= 2
    assert found["name"].str.contains("onnet|hyme").any()


@pytest.mark.slow(reason="themes are found in one odd corpus after the other")
def test_a_paper_told_fifty_times_is_one_theme_that_holds() -> None:
    found = themes_of(one_many_times, 70)
    theme_of = found.memberships.query("main").set_index("paper_id")["theme_id"]
    (theme,) = set(theme_of.iloc[:50])
    assert theme not in set(theme_of.iloc[50:])
    assert found.themes.set_index("theme_id").loc[theme, "stability"] >= 0.9


@pytest.mark.slow(reason="themes are found in one odd corpus after the other")
@pytest.mark.parametrize(("corpus", "n_themes"), [(german, 2), (chinese, 2)], ids=named)
def test_another_language_gives_themes_without_its_filler(corpus: Corpus, n_themes: int) -> None:
    found = themes_of(corpus, 40).themes.query("kind == 'found'")
    assert len(found) == n_themes
    shown = {word.lower() for name in found["name"] for word in name.split()}
    assert not shown & {"der", "die", "das", "und", "mit", "wir", "von", "other"}


@pytest.mark.slow(reason="themes are found in one odd corpus after the other")
@pytest.mark.parametrize("n_themes", [2, 1000])
@pytest.mark.parametrize("corpus", [made_up, alike], ids=named)
def test_any_number_of_themes_may_be_asked_for(corpus: Corpus, n_themes: int) -> None:
    papers = corpus(20)
    found = find_themes(papers, rows_of(papers), replace(Settings(), n_themes=n_themes))
    assert_nothing_lost(found, papers)
    assert 1 <= len(found.themes.query("kind == 'found'")) <= min(n_themes, 6)


@pytest.mark.parametrize(
    ("phrases", "names", "said"),
    [(("",), ("Sinks",), "write phrases of at least one word"), (("sink",), ("Sinks", "sinks"), "its own name")],
)
def test_a_watch_list_that_cannot_be_used_is_told(
    phrases: tuple[str, ...], names: tuple[str, ...], said: str
) -> None:
    watched = tuple(WatchedTheme(name, "What it is.", phrases) for name in names)
    with pytest.raises(WatchError, match=said):
        find_themes(made_up(3), np.zeros((3, 2)), replace(Settings(), watched=watched))


def dump(papers: pd.DataFrame) -> str:
    entries = zip(papers["title"], papers["abstract"], strict=True)
    return CHROME + "\n\n".join(f"{title}\n\n{abstract}" for title, abstract in entries) + "\n"


def run(verb: str, root: Path, *more: str) -> int:
    folders = ["--raw", str(root / "raw"), "--processed", str(root / "made"), "--reports", str(root / "reports")]
    return cli.main([verb, *folders, *more])


@pytest.mark.slow(reason="a report is made of one odd corpus after the other")
@pytest.mark.parametrize(
    ("corpus", "n_papers"),
    [(made_up, 1), (made_up, 3), (made_up, 60), (alike, 50), (different, 30), (german, 40)],
    ids=named,
)
def test_the_command_makes_themes_and_a_report_of_any_dump(
    corpus: Corpus, n_papers: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()
    papers = corpus(n_papers)
    (tmp_path / "raw" / "a.txt").write_text(dump(papers), encoding="utf-8")
    assert run("report", tmp_path, "--quiet") == 0
    said = capfd.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "Warning" not in said.err
    assert len(said.err.splitlines()) <= 1, said.err
    read, memberships, themes = (
        tables.read_table(tmp_path / "made", name) for name in ("papers", "memberships", "themes")
    )
    assert len(read) == papers["title"].nunique()
    assert sorted(memberships.query("main")["paper_id"]) == sorted(read["paper_id"])
    assert themes.loc[themes["kind"] == "watched", "name"].tolist() == WATCHED
    assert ("none were looked for" in said.err) == (set(memberships.query("main")["theme_id"]) == {"unplaced"})
    page = (tmp_path / "reports" / "themes.html").read_text(encoding="utf-8")
    assert all(name in page for name in WATCHED)


WATCH = '[[watch]]\nname = "{}"\ndefinition = "What it is."\nphrases = ["{}"]\n'


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (WATCH.format("Sinks", ""), "'Sinks'"),
        (WATCH.format("Sinks", " - "), "'Sinks'"),
        (WATCH.format("", "sink"), "name"),
        (WATCH.format("Sinks", "sink") + WATCH.format("sinks", "drain"), "sinks"),
    ],
)
def test_the_command_tells_in_one_sentence_what_a_watch_list_lacks(
    settings: str, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(dump(made_up(5)), encoding="utf-8")
    (tmp_path / "settings.toml").write_text(settings, encoding="utf-8")
    assert run("themes", tmp_path, "--quiet", "--settings", str(tmp_path / "settings.toml")) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("paper-themes: ")
    assert said in line
