"""The command ``paper-themes``: one verb per stage; each runs whatever is stale before it."""

from __future__ import annotations

import argparse
import errno
import importlib.metadata
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from analysis.config import Folders, load_settings
from analysis.cut import Cut
from analysis.errors import AnalysisError
from analysis.pipeline import STAGES, Outcome, make
from analysis.stages.job import Job, Workers
from analysis.terminal import terminal
from analysis.visible_text import visible

PROGRAM = "paper-themes"
SETTINGS_FILE = Path("analysis.toml")
FORMATS = ("csv", "html", "png", "svg")
FETCH = "fetch"
"""A verb that is no stage: it fills the raw folder and makes nothing."""
UPDATE = "update"
"""A verb that is no stage: the quick way from new files to the report."""
CHECK = "check"
"""A verb that is no stage: it looks at everything and makes nothing."""

USER_ERROR = 2
"""Exit code where a person can mend what went wrong: an input, a setting, a folder."""
OUR_ERROR = 1
"""Exit code of an error nobody foresaw, and of ``check`` where something is wrong."""
STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
TOO_LITTLE_MEMORY = (
    "The memory was not enough. What was whole is kept. Close other programs, read fewer files at a time (--raw), "
    'or set encoder = "hybrid", which needs least.'
)
DISK_FULL = "The disk is full; nothing half-written is left. Free some space, or name other folders"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0, or 2 where the input, a setting or a folder cannot be used.

    ``check`` returns 1 where something is wrong.

    :param argv: words after the command's name; None takes those of this process.
    """
    arguments = _parser().parse_args(argv)
    with terminal(arguments.quiet, arguments.verbose):
        try:
            if arguments.verb == FETCH:
                _fetch(arguments)
            elif arguments.verb == CHECK:
                return _check(arguments)
            elif arguments.verb == UPDATE:
                _say(arguments, _update(arguments))
            else:
                outcome = make(arguments.verb, _job(arguments))
                _say(arguments, outcome)
                if getattr(arguments, "index", False):
                    _keep(arguments, outcome)
        except AnalysisError as error:
            return _failed(arguments, str(error), USER_ERROR)
        except MemoryError:
            return _failed(arguments, TOO_LITTLE_MEMORY, USER_ERROR)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            said = DISK_FULL if error.errno == errno.ENOSPC else error.strerror or error
            return _failed(arguments, f"{where}{said}", USER_ERROR)
        except KeyboardInterrupt:
            text = "Stopped. What was whole is kept; the next call goes on from there."
            return _failed(arguments, text, STOPPED)
        except Exception as error:
            said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            hint = (
                "Where it arose stands above" if arguments.verbose else "Run it again with --verbose to see where"
            )
            text = f"This should not have happened ({said}). {hint}; please report it."
            return _failed(arguments, text, OUR_ERROR)
    return 0


def _parser() -> argparse.ArgumentParser:
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


def _job(arguments: argparse.Namespace) -> Job:
    settings: Path | None = arguments.settings
    if settings is None and SETTINGS_FILE.is_file():
        settings = SETTINGS_FILE
    asked = vars(arguments)
    folders = Folders(
        arguments.raw, arguments.processed, arguments.reports, asked.get("notebooks", Folders.notebooks)
    )
    formats = {form for forms in asked.get("format", [Job.formats]) for form in forms}
    cut = Cut(asked.get("theme"), asked.get("since"), asked.get("until"), asked.get("only_watched", False))
    card, pictures = (asked.get(name, False) for name in ("card", "pictures"))
    workers = Workers(asked.get("scheduler"), asked.get("workers") or Workers.count)
    spread = any(asked.get(name) for name in ("scheduler", "workers"))
    return Job(
        *(folders, load_settings(settings), False, tuple(sorted(formats)), card, pictures),
        workers if spread else None,
        cut,
    )


def _say(arguments: argparse.Namespace, outcome: Outcome) -> None:
    if arguments.quiet:
        return
    unchanged = "" if outcome.rebuilt else "Nothing has changed, nothing was made again: "
    sys.stdout.write(f"{unchanged}{visible(outcome.made)}\n")


def _update(arguments: argparse.Namespace) -> Outcome:
    from analysis.update import update

    return update(_job(arguments))


def _check(arguments: argparse.Namespace) -> int:
    from analysis.checking import check_folders

    checked = check_folders(_job(arguments))
    if checked.wrong or not arguments.quiet:
        sys.stdout.write(f"{checked.said}\n")
    return OUR_ERROR if checked.wrong else 0


def _keep(arguments: argparse.Namespace, outcome: Outcome) -> None:
    from analysis.kept_reports import keep_report

    index = keep_report(outcome.products, outcome.job.folders)
    if not arguments.quiet:
        sys.stdout.write(f"{index}\n")


def _fetch(arguments: argparse.Namespace) -> None:
    from analysis.fetch import fetch_days

    today = datetime.now(UTC).date()
    last = arguments.last or today - timedelta(days=1)
    fetched = fetch_days(arguments.first, last, arguments.raw, endpoint=arguments.endpoint, today=today)
    if not arguments.quiet:
        sys.stdout.write(f"{fetched.said}\n")
    if fetched.missed:
        raise AnalysisError(fetched.missed)


def _failed(arguments: argparse.Namespace, text: str, code: int) -> int:
    if arguments.verbose:
        logging.getLogger(__name__).debug("", exc_info=True)
    sys.stderr.write(f"{PROGRAM}: {visible(text)}\n")
    return code
