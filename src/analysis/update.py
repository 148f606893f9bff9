"""The quick way to a renewed report: only new files are read, and their papers placed into the themes there are.

The exact way is ``paper-themes report``: it reads all and finds the themes anew, after an update too. What an
update added is a record of its own in the manifest; those of reading and themes stay as the full run left them.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from analysis import manifest, pipeline
from analysis.job import Job
from analysis.language import ENGLISH, speaking
from analysis.manifest import Record
from analysis.one_run import only_run
from analysis.pipeline import Outcome
from analysis.raw_folder import STATED_DATES
from analysis.stage_list import STAGES

log = logging.getLogger(__name__)

_BASE = ("read", "themes")


def update(job: Job) -> Outcome:
    """Renew the report after new files came; where something else changed too, run all of it.

    Themes keep id, name, colour and papers. Nothing is done where nothing is new.

    :param job: as for ``pipeline.make``.
    :raises AnalysisError: an input, a setting or a table cannot be used; what was made before stays.
    """
    job = pipeline.with_dumps(job)
    with only_run(job.folders.processed):
        return _update(job)


def _update(job: Job) -> Outcome:
    pipeline.begin(job)
    records = manifest.load(job.folders.processed)
    now = pipeline.raw_digests(job)
    reason = why_in_full(job, records, now)
    if reason:
        return _in_full(job, reason)
    with _nothing_collected():
        rebuilt, reason = _add(job, records, now)
        if not reason:
            rebuilt += pipeline.renew([STAGES["trends"], STAGES["report"]], job, records)
    if reason:
        return _in_full(job, reason)
    products = tuple(job.folders.reports / name for name in records["report"].outputs)
    return Outcome(job, tuple(rebuilt), products)


def _in_full(job: Job, reason: str) -> Outcome:
    log.warning("Only new files can be added; all is read and the themes are found anew: %s.", reason)
    return pipeline.make("report", job)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    # a run of seconds leaves next to nothing to collect, and looking for it takes a sixth of the time
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # what was made meanwhile counts as old: else all of it would be looked through at once
            gc.freeze()
            gc.enable()
            gc.unfreeze()


def _add(job: Job, records: dict[str, Record], now: Mapping[str, str]) -> tuple[list[str], str]:
    new = sorted(now.keys() - _inputs_known(records).keys())
    if not new:
        return [], ""
    started = time.perf_counter()
    from analysis.adding import add

    with speaking(ENGLISH):
        added = add(job, new, again=manifest.UPDATE in records)
    if added.reason:
        return [], added.reason
    log.info("%-9s %s (%.1f s)", "update", added.said, time.perf_counter() - started)
    files = {path.name for path in added.files} | _outputs_known(records).keys()
    records[manifest.UPDATE] = _record(job, records, now, files)
    manifest.save(job.folders.processed, records)
    if added.since.advice:
        log.warning(added.since.advice)
    return [manifest.UPDATE], ""


def why_in_full(job: Job, records: Mapping[str, Record], now: Mapping[str, str]) -> str:
    """Say in a few words why new files cannot just be added; an empty text where they can.

    :param records: of the stages, and of the last update where there was one.
    :param now: digest of each file of the raw folder.
    """
    if not all(name in records for name in _BASE):
        return "no themes have been found yet"
    base = {name: records[name] for name in _BASE}
    known = _inputs_known(records)
    same = {name: digest for name, digest in now.items() if name in known}
    if STATED_DATES in now.keys() - known.keys():
        return f"{STATED_DATES} is new and may date files read before"
    read, themes = base["read"], base["themes"]
    fresh = pipeline.record_of(STAGES["themes"], job, base)
    on_disk = manifest.digests(job.folders.processed, _outputs_known(records))
    whole = Record(known, read.settings, read.versions, read.code, _outputs_known(records))
    reading = pipeline.record_of(STAGES["read"], job, base, same)
    return manifest.why_stale(whole, reading, on_disk) or manifest.why_stale(
        replace(themes, outputs={}), fresh, {}
    )


def _inputs_known(records: Mapping[str, Record]) -> dict[str, str]:
    return records[manifest.UPDATE if manifest.UPDATE in records else "read"].inputs


def _outputs_known(records: Mapping[str, Record]) -> dict[str, str]:
    outputs = records["read"].outputs | records["themes"].outputs
    return outputs | records[manifest.UPDATE].outputs if manifest.UPDATE in records else outputs


def _record(job: Job, records: Mapping[str, Record], now: Mapping[str, str], files: set[str]) -> Record:
    read, themes = (records[name] for name in _BASE)
    return Record(
        inputs=dict(now),
        settings=read.settings | themes.settings,
        versions=read.versions | themes.versions,
        code=themes.code,
        outputs=manifest.digests(job.folders.processed, files),
    )
