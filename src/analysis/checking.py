"""Whether all that lies in the folders is whole: files, checksums, schemas and counts; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import manifest, pipeline, tables, wording
from analysis.errors import AnalysisError
from analysis.job import Job
from analysis.manifest import Record
from analysis.one_run import only_run
from analysis.stage_list import STAGES

if TYPE_CHECKING:
    import pandas as pd

    from analysis.dumps.entries import LineCounts
    from analysis.dumps.folder import Reading

AGAIN = "Run: paper-themes report"
_LOST = "Names, ids and colours of the themes are lost with it; delete it, then run: paper-themes report"


@dataclass
class Checked:
    """What was looked at, and what is wrong with it."""

    lines: list[str] = field(default_factory=list)
    """What was found, a line each."""
    notes: list[str] = field(default_factory=list)
    """What is not wrong but worth doing, a sentence each."""
    wrong: list[str] = field(default_factory=list)
    """What is wrong, a sentence each, with the next step."""

    @property
    def said(self) -> str:
        """All of it, on one screen."""
        verdict = [f"{wording.count(len(self.wrong), 'thing')} wrong:"] if self.wrong else ["All is whole."]
        return "\n".join([*self.lines, *self.notes, *verdict, *(f"  {each}" for each in self.wrong)])


def check_folders(job: Job) -> Checked:
    """Read every dump, table and product, and say what is there and what is wrong.

    :param job: as for ``pipeline.make``; nothing is made or changed.
    :raises AnalysisError: the raw folder holds no dump, or a newer version has made the tables.
    """
    job = pipeline.with_dumps(job)
    with only_run(job.folders.processed):
        checked = Checked()
        records = manifest.load(job.folders.processed)
        reading = _check_raw(job, checked)
        fresh = _check_files(job, records, checked)
        there = _check_tables(job.folders.processed, records, checked)
        _check_counts(reading if fresh else None, there, checked)
    return checked


def _check_raw(job: Job, checked: Checked) -> Reading:
    from analysis.dumps.folder import read_folder

    reading = read_folder(job.folders.raw, dict(job.settings.columns), job.settings.follow_links)
    n_entries = sum(len(dump.entries) for dump in reading.dumps)
    n_over = len(reading.passed_over)
    checked.lines.append(
        f"{job.raw_shown}: {wording.count(len(reading.dumps), 'dump')} with "
        f"{wording.count(n_entries, 'appearance')}, {wording.count(n_over, 'file')} passed over"
    )
    counted = [dump.lines for dump in reading.dumps if dump.lines is not None]
    if counted:
        checked.lines.append(_lines_said(counted))
    return reading


def _lines_said(counted: list[LineCounts]) -> str:
    parts = {
        name: sum(getattr(lines, name) for lines in counted)
        for name in ("titles", "abstracts", "details", "headings", "chrome", "problems")
    }
    told = {"headings": "listing dates", "chrome": "of the page itself", "problems": "that fit no paper"}
    shown = wording.listed([f"{wording.number(count)} {told.get(name, name)}" for name, count in parts.items()])
    total = sum(lines.total for lines in counted)
    return f"  {wording.count(total, 'line')} of saved pages = {shown}"


def _check_files(job: Job, records: Mapping[str, Record], checked: Checked) -> bool:
    """Compare every file with its checksum; returns whether the tables are of the dumps as they lie there now."""
    if "read" not in records:
        checked.wrong.append(f"{job.folders.processed}: no whole run has left tables here. {AGAIN}")
        return False
    read = records.get(manifest.UPDATE) or records["read"]
    now = pipeline.raw_digests(job)
    fresh = now == read.inputs
    if not fresh:
        told = wording.count(len({*now.items()} ^ {*read.inputs.items()}), "difference")
        checked.notes.append(f"The dumps have changed since the tables were made ({told}). {AGAIN}")
    n_files = 0
    for folder, name, digest in _made(job, records):
        n_files += 1
        found = manifest.digests(folder, [name]).get(name)
        if found != digest:
            what = "is gone" if found is None else "is not as it was made: its SHA-256 differs"
            cure = _LOST if name == "identity.parquet" else AGAIN
            checked.wrong.append(f"{folder / name} {what}. {cure}")
    checked.lines.append(f"{wording.count(n_files, 'file')} made, each compared with its SHA-256")
    return fresh


def _made(job: Job, records: Mapping[str, Record]) -> Iterator[tuple[Path, str, str]]:
    folders = {"processed": job.folders.processed, "reports": job.folders.reports}
    made: dict[tuple[Path, str], str] = {}
    for name, stage in STAGES.items():
        if name in records:
            made |= {(folders[stage.into], file): digest for file, digest in records[name].outputs.items()}
    if manifest.UPDATE in records:
        added = records[manifest.UPDATE].outputs
        made |= {(job.folders.processed, file): digest for file, digest in added.items()}
    for (folder, file), digest in sorted(made.items()):
        yield folder, file, digest


def _check_tables(folder: Path, records: Mapping[str, Record], checked: Checked) -> dict[str, pd.DataFrame]:
    there = {}
    for name, schema in {**tables.SCHEMAS, **tables.MEMORY}.items():
        path = tables.table_path(folder, name)
        if not path.exists() and (
            schema.made_by not in records or any(str(path) in each for each in checked.wrong)
        ):
            continue
        try:
            there[name] = tables.read_table(folder, name)
        except AnalysisError as error:
            checked.wrong.append(str(error) if name != "identity" else f"{error} {_LOST}")
    checked.lines.append(
        f"{wording.count(len(there), 'table')} read as their schemas say (version {tables.VERSION})"
    )
    checked.wrong += _kept_arrays(folder, "themes" in records)
    return there


def _kept_arrays(folder: Path, is_made: bool) -> Iterator[str]:
    from analysis.array_files import damage

    paths = [*sorted((folder / "vectors").glob("*.npz")), *([folder / "placement.npz"] if is_made else [])]
    for path in paths:
        said = damage(path)
        if said:
            yield f"{path}: {said}. Delete it, then run: paper-themes report"


def _check_counts(reading: Reading | None, there: Mapping[str, pd.DataFrame], checked: Checked) -> None:
    from analysis.table_counts import disagreements

    if {"papers", "listings", "problems"} <= there.keys():
        n_listed, n_papers = len(there["listings"]), len(there["papers"])
        told = wording.count(len(there["problems"]), "problem")
        checked.lines.append(
            f"{wording.count(n_listed, 'appearance')} = {wording.count(n_papers, 'different paper')} + "
            f"{wording.count(n_listed - n_papers, 'repeat')}; {told} told"
        )
        n_entries = sum(len(dump.entries) for dump in reading.dumps) if reading is not None else n_listed
        if n_entries != n_listed:
            checked.wrong.append(f"the dumps hold {n_entries} appearances, the tables {n_listed}. {AGAIN}")
    checked.wrong += [f"{each}. {AGAIN}" for each in disagreements(there)]
