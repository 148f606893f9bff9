"""BERTopic comes without what we do not use of it, and whoever asks for that has it all the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATER = """
import sys
from analysis.topic_model import import_bertopic
import_bertopic()
unused = ("pynndescent", "plotly", "nbformat", "jsonschema", "rfc3987_syntax", "torch")
print([name for name in unused if name in sys.modules])
from bertopic import BERTopic
import bertopic._bertopic
print(bertopic._bertopic.plotting.visualize_barchart.__module__)
from bertopic.plotting import visualize_topics
print(visualize_topics.__module__)
"""


pytestmark = pytest.mark.slow(reason="BERTopic is loaded by a process of its own")


@pytest.fixture(scope="module")
def told() -> list[str]:
    done = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_bertopic_comes_without_its_charts_and_without_umaps_search(told: list[str]) -> None:
    assert told[0] == "[]"


def test_bertopics_charts_are_there_when_asked_for(told: list[str]) -> None:
    assert told[1:] == ["bertopic.plotting._barchart", "bertopic.plotting._topics"]
