"""SECURITY.md promises only what a test holds."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_tests_that_are_there() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 15
    for row in rows:
        named = re.findall(r"`((?:test_\w+\.py)?(?:::test_\w+)?)`", row.split(" | ")[-1])
        assert named, row
        file = ""
        for one in named:
            name, _, test = one.partition("::")
            file = name or file
            text = (TESTS / file).read_text(encoding="utf-8")
            assert not test or f"def {test}(" in text, one
