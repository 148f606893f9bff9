"""What a person at a terminal relies on: quick help, one sentence for an error, and codes a script can read."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path

import pytest

from analysis import cli
from analysis.cut import Cut
from analysis.errors import AnalysisError
from analysis.job import Job
from analysis.pipeline import Outcome
from analysis.stage_list import STAGES

HEAVY = {"bertopic", "kaleido", "nbconvert", "numpy", "pandas", "plotly", "sklearn", "torch", "tqdm", "umap"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, Job]]:
    """What the command asked the pipeline for; nothing is run."""
    asked: list[tuple[str, Job]] = []

    def make(verb: str, job: Job) -> Outcome:
        asked.append((verb, job))
        logging.getLogger("analysis.pipeline").info("a line with counts")
        return Outcome(job, ("read",), (job.folders.reports / "themes.html",))

    monkeypatch.setattr(cli, "make", make)
    monkeypatch.setenv("TQDM_DISABLE", "")
    monkeypatch.chdir(tmp_path)
    return asked


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def make(verb: str, job: Job) -> Outcome:
        raise error

    monkeypatch.setattr(cli, "make", make)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)


def test_help_answers_in_under_half_a_second() -> None:
    run("-m", "analysis", "--help")  # compiles what is new
    seconds = []
    for _ in range(3):
        before = os.times()
        run("-m", "analysis", "--help")
        after = os.times()
        # of a processor: what else the machine does is not our doing
        seconds.append(sum(after[2:4]) - sum(before[2:4]))
    assert min(seconds) < 0.5


def test_help_loads_no_heavy_library() -> None:
    code = "import sys, analysis.cli as cli\ntry:\n cli.main(['--help'])\nexcept SystemExit:\n print(*sys.modules)"
    assert not HEAVY & set(run("-c", code).stdout.splitlines()[-1].split())


def test_help_shows_every_verb_and_every_option_with_a_word_on_each(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--help"])
    assert stopped.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    for name, stage in STAGES.items():
        assert f"{name} {stage.says}" in shown
    for option in ("--raw FOLDER folder of dumps", "--processed FOLDER folder", "--reports FOLDER folder"):
        assert option in shown
    for option in ("--settings FILE settings", "--quiet say nothing", "--verbose say why"):
        assert option in shown


@pytest.mark.parametrize("verb", list(STAGES))
def test_every_verb_has_its_own_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main([verb, "--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert f"usage: paper-themes {verb}" in shown
    assert "--raw FOLDER" in shown


def test_options_reach_the_run(asked: list[tuple[str, Job]], tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("[themes]\nseed = 11\n", encoding="utf-8")
    words = "charts --raw r --processed p --reports o --settings my.toml --format svg png"
    assert cli.main(words.split()) == 0
    ((verb, job),) = asked
    assert verb == "charts"
    assert [str(folder) for folder in (job.folders.raw, job.folders.processed, job.folders.reports)] == [
        "r",
        "p",
        "o",
    ]
    assert job.settings.seed == 11
    assert job.formats == ("png", "svg")


def test_forms_may_be_joined_by_commas_and_a_part_be_asked_for(asked: list[tuple[str, Job]]) -> None:
    words = [
        "charts",
        "--format",
        "png,svg",
        "csv",
        "--card",
        "--theme",
        "Attention sinks",
        "--since",
        "2025-03-01",
    ]
    assert cli.main(words) == 0
    ((_, job),) = asked
    assert job.formats == ("csv", "png", "svg")
    assert job.card
    assert job.cut == Cut(theme="Attention sinks", since=date(2025, 3, 1))


def test_settings_beside_the_reader_are_used_unasked(asked: list[tuple[str, Job]], tmp_path: Path) -> None:
    cli.main(["report"])
    (tmp_path / "analysis.toml").write_text("[themes]\nseed = 12\n", encoding="utf-8")
    cli.main(["report"])
    assert [job.settings.seed for _, job in asked] == [7, 12]


def test_a_run_says_what_it_did_and_where_to_look(
    asked: list[tuple[str, Job]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report"]) == 0
    said = capsys.readouterr()
    assert said.err == "a line with counts\n"
    assert said.out == f"{Path('reports/themes.html')}\n"


def test_a_run_that_made_nothing_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "make", lambda verb, job: Outcome(job, (), (Path("reports/themes.html"),)))
    assert cli.main(["report"]) == 0
    assert capsys.readouterr().out.startswith("Nothing has changed, nothing was made again: ")


def test_quiet_says_nothing_and_switches_progress_bars_off(
    asked: list[tuple[str, Job]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "--quiet"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")
    assert os.environ["TQDM_DISABLE"] == "1"


def test_an_error_of_the_reader_is_one_sentence_and_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, AnalysisError("a.txt: holds no paper; expected a saved listing."))
    assert cli.main(["report"]) == 2
    said = capsys.readouterr()
    assert said.err == "paper-themes: a.txt: holds no paper; expected a saved listing.\n"
    assert said.out == ""


def test_a_folder_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, PermissionError(13, "Permission denied", "reports/themes.html"))
    assert cli.main(["report"]) == 2
    assert capsys.readouterr().err == "paper-themes: reports/themes.html: Permission denied\n"


@pytest.mark.parametrize("verbose", [False, True])
def test_an_error_nobody_foresaw_shows_its_traceback_only_when_asked(
    verbose: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, KeyError("theme"))
    assert cli.main(["report", *(["--verbose"] if verbose else [])]) == 1
    said = capsys.readouterr().err
    assert ("Traceback" in said) is verbose
    last = said.splitlines()[-1]
    assert last.startswith("paper-themes: This should not have happened (KeyError: 'theme').")
    assert ("--verbose" in last) is not verbose


def test_ctrl_c_ends_with_a_sentence_and_the_code_of_shells(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    assert cli.main(["report"]) == 130
    assert capsys.readouterr().err.startswith("paper-themes: Stopped.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("report --settings nowhere.toml", "nowhere.toml: cannot be read"),
        ("report --raw nowhere", "nowhere: there is no such folder"),
        ("read --raw .", ".: no dump found, the folder is empty"),
    ],
)
def test_a_wrong_folder_or_file_is_named(
    words: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(words.split()) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert len(shown.splitlines()) == 1


@pytest.mark.parametrize("words", ["", "unknown", "report --unknown", "charts --format gif"])
def test_words_the_command_does_not_know_end_with_code_2(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(words.split())
    assert stopped.value.code == 2
    assert "usage: paper-themes" in capsys.readouterr().err


@pytest.mark.parametrize("verbose", [False, True])
def test_what_libraries_tell_is_for_those_who_asked(
    verbose: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def make(verb: str, job: Job) -> Outcome:
        logging.getLogger("some.library").warning("told by a library")
        warnings.warn("warned by a library", stacklevel=1)
        return Outcome(job, (), ())

    monkeypatch.setattr(cli, "make", make)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        cli.main(["report", *(["--verbose"] if verbose else [])])
    told = capsys.readouterr().err
    assert ("told by a library" in told) is verbose
    assert ("warned by a library" in told) is verbose


def test_the_command_leaves_logging_as_it_found_it(asked: list[tuple[str, Job]]) -> None:
    ours, root = logging.getLogger("analysis"), logging.getLogger()
    before = list(ours.handlers), ours.propagate, list(root.handlers)
    cli.main(["report"])
    assert (list(ours.handlers), ours.propagate, list(root.handlers)) == before
