"""Everything made of the sample once, as by somebody without dumps or a network, for all tests that look at it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from whole_run import REPOSITORY, WholeRun

from analysis.stage_list import STAGES

SAMPLE = REPOSITORY / "data" / "raw" / "sample"
IP = shutil.which("ip") or "/sbin/ip"
IN_A_NAMESPACE = ("unshare", "-rn", "sh", "-c", f'{IP} link set lo up && exec "$@"', "sh")
"""A network of its own, in which there is this machine and nothing else; no Python needs to take part."""
OTHER_VERBS = [verb for verb in (*STAGES, "update", "check") if verb not in ("report", "charts", "notebooks")]
SECRETS = {"HF_TOKEN": "hf_secretsecret", "PAPER_THEMES_API_KEY": "sk-secretsecret"}


@dataclass(frozen=True)
class DefaultRun:
    """A folder in which every verb was called once, ``report`` twice."""

    whole: WholeRun
    without_network: bool
    """Whether the processes had a network namespace of their own; else only the wall in Python kept them in."""
    said: dict[str, str]
    """What a verb said; ``again`` is the second report."""
    products: dict[str, bytes]
    """What the first report left, by path."""
    products_again: dict[str, bytes]
    """The same after the second."""


def lay_out(root: Path, names: Iterable[str]) -> WholeRun:
    """Copy the sample, file after file in this order, and the settings of the repository into an empty folder."""
    raw = root / "data" / "raw" / "sample"
    raw.mkdir(parents=True)
    for age, name in enumerate(names):
        shutil.copyfile(SAMPLE / name, raw / name)
        os.utime(raw / name, (age, age))
    shutil.copyfile(REPOSITORY / "analysis.toml", root / "analysis.toml")
    return WholeRun(root)


def sample_names() -> list[str]:
    return sorted(path.name for path in SAMPLE.iterdir())


def products(root: Path) -> dict[str, bytes]:
    """Bytes of each table, each file of the numbers beside them, and each report."""
    tables, reports = root / "data" / "processed", root / "reports"
    made = [*tables.rglob("*.parquet"), *tables.rglob("*.npz"), *reports.rglob("*.*")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(made)}


def make_everything(root: Path) -> DefaultRun:
    """Call every verb with the sample as the only dumps, secrets in the environment, and no network."""
    run = lay_out(root, sample_names())
    apart = shutil.which("unshare") and not subprocess.run([*IN_A_NAMESPACE, "true"], check=False).returncode
    before = IN_A_NAMESPACE if apart else ()
    said: dict[str, str] = {}

    def call(name: str, *words: str) -> None:
        run.call(*words, before=before, PYTHONHASHSEED="1", **SECRETS)
        said[name] = run.said[-1]

    call("report", "report", "--verbose")
    first = products(root)
    call("again", "report")
    again = products(root)
    call("charts", "charts", "--format", "html", "csv")
    call("notebooks", "notebooks", "--notebooks", str(REPOSITORY / "notebooks"))
    for verb in OTHER_VERBS:
        call(verb, verb)
    return DefaultRun(run, bool(apart), said, first, again)
