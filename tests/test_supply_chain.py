"""What gets onto the machine and what can run there: pinned packages, a list of them, and no code in data."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from notebook_cells import cells

import analysis

ROOT = Path(__file__).parents[1]
PACKAGE = Path(analysis.__file__).parent
HEAVY = {
    "torch",
    "sentence-transformers",
    "transformers",
    "dask",
    "distributed",
    "ray",
    "tensorflow",
    "jax",
    "spacy",
}
PICKLES = {"pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "jsonpickle"}
UNSAFE_MODULES = PICKLES | {
    "tarfile",
    "zipimport",
    "xml.sax",
    "xml.dom",
    "xml.etree.ElementTree",
    "lxml",
    "ftplib",
}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__", "input"}
UNSAFE_METHODS = {"read_pickle", "to_pickle", "unpack_archive", "extractall", "system", "popen", "read_hdf"}
LOADERS = {"yaml", "torch", "joblib"}


def sources() -> dict[str, ast.Module]:
    found = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for folder in (PACKAGE, ROOT / "benchmarks")
        for path in sorted(folder.rglob("*.py"))
    }
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        code = "\n".join(cell["source"] for cell in cells(path, "code"))
        found[path.relative_to(ROOT).as_posix()] = ast.parse(code)
    return found


def unsafe(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in UNSAFE_MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in UNSAFE_MODULES:
            yield str(node.module)
        elif isinstance(node, ast.Call):
            yield from unsafe_call(node)


def unsafe_call(node: ast.Call) -> Iterator[str]:
    named = {word.arg: ast.unparse(word.value) for word in node.keywords if word.arg}
    if named.get("shell") == "True":
        yield "shell=True"
    if named.get("verify") == "False":
        yield "verify=False"
    if named.get("trust_remote_code") == "True":
        yield "trust_remote_code=True"
    if isinstance(node.func, ast.Name) and node.func.id in UNSAFE_CALLS:
        yield f"{node.func.id}()"
    if isinstance(node.func, ast.Attribute):
        whose = ast.unparse(node.func.value)
        if node.func.attr in UNSAFE_METHODS or (node.func.attr == "load" and whose in LOADERS):
            yield f"{whose}.{node.func.attr}()"
        if node.func.attr in ("load", "save", "savez") and whose in ("np", "numpy"):
            told = named.get("allow_pickle")
            if told != "False" and (node.func.attr == "load" or told is not None):
                yield f"{whose}.{node.func.attr}() with allow_pickle {told}"


@pytest.mark.slow(reason="every source file is taken apart")
def test_no_data_is_read_in_a_form_that_can_hold_code_and_no_text_is_run() -> None:
    read = sources()
    assert len(read) > 100
    assert {name: found for name, tree in read.items() if (found := list(unsafe(tree)))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from joblib import load",
        "import numpy as np\nnp.load('x')",
        "import numpy as np\nnp.load('x', allow_pickle=True)",
        "pd.read_pickle('x')",
        "yaml.load(text)",
        "torch.load('x')",
        "eval(text)",
        "exec(text)",
        "subprocess.run(text, shell=True)",
        "archive.extractall()",
        "get(url, verify=False)",
        "os.system(text)",
    ],
)
def test_the_scan_finds_what_it_looks_for(code: str) -> None:
    assert list(unsafe(ast.parse(code)))


def pins() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def test_heavy_stacks_are_no_part_of_the_default_installation() -> None:
    assert not {name for name in pins() if name.lower() in HEAVY or name.lower().startswith("nvidia")}


def test_packages_are_installed_by_their_hashes_and_without_looking_up_others() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"^\t@\$\(INSTALL\) (.*)$", makefile, re.MULTILINE)
    assert len(installs) == 3
    for line in installs:
        assert line.startswith(("--require-hashes -r requirements", "--no-build-isolation --editable .")), line
    assert re.search(r"^INSTALL +:= .* --no-deps$", makefile, re.MULTILINE)


def test_jupyterlab_is_opened_without_its_look_for_news_and_updates() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "NeverCheckForUpdate" in makefile
    assert "--LabApp.news_url=None" in makefile


@pytest.mark.slow(reason="the list is made by a program of its own")
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_the_list_of_packages_is_valid_and_names_every_pin_with_its_hashes() -> None:
    validation = pytest.importorskip("cyclonedx.validation.json")
    schema = pytest.importorskip("cyclonedx.schema")
    bin_folder = Path(sys.executable).parent
    planned = ["make", "-s", "-o", ".venv/.ready-dev", f"BIN={bin_folder}", "SETUP_DEV=", "sbom"]
    done = subprocess.run(planned, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = (ROOT / "build" / "sbom.json").read_text(encoding="utf-8")
    version = schema.SchemaVersion.from_version(json.loads(text)["specVersion"])
    assert validation.JsonStrictValidator(version).validate_str(text) is None
    components = json.loads(text)["components"]
    assert {each["name"]: each["version"] for each in components} == pins()
    for each in components:
        hashes = [digest for place in each["externalReferences"] for digest in place.get("hashes", ())]
        assert any(digest["alg"] == "SHA-256" for digest in hashes), each["name"]
