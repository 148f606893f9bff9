"""The words of the command ``paper-themes``: its verbs and their options."""

from __future__ import annotations

import argparse
import importlib.metadata
from datetime import date
from pathlib import Path

from analysis.config import Folders
from analysis.stage_list import STAGES

PROGRAM = "paper-themes"
SETTINGS_FILE = Path("analysis.toml")
FORMATS = ("csv", "html", "png", "svg")
FETCH = "fetch"
"""A verb that is no stage: it fills the raw folder and makes nothing."""
UPDATE = "update"
"""A verb that is no stage: the quick way from new files to the report."""
CHECK = "check"
"""A verb that is no stage: it looks at everything and makes nothing."""


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line: a verb per stage, and three that are none."""
    shared = _shared_options()
    parser = argparse.ArgumentParser(
        PROGRAM,
        description="From saved listings of papers to their themes, their trends and one report.\n"
        "Each verb runs whatever is stale before it; nothing is made twice.",
        epilog=f"{shared.format_help().strip()}\n\nMore on one verb: {PROGRAM} VERB --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=_version(), help="say the version and stop")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, title="verbs")
    for name, stage in STAGES.items():
        verb = verbs.add_parser(name, parents=[shared], help=stage.says, description=f"{name}: {stage.says}.")
        if name in ("report", "charts"):
            _add_cut(verb)
        _add_workers(verb)
        if name == "report":
            text = "keep this report in a folder named by its newest date, and list all kept ones in index.html"
            verb.add_argument("--index", action="store_true", help=text)
            text = "a picture of each chart in the page, for readers without scripts (needs Chrome or Chromium)"
            verb.add_argument("--pictures", action="store_true", help=text)
        if name == "charts":
            _add_forms(verb)
        if name == "notebooks":
            verb.add_argument(
                "--notebooks",
                type=Path,
                default=Folders.notebooks,
                metavar="FOLDER",
                help="folder of the notebooks to run (default: %(default)s)",
            )
    verbs.add_parser(
        UPDATE,
        parents=[shared],
        help="new files -> the report, quickly: their papers are placed into the themes there are",
        description=f"{UPDATE}: reads only new files and places their papers into the themes there are; no theme "
        "is found, renamed or regrouped. Where an older file, a setting or the program has changed, it says so "
        "and runs all. The exact way is the verb report: it finds the themes anew, after an update too.",
    )
    verbs.add_parser(
        CHECK,
        parents=[shared],
        help="read everything again, compare it with its checksums and counts, and say what is wrong",
        description=f"{CHECK}: reads every dump, table and product, compares checksums, schemas and counts, and "
        "says what is wrong and what to do. It makes and changes nothing. Exit code 1 where something is wrong.",
    )
    _add_fetch(verbs)
    return parser


def _add_cut(verb: argparse.ArgumentParser) -> None:
    options = verb.add_argument_group("options that cut it down", "into a folder of its own beside the whole")
    which = options.add_mutually_exclusive_group()
    which.add_argument("--theme", metavar="NAME", help='only one theme, such as "Attention sinks"')
    which.add_argument("--only-watched", action="store_true", help="only the themes you follow")
    options.add_argument("--since", type=_day, metavar="DATE", help="only what was listed on this day or later")
    options.add_argument("--until", type=_day, metavar="DATE", help="only what was listed on this day or before")


def _add_workers(verb: argparse.ArgumentParser) -> None:
    options = verb.add_argument_group("options that spread the work", "needs paper-themes[cluster]; same result")
    who = options.add_mutually_exclusive_group()
    text = "address of a Dask scheduler, such as tcp://10.0.0.1:8786, whose workers share these folders"
    who.add_argument("--scheduler", metavar="ADDRESS", help=text)
    who.add_argument("--workers", type=_count, metavar="N", help="so many processes of this machine")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a number of processes, from 1")
    return int(text)


def _add_forms(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--format",
        nargs="+",
        type=_forms,
        default=[["html"]],
        metavar="FORM",
        help=f"forms of each chart: {', '.join(FORMATS)} (default: html; png and svg need Chrome or Chromium)",
    )
    verb.add_argument("--card", action="store_true", help="one picture of the whole report too, 1200 x 630 pixels")


def _forms(text: str) -> list[str]:
    forms = [form for form in text.split(",") if form]
    wrong = [form for form in forms if form not in FORMATS]
    if wrong or not forms:
        raise argparse.ArgumentTypeError(f"{text!r}: expected some of {', '.join(FORMATS)}")
    return forms


def _add_fetch(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "download listing days of the Daily Papers API into the raw folder"
    verb = verbs.add_parser(
        FETCH, help=says, description=f"{FETCH}: {says}; days that are there stay as they are."
    )
    for option, name, needed, text in (
        ("--from", "first", True, "first day"),
        ("--to", "last", False, "last day (default: yesterday in UTC)"),
    ):
        verb.add_argument(
            option, dest=name, type=_day, required=needed, metavar="DATE", help=f"{text}, such as 2025-03-01"
        )
    verb.add_argument("--endpoint", metavar="URL", help="a mirror to ask instead of https://huggingface.co")
    verb.add_argument(
        "--raw",
        type=Path,
        default=Folders.raw,
        metavar="FOLDER",
        help="folder of dumps; days go into its sub-folder daily (default: %(default)s)",
    )
    _add_talk(verb)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; expected one such as 2025-03-01") from None


def _shared_options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, usage=argparse.SUPPRESS)
    options = parser.add_argument_group("options of every verb")
    for name, default, text in (
        ("--raw", Folders.raw, "folder of dumps, never written to; the sample in it is read where it has none"),
        ("--processed", Folders.processed, "folder of the tables that are made"),
        ("--reports", Folders.reports, "folder of the pages that are made"),
    ):
        options.add_argument(
            name, type=Path, default=default, metavar="FOLDER", help=f"{text} (default: %(default)s)"
        )
    options.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help=f"settings and watch list (default: {SETTINGS_FILE} where it is there, else the built-in ones)",
    )
    _add_talk(options)
    return parser


def _add_talk(options: argparse._ActionsContainer) -> None:
    for name, text in (
        ("--quiet", "say nothing but warnings and errors; no progress bars"),
        ("--verbose", "say why each stage runs; show where an error arose"),
    ):
        options.add_argument(name, action="store_true", help=text)


def _version() -> str:
    try:
        return importlib.metadata.version(PROGRAM)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
