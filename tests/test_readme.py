"""Every command of the README does what it says, in the order a reader meets it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from checkout import REPOSITORY, Checkout, check_out
from listing_server import listed, running
from opened_page import BROWSER

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
FENCED = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
A_COMMAND = re.compile(r"(?:make|\.venv/bin/[\w-]+) \S")
HELD_ELSEWHERE = {
    "make lab": ("test_lab.py", "test_four_notebooks_at_once_on_the_same_tables_show_every_chart"),
    "make docs": ("test_docs.py", "test_every_page_of_the_contents_is_there"),
}
"""A server that goes on running, and what takes half a minute."""
LEAVES = {
    "make report": "reports/themes.html",
    "make update": "reports/themes.html",
    ".venv/bin/paper-themes fetch": "data/raw/daily/2025-03-0*.json",
    ".venv/bin/paper-themes charts": "reports/*/charts/card.png",
    ".venv/bin/paper-themes report --since": "reports/*/themes.html",
    ".venv/bin/paper-themes report --index": "reports/index.html",
    ".venv/bin/paper-themes report": "reports/themes.html",
}
"""What is there after a command that begins like this."""
NO_COMMANDS = "How it goes"

pytestmark = [
    pytest.mark.slow(reason="each command is a process of its own, and most of them find themes"),
    pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed"),
]


def commands() -> list[str]:
    """Commands in blocks and in sentences, each once, as they are typed."""
    typed = [line.partition("  #")[0].strip() for kind, block in FENCED if not kind for line in block.splitlines()]
    typed += re.findall(r"`([^`\n]+)`", PROSE)
    return [line for line in dict.fromkeys(typed) if A_COMMAND.match(line)]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout with one dump of the reader's own, another folder of dumps, and a single test."""
    made = check_out(tmp_path_factory.mktemp("checkout"))
    sample = made.root / "data" / "raw" / "sample"
    shutil.copyfile(sample / "listing-a.txt", made.root / "data" / "raw" / "my-listing.txt")
    (made.root / "some" / "folder").mkdir(parents=True)
    shutil.copyfile(sample / "listing-b.txt", made.root / "some" / "folder" / "b.txt")
    (made.root / "tests").mkdir()
    (made.root / "tests" / "test_one.py").write_text(
        "def test_one() -> None:\n    assert True\n", encoding="utf-8"
    )
    return made


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server on this machine with five listing days."""
    with pytest.MonkeyPatch.context() as patched, running(patched) as hub:
        hub.days = {f"2025-03-{day:02}": listed(f"2025-03-{day:02}") for day in range(3, 8)}
        yield hub.address


def test_every_line_of_a_block_is_a_command_that_is_run_or_code_that_is_run() -> None:
    for kind, block in FENCED:
        if not kind and block not in README.partition(f"## {NO_COMMANDS}")[2]:
            for line in block.splitlines():
                assert A_COMMAND.match(line), f"not known as a command: {line}"
        assert kind in ("", "python"), kind


def test_the_code_of_the_readme_draws_a_chart(checkout: Checkout, tmp_path: Path) -> None:
    blocks = [block for kind, block in FENCED if kind == "python"]
    assert len(blocks) == 1
    *before, last = blocks[0].strip().splitlines()
    script = tmp_path / "first_chart.py"
    script.write_text("\n".join([*before, f"print(len(({last}).data), 'traces')"]), encoding="utf-8")
    assert re.search(r"^[1-9]\d* traces$", checkout.run(f".venv/bin/python {script}"), re.MULTILINE)


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_readme_runs(line: str, checkout: Checkout, endpoint: str) -> None:
    if line in HELD_ELSEWHERE:
        file, test = HELD_ELSEWHERE[line]
        assert f"def {test}(" in (Path(__file__).parent / file).read_text(encoding="utf-8")
        return
    if BROWSER is None and re.search("png|svg|card|pictures", line):
        pytest.skip("no Chrome or Chromium here")
    if "--workers" in line:
        # else there is nothing left to do for them
        shutil.rmtree(checkout.root / "data" / "processed")
    checkout.run(line, HF_ENDPOINT=endpoint, NO_PROXY="127.0.0.1")
    left = [pattern for start, pattern in LEAVES.items() if line.startswith(start)][:1]
    for pattern in left:
        assert list(checkout.root.glob(pattern)), f"{line} left no {pattern}"
