"""BERTopic comes without what we do not use of it, and whoever asks for that has it all the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

LATER = """
import sys
from analysis.topic_model import import_bertopic
import_bertopic()
unused = (
    "pynndescent", "plotly", "nbformat", "jsonschema", "rfc3987_syntax", "torch", "openai", "huggingface_hub"
)
print([name for name in unused if name in sys.modules])
from bertopic import BERTopic
import bertopic._bertopic
print(bertopic._bertopic.plotting.visualize_barchart.__module__)
from bertopic.plotting import visualize_topics
print(visualize_topics.__module__)
print(bertopic._bertopic.save_utils.save_topics.__module__)
import bertopic.representation._openai
print(bertopic.representation._openai.openai.RateLimitError.__module__)
import openai
from bertopic.backend import OpenAIBackend
print(OpenAIBackend(openai.OpenAI(api_key="none"), "small").embedding_model)
from bertopic.representation import OpenAI
print(OpenAI.__module__, hasattr(bertopic.representation, "nothing"))
"""


pytestmark = pytest.mark.slow(reason="BERTopic is loaded by a process of its own")


@pytest.fixture(scope="module")
def told() -> list[str]:
    pytest.importorskip("openai", reason="the package openai is not installed (paper-themes[llm])")
    done = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_bertopic_comes_without_its_charts_and_without_umaps_search(told: list[str]) -> None:
    assert told[0] == "[]"


def test_what_was_left_out_is_there_when_asked_for(told: list[str]) -> None:
    assert told[1:] == [
        "bertopic.plotting._barchart",
        "bertopic.plotting._topics",
        "bertopic._save_utils",
        "openai",
        "small",
        "bertopic.representation._openai False",
    ]
