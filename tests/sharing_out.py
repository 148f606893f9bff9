"""Which tests are collected, in which order, and which share a process: hooks of pytest, taken up by conftest."""

from __future__ import annotations

import gc
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadFileScheduling

MADE_ONCE = {
    "hostile": ("test_injection_browser", "test_injection_files"),
    "default_run": (
        "test_docs",
        "test_language_page",
        "test_notebooks",
        "test_offline",
        "test_reproducible",
        "test_road",
    ),
}
"""Fixtures that take half a minute, and the files that share each: they are run by one process, and first."""
LOADED_ONCE = {
    "statsmodels": ("test_binomial", "test_change_points", "test_directions", "test_shares", "test_trends"),
    "umap": (
        "test_engines",
        "test_llm_naming",
        "test_mapping",
        "test_placement",
        "test_sampling",
        "test_themes",
    ),
}
"""Libraries that take seconds to load or to compile, and the files of quick tests that share each, likewise."""
GROUPS = {file: one for shared in (MADE_ONCE, LOADED_ONCE) for one, files in shared.items() for file in files}
ALL_SLOW = re.compile(r"^pytestmark = (\[\s*)?pytest\.mark\.slow", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Load no file of slow tests alone where those are left out: what it imports takes seconds of each process."""
    if config.option.markexpr != "not slow" or not collection_path.match("test_*.py"):
        return None
    return ALL_SLOW.search(collection_path.read_text(encoding="utf-8")) is not None or None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Ask of a slow test why it is slow, and know who shares what takes long to make."""
    slow = item.get_closest_marker("slow")
    if slow is not None and not slow.kwargs.get("reason"):
        raise pytest.UsageError(f"{item.nodeid} is slow without a reason: pytest.mark.slow(reason=...)")
    made = {name for name in getattr(item, "fixturenames", ()) if name in MADE_ONCE}
    if made - {GROUPS.get(item.path.stem)}:
        raise pytest.UsageError(f"{item.nodeid} needs {', '.join(made)}: name its file in MADE_ONCE")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest where processes share the tests, so that they end together."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: (item.path.stem not in GROUPS, item.get_closest_marker("slow") is None))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what collecting left, which stays to the end: a tenth of all time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling | None:
    """Keep the tests of a file in one process, as ``--dist loadfile`` does, and files that share more too."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByWhatIsShared(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            return GROUPS.get(Path(file).stem, file)

    return ByWhatIsShared(config, log)
