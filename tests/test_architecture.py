"""What a newcomer relies on: imports go one way, rooms are small, and everything public says what it does."""

from __future__ import annotations

import ast
import graphlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import analysis
from analysis import manifest

PACKAGE = Path(analysis.__file__).parent
SOURCES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): path for path in PACKAGE.rglob("*.py")
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}
IMPORTS = {
    name: {found for found in manifest.imported(path) if found in SOURCES} for name, path in SOURCES.items()
}

GROUND = {
    "catalogs",
    "config",
    "errors",
    "language",
    "locale_forms",
    "palette",
    "patience",
    "raw_folder",
    "reasons",
    "schemas",
    "tables",
    "visible_text",
    "whole_files",
    "wording",
}
ROOMS = {
    "fetching": {"bounded_http", "daily_api", "fetch"},
    "reading": {
        "appearances",
        "doubts",
        "dumps",
        "latex",
        "listing_dates",
        "matching",
        "new_papers",
        "papers",
        "readable",
    },
    "trends": {
        *(
            "binomial",
            "bursts",
            "change_points",
            "counting",
            "directions",
            "moments",
            "movements",
            "periods",
            "pooling",
        ),
        *("series", "shares", "spread", "trends"),
    },
    "charts": {
        *("chart_areas", "chart_counts", "chart_dates", "chart_grids", "chart_lives", "chart_map"),
        *("chart_overlap", "chart_panels", "chart_ranking", "chart_shares", "chart_sizes", "chart_terms"),
        *(
            "chart_words",
            "charts",
            "drawing",
            "house",
            "labels",
            "placing",
            "theme_order",
            "theme_rows",
        ),
        *("views", "views_of_dates", "views_of_theme", "views_over_time"),
    },
    "running": {
        *(
            "__init__",
            "__main__",
            "adding",
            "checking",
            "cli",
            "cli_options",
            "cluster",
            "loading",
            "manifest",
            "notebook_html",
            "notebook_pages",
            "one_run",
            "pipeline",
            "stage_list",
            "stages",
        ),
        *("terminal", "update"),
    },
}
SELF_STANDING = ("fetching", "reading", "trends")
"""Rooms that know nothing of any other."""
QUICK = (
    "__init__",
    "__main__",
    "cli",
    "cli_options",
    "config",
    "cut",
    "errors",
    "language",
    "loading",
    "manifest",
    "pipeline",
    "checking",
    "one_run",
    "raw_folder",
    "settings_file",
    "stage_list",
    "stages.job",
    "terminal",
    "update",
)
"""Modules behind ``--help`` and ``import analysis``: nothing but the standard library at their top."""
ONLY_IN = {
    "babel": {"catalogs", "locale_forms"},
    "cuml": {"engines.gpu"},
    "dask": {"cluster.connection", "cluster.reading", "cluster.sameness"},
    "distributed": {
        "cluster.connection",
        "cluster.finding",
        "cluster.reading",
        "cluster.sameness",
        "cluster.tallying",
    },
    "filelock": {"one_run"},
    "bertopic": {"llm_naming", "topic_model"},
    "openai": {"llm_naming"},
    "umap": {"mapping"},
    "tokenizers": {"static_vectors"},
    "sentence_transformers": {"embeddings"},
    "nbconvert": {"notebook_html"},
    "papermill": {"notebook_pages"},
    "kaleido": {"pictures"},
    "plotly": {"charts", "drawing", "notebook_html", "paper_controls", "widgets"},
    "PIL": {"density", "static_pictures"},
    "ipywidgets": {"paper_controls", "widgets"},
    "itables": {"notebook_html", "widgets"},
    "jinja2": {"page_of_chart", "report"},
    "huggingface_hub": {"bounded_http", "daily_api"},
    "bs4": {"dumps.atom", "dumps.page_html", "dumps.soup"},
    "bibtexparser": {"dumps.references"},
    "rispy": {"dumps.references"},
}
MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 60
MOST_ARGUMENTS = 7

Function = ast.FunctionDef | ast.AsyncFunctionDef


def imported_packages(tree: ast.Module, top_only: bool = False) -> set[str]:
    nodes = tree.body if top_only else ast.walk(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Function]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{inside}{node.name}", node
            yield from functions(node, f"{inside}{node.name}.")
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{inside}{node.name}.")
        else:
            yield from functions(node, inside)


def lines_without_docstring(function: Function) -> int:
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


def room_of(module: str) -> str:
    return next((room for room, modules in ROOMS.items() if module.split(".")[0] in modules), "")


def test_no_two_modules_import_each_other_even_by_detour() -> None:
    assert list(graphlib.TopologicalSorter(IMPORTS).static_order())


def test_the_ground_stands_on_nothing_but_itself() -> None:
    for module in GROUND:
        assert IMPORTS[module] <= GROUND, module


@pytest.mark.parametrize("room", SELF_STANDING)
def test_a_room_stands_on_the_ground_and_not_on_its_neighbours(room: str) -> None:
    for module in SOURCES:
        if room_of(module) == room:
            strangers = {found for found in IMPORTS[module] if found not in GROUND and room_of(found) != room}
            assert not strangers, f"{module} may not import {sorted(strangers)}"


def test_only_the_running_rooms_know_the_order_of_the_stages() -> None:
    upstairs = {module for module in SOURCES if room_of(module) == "running"}
    for module in SOURCES.keys() - upstairs:
        assert not IMPORTS[module] & upstairs, module


def test_charts_take_tables_and_know_neither_folders_nor_how_themes_are_found() -> None:
    for module in ("charts", *(name for name in SOURCES if name.startswith("chart_"))):
        assert not {"pathlib", "os", "analysis.tables"} & imported_packages(TREES[module]), module
        assert "pandas" not in imported_packages(TREES[module], top_only=True), module


def test_readers_of_a_source_are_pure() -> None:
    for module in SOURCES:
        if module.startswith("dumps.") and module not in ("dumps.folder", "dumps.long_files"):
            assert not {"pathlib", "os", "pandas"} & imported_packages(TREES[module]), module


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_heavy_library_is_known_in_one_place(package: str) -> None:
    knowing = {module for module, tree in TREES.items() if package in imported_packages(tree)}
    assert knowing <= ONLY_IN[package]


@pytest.mark.parametrize("module", QUICK)
def test_what_stands_behind_help_loads_only_the_standard_library(module: str) -> None:
    assert imported_packages(TREES[module], top_only=True) <= sys.stdlib_module_names | {"analysis"}


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_a_file_is_small(module: str) -> None:
    assert len(SOURCES[module].read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_A_FILE


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_a_function_is_small_and_takes_few_arguments(module: str) -> None:
    for name, function in functions(TREES[module]):
        assert lines_without_docstring(function) <= MOST_LINES_OF_A_FUNCTION, name
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        assert (
            len([argument for argument in arguments if argument.arg not in ("self", "cls")]) <= MOST_ARGUMENTS
        ), name


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_everything_public_has_a_docstring(module: str) -> None:
    tree = TREES[module]
    assert ast.get_docstring(tree), module
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    public = [node for node in nodes if not node.name.startswith("_")]
    named = [
        (name, function)
        for name, function in functions(tree)
        if not any(part.startswith("_") for part in name.split(".")) and "." not in name
    ]
    for node in public:
        assert ast.get_docstring(node), f"{module}.{node.name}"
    for name, function in named:
        assert ast.get_docstring(function), f"{module}.{name}"


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_nothing_prints_and_no_input_is_checked_by_assert(module: str) -> None:
    for node in ast.walk(TREES[module]):
        assert not isinstance(node, ast.Assert), f"{module}, line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"{module}, line {node.lineno}"


def test_no_room_is_called_by_what_it_is_not() -> None:
    assert not {"utils", "util", "helpers", "misc", "common"} & {name.split(".")[-1] for name in SOURCES}
