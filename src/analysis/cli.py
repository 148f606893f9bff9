"""The command ``paper-themes``: one verb per stage; each runs whatever is stale before it."""

from __future__ import annotations

import argparse
import errno
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analysis.cli_options import CHECK, FETCH, PROGRAM, SETTINGS_FILE, UPDATE, parser
from analysis.config import Folders
from analysis.cut import Cut
from analysis.errors import AnalysisError
from analysis.job import Job, Workers
from analysis.language import speaking
from analysis.pipeline import Outcome, make
from analysis.settings_file import load_settings
from analysis.terminal import terminal
from analysis.visible_text import visible

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
    arguments = parser().parse_args(argv)
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
    workers = Workers(asked.get("scheduler"), asked.get("workers") or Workers.count)
    spread = any(asked.get(name) for name in ("scheduler", "workers"))
    return Job(
        folders,
        load_settings(settings),
        formats=tuple(sorted(formats)),
        card=asked.get("card", False),
        pictures=asked.get("pictures", False),
        workers=workers if spread else None,
        cut=cut,
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

    with speaking(outcome.job.settings.language):
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
