"""Which stages have to run: those whose inputs, settings or code have changed."""

from __future__ import annotations

import importlib
import json
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from analysis import manifest
from analysis.cluster.on_this_machine import one_start
from analysis.job import Job, Made
from analysis.language import ENGLISH, speaking
from analysis.manifest import Record
from analysis.memory import give_back
from analysis.one_run import only_run
from analysis.raw_folder import SAMPLE, raw_files
from analysis.stage_list import STAGES, Stage, needed
from analysis.whole_files import remove_unfinished

log = logging.getLogger(__name__)


_PARTS = ("charts", "notebooks", "vectors")
"""Folders inside those of tables and of pages that stages write to."""


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    job: Job
    rebuilt: tuple[str, ...]
    """Names of the stages that ran, in order; empty where nothing had changed."""
    products: tuple[Path, ...]
    """Files of the stage asked for."""

    @property
    def made(self) -> str:
        """Where to look: the page, or the folder where the products lie."""
        if len(self.products) == 1:
            return str(self.products[0])
        pages = [path for path in self.products if path.suffix == ".html"]
        return str(pages[0] if len(pages) == 1 else min({path.parent for path in self.products}, default=""))


def make(target: str, job: Job) -> Outcome:
    """Run whatever is stale among the stages that ``target`` needs, and ``target`` itself.

    :param target: name of a stage, a key of ``STAGES``.
    :param job: its raw folder is the one asked for; where that has no dump, its ``sample`` is read instead.
    :raises AnalysisError: an input, a setting or a table cannot be used; what was made before stays.
    """
    job = with_dumps(job)
    with only_run(job.folders.processed), one_start():
        return _make(target, job)


def _make(target: str, job: Job) -> Outcome:
    begin(job)
    records = manifest.load(job.folders.processed)
    # what was added quickly is found anew: the tables are no longer what reading and themes left
    added = records.pop(manifest.UPDATE, None)
    *before, last = needed(target)
    _tell_damage([*before, last], job, records, added)
    rebuilt = renew(before, job, records)
    if not job.cut:
        rebuilt += renew([last], job, records)
    if added is not None and rebuilt:
        _forget(added, job, records)
    if job.cut:
        # what is cut down is made for the moment: no record of it, lest the whole be taken for stale
        made = _run(last, job, "cut down")
        return Outcome(job, (*rebuilt, target), made.files)
    products = tuple(_into(STAGES[target], job) / name for name in records[target].outputs)
    return Outcome(job, tuple(rebuilt), products)


def begin(job: Job) -> None:
    """Remove what a run that was cut off has left half-written; the folder of tables has to be held."""
    folders = job.folders
    into = (folders.processed, folders.reports, job.pages)
    remove_unfinished({*into, *(folder / part for folder in into for part in _PARTS)})


def renew(stages: Iterable[Stage], job: Job, records: dict[str, Record]) -> list[str]:
    """Run those of the stages that are stale, in order, and keep what they were made from; returns their names.

    :param records: of all stages run before; those that run now are put in, here and on disk.
    """
    rebuilt: list[str] = []
    for stage in stages:
        now = record_of(stage, job, records)
        before = records.get(stage.name)
        reason = manifest.why_stale(before, now, _on_disk(stage, job, before))
        if not reason:
            log.debug("%s: nothing has changed", stage.name)
            continue
        if rebuilt:
            give_back()
        made = _run(stage, job, reason)
        outputs = manifest.digests(_into(stage, job), (_name(stage, job, path) for path in made.files))
        _remove_left_over(stage, job, before, {**_of_others(stage, records), **outputs})
        # a version that no run has: the next one tries again
        versions = now.versions | dict.fromkeys(made.lacks, "not there")
        records[stage.name] = replace(now, outputs=outputs, versions=versions)
        manifest.save(job.folders.processed, records)
        rebuilt.append(stage.name)
    return rebuilt


def with_dumps(job: Job) -> Job:
    """Return the job with the folder that will be read: the raw folder, or its sample where it holds nothing else.

    A file that turns out to be no dump is not answered with the sample, lest that be taken for what it says.
    """
    raw = job.folders.raw
    if not raw_files(raw, job.settings.follow_links) and raw_files(raw / SAMPLE):
        log.warning("There is no dump in %s: reading the sample in %s instead.", raw, raw / SAMPLE)
        return replace(job, folders=replace(job.folders, raw=raw / SAMPLE), is_sample=True)
    return job


def raw_digests(job: Job) -> dict[str, str]:
    """Return the digest of each file that reading may look at, by name."""
    return manifest.digests(job.folders.raw, raw_files(job.folders.raw, job.settings.follow_links))


def record_of(
    stage: Stage, job: Job, records: Mapping[str, Record], raw: Mapping[str, str] | None = None
) -> Record:
    """Return what a stage would be made from if it ran now; without outputs.

    :param records: of the stages before it.
    :param raw: its inputs, where they are known; None looks at the files.
    """
    everything = asdict(job.settings) | {name: getattr(job, name) for name in stage.options}
    settings: dict[str, Any] = {name: everything[name] for name in (*stage.settings, *stage.options)}
    return Record(
        inputs=_inputs(stage, job, records) if raw is None else dict(raw),
        # as JSON gives it back, so that it compares equal to what the manifest holds
        settings=json.loads(json.dumps(settings)),
        versions=manifest.versions(stage.packages),
        code=manifest.code_digest([f"stages.{stage.name}", *stage.assets]),
    )


def _inputs(stage: Stage, job: Job, records: Mapping[str, Record]) -> dict[str, str]:
    added = records[manifest.UPDATE].outputs if manifest.UPDATE in records else {}
    made = {name: digest for before in stage.after for name, digest in records[before].outputs.items()}
    inputs = {name: added.get(name, digest) for name, digest in made.items()}
    if not stage.after:
        inputs |= raw_digests(job)
    if stage.name == "notebooks":
        notebooks = (path.name for path in job.folders.notebooks.glob("*.ipynb"))
        inputs |= manifest.digests(job.folders.notebooks, notebooks)
    return inputs


def _on_disk(stage: Stage, job: Job, before: Record | None) -> dict[str, str]:
    return manifest.digests(_into(stage, job), before.outputs) if before else {}


def _run(stage: Stage, job: Job, reason: str) -> Made:
    log.debug("%s: %s", stage.name, reason)
    started = time.perf_counter()
    # tables and messages are English whatever is spoken around; pages choose their language themselves
    with speaking(ENGLISH):
        made: Made = importlib.import_module(f"analysis.stages.{stage.name}").run(job)
    log.info("%-9s %s (%.1f s)", stage.name, made.said, time.perf_counter() - started)
    return made


def _of_others(stage: Stage, records: Mapping[str, Record]) -> dict[str, str]:
    """Return what other stages have left in the same folder: two may leave the same table."""
    others = (name for name, other in STAGES.items() if name != stage.name and other.into == stage.into)
    return {
        name: digest for other in others if other in records for name, digest in records[other].outputs.items()
    }


def _tell_damage(stages: Iterable[Stage], job: Job, records: Mapping[str, Record], added: Record | None) -> None:
    for stage in stages:
        before = records.get(stage.name)
        for name, digest in _on_disk(stage, job, before).items():
            by_update = added is not None and stage.into == "processed" and digest == added.outputs.get(name)
            if before and digest != before.outputs[name] and not by_update:
                log.warning("%s is not as it was made (its SHA-256 differs): it is made again.", name)


def _remove_left_over(stage: Stage, job: Job, before: Record | None, outputs: Mapping[str, str]) -> None:
    for name, digest in _on_disk(stage, job, before).items():
        # what somebody has changed since is theirs and stays
        if before and name not in outputs and digest == before.outputs[name]:
            (_into(stage, job) / name).unlink()


def _forget(added: Record, job: Job, records: Mapping[str, Record]) -> None:
    made = {name for record in records.values() for name in record.outputs}
    for name, digest in manifest.digests(job.folders.processed, added.outputs).items():
        if name not in made and digest == added.outputs[name]:
            (job.folders.processed / name).unlink()


def _into(stage: Stage, job: Job) -> Path:
    return job.folders.processed if stage.into == "processed" else job.folders.reports


def _name(stage: Stage, job: Job, path: Path) -> str:
    # workers are told whole paths, whatever the folder was called by
    return path.resolve().relative_to(_into(stage, job).resolve()).as_posix()
