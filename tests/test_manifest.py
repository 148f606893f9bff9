"""What a reader relies on: a product is made again when, and only when, something it depends on has changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import manifest
from analysis.manifest import NewerManifestError, Record

BEFORE = Record(
    inputs={"a.txt": "1", "b.txt": "2"},
    settings={"seed": 7},
    versions={"python": "3.11.7", "pandas": "3.1.1"},
    code="c",
    outputs={"papers.parquet": "p"},
)


def why(now: Record, on_disk: dict[str, str] | None = None) -> str:
    return manifest.why_stale(BEFORE, now, BEFORE.outputs if on_disk is None else on_disk)


def test_nothing_is_stale_when_nothing_has_changed() -> None:
    assert why(replace(BEFORE, outputs={})) == ""


def test_a_stage_that_never_ran_is_stale() -> None:
    assert manifest.why_stale(None, BEFORE, {}) == "not made yet"


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"a.txt": "1", "b.txt": "9"}, "input b.txt has changed"),
        ({"a.txt": "1"}, "input b.txt is gone"),
        ({"a.txt": "1", "b.txt": "2", "c.txt": "3"}, "input c.txt is new"),
        ({"a.txt": "8", "b.txt": "9"}, "input a.txt (and 1 more) has changed"),
    ],
)
def test_a_dump_changed_added_or_removed_is_named(inputs: dict[str, str], said: str) -> None:
    assert why(replace(BEFORE, inputs=inputs)) == said


def test_a_changed_setting_version_or_code_makes_a_stage_stale() -> None:
    assert why(replace(BEFORE, settings={"seed": 8})) == "setting seed has changed"
    assert why(replace(BEFORE, versions=BEFORE.versions | {"pandas": "3.2.0"})) == "version pandas has changed"
    assert why(replace(BEFORE, code="d")) == "the code has changed"


def test_a_product_deleted_or_edited_is_noticed() -> None:
    assert why(BEFORE, {}) == "product papers.parquet is gone"
    assert why(BEFORE, {"papers.parquet": "edited"}) == "product papers.parquet has changed"


def test_records_come_back_as_they_were_saved(tmp_path: Path) -> None:
    manifest.save(tmp_path / "new", {"read": BEFORE})
    assert manifest.load(tmp_path / "new") == {"read": BEFORE}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["manifest.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"format": 2}',
        '{"format": "2", "stages": {}}',
        '{"format": 2, "sha256": "", "stages": []}',
        '{"format": 2, "sha256": "", "stages": {"read": {"what": 1}}}',
    ],
)
def test_a_damaged_manifest_is_told_of_and_everything_is_made_again(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert manifest.load(tmp_path) == {}
    (said,) = caplog.messages
    assert "manifest.json is damaged" in said


def test_one_changed_letter_in_a_manifest_is_noticed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    manifest.save(tmp_path, {"read": BEFORE})
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"a.txt": "1"', '"a.txt": "2"'), encoding="utf-8")
    assert manifest.load(tmp_path) == {}
    assert "its checksum does not fit" in caplog.text


def test_a_folder_without_a_manifest_is_a_first_run_and_nothing_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert manifest.load(tmp_path / "nowhere") == {}
    assert caplog.messages == []


def _of_format(folder: Path, number: int) -> None:
    manifest.save(folder, {"read": BEFORE})
    document = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(document | {"format": number}), encoding="utf-8")


def test_a_folder_of_an_older_version_is_made_again_with_a_sentence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _of_format(tmp_path, manifest.FORMAT - 1)
    assert manifest.load(tmp_path) == {}
    assert caplog.messages == [
        f"{tmp_path} was made by an older paper-themes: all tables are made again; themes keep names."
    ]


def test_a_folder_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    _of_format(tmp_path, manifest.FORMAT + 1)
    before = (tmp_path / "manifest.json").read_bytes()
    with pytest.raises(NewerManifestError, match="made by a newer paper-themes; .*Update paper-themes, or name"):
        manifest.load(tmp_path)
    assert (tmp_path / "manifest.json").read_bytes() == before


def test_a_digest_is_the_sha_256_of_the_bytes_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert manifest.digests(tmp_path, ["a.txt", "not there"]) == {"a.txt": sha}


def test_versions_name_python_and_say_what_is_not_installed() -> None:
    found = manifest.versions(["numpy", "no-such-package"])
    assert list(found) == ["python", "no-such-package", "numpy"]
    assert found["no-such-package"] == "not installed"


def test_the_code_of_a_stage_is_what_it_reaches_through_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "PACKAGE", tmp_path)
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "__init__.py").touch()
    (tmp_path / "rooms" / "near.py").write_text("from analysis import far\n", encoding="utf-8")
    (tmp_path / "far.py").write_text("def f():\n    import analysis.near_by\n", encoding="utf-8")
    (tmp_path / "near_by.py").write_text("from analysis.far import f\n", encoding="utf-8")
    (tmp_path / "other.py").write_text("1\n", encoding="utf-8")
    first = manifest.code_digest(["rooms.near"])
    (tmp_path / "other.py").write_text("2\n", encoding="utf-8")
    assert manifest.code_digest(["rooms.near"]) == first
    (tmp_path / "near_by.py").write_text("from analysis.far import f  # changed\n", encoding="utf-8")
    assert manifest.code_digest(["rooms.near"]) != first


def test_a_template_is_code_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "PACKAGE", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("a", encoding="utf-8")
    first = manifest.code_digest(["templates"])
    (tmp_path / "templates" / "page.html").write_text("b", encoding="utf-8")
    assert manifest.code_digest(["templates"]) != first
