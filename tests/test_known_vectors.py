"""The file of word vectors is checked before it is used."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
import wordllama

from analysis import known_vectors
from analysis.embeddings import StaticVectors
from analysis.known_vectors import FILES, VERSION, VectorsError, check_vectors

INSTALLED = Path(wordllama.__file__).parent
WEIGHTS = "weights/l2_supercat_256.safetensors"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(INSTALLED / name, tmp_path / name)
    return tmp_path


def test_the_installed_files_are_the_known_ones() -> None:
    check_vectors(INSTALLED, VERSION)


def test_the_known_version_is_the_one_that_the_lock_installs() -> None:
    lock = (Path(__file__).parents[1] / "requirements.lock").read_text(encoding="utf-8")
    assert f"wordllama=={VERSION} " in lock


def test_one_changed_byte_is_refused_with_both_digests(copy: Path) -> None:
    changed = bytearray((copy / WEIGHTS).read_bytes())
    changed[-1] ^= 1
    (copy / WEIGHTS).write_bytes(changed)
    with pytest.raises(VectorsError, match="is not the file that came with wordllama") as raised:
        check_vectors(copy, VERSION)
    assert FILES[WEIGHTS] in str(raised.value)
    assert "pip install --force-reinstall" in str(raised.value)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / WEIGHTS).unlink()
    with pytest.raises(VectorsError, match=r"l2_supercat_256\.safetensors: No such file"):
        check_vectors(copy, VERSION)


def test_another_version_may_hold_other_vectors_and_that_is_said(
    copy: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (copy / WEIGHTS).write_bytes(b"others")
    with caplog.at_level(logging.WARNING):
        check_vectors(copy, "0.9")
    assert caplog.messages == [f"wordllama 0.9 has other word vectors than {VERSION}: themes may differ."]


def test_they_are_checked_before_they_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_vectors, "FILES", {WEIGHTS: "0" * 64})
    with pytest.raises(VectorsError, match="is not the file"):
        StaticVectors().vectors(["kettles"])
