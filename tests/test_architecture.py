"""What a newcomer relies on: imports go one way, rooms are small, and everything public says what it does."""

from __future__ import annotations

import ast
import statistics
import sys
from functools import cache
from pathlib import Path

import pytest
from benchmark_module import benchmark

import analysis
from analysis import manifest

PACKAGE = Path(analysis.__file__).parent
SOURCES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): path for path in PACKAGE.rglob("*.py")
}
structure = benchmark("structure")

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
            "chart_template",
            "chart_words",
            "charts",
            "drawing",
            "house",
            "labels",
            "placing",
            "theme_order",
            "theme_rows",
        ),
        "shared_views",
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
            "job",
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
    "cluster.on_this_machine",
    "config",
    "cut",
    "errors",
    "job",
    "language",
    "loading",
    "manifest",
    "pipeline",
    "checking",
    "one_run",
    "raw_folder",
    "settings_file",
    "stage_list",
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
        "cluster.on_this_machine",
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
    "plotly": {"charts", "drawing", "paper_controls", "plotly_library", "widgets"},
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
MOST_LINES_OF_A_MEDIAN_FILE = 120
MOST_LINES_OF_A_FUNCTION = 50
MOST_ARGUMENTS = 7


@cache
def modules() -> list[structure.Module]:
    return structure.modules(PACKAGE)


@cache
def functions() -> list[structure.Function]:
    return [function for module in modules() for function in structure.functions(module)]


@cache
def imports() -> dict[str, set[str]]:
    return {
        name: {found for found in manifest.imported(path) if found in SOURCES} for name, path in SOURCES.items()
    }


def imported_packages(tree: ast.Module, top_only: bool = False) -> set[str]:
    nodes = tree.body if top_only else ast.walk(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@cache
def packages(top_only: bool = False) -> dict[str, set[str]]:
    return {module.name: imported_packages(module.tree, top_only) for module in modules()}


def room_of(module: str) -> str:
    return next((room for room, modules in ROOMS.items() if module.split(".")[0] in modules), "")


def test_no_two_modules_import_each_other_even_by_detour() -> None:
    assert structure.cycle(structure.imports(modules(), "analysis", top_only=False)) == []


def test_the_ground_stands_on_nothing_but_itself() -> None:
    for module in GROUND:
        assert imports()[module] <= GROUND, module


@pytest.mark.parametrize("room", SELF_STANDING)
def test_a_room_stands_on_the_ground_and_not_on_its_neighbours(room: str) -> None:
    for module in SOURCES:
        if room_of(module) == room:
            strangers = {found for found in imports()[module] if found not in GROUND and room_of(found) != room}
            assert not strangers, f"{module} may not import {sorted(strangers)}"


def test_only_the_running_rooms_know_the_order_of_the_stages() -> None:
    upstairs = {module for module in SOURCES if room_of(module) == "running"}
    for module in SOURCES.keys() - upstairs:
        assert not imports()[module] & upstairs, module


def test_charts_take_tables_and_know_neither_folders_nor_how_themes_are_found() -> None:
    for module in ("charts", *(name for name in SOURCES if name.startswith("chart_"))):
        assert not {"pathlib", "os", "analysis.tables"} & packages()[module], module
        assert "pandas" not in packages(top_only=True)[module], module


def test_readers_of_a_source_are_pure() -> None:
    for module in SOURCES:
        if module.startswith("dumps.") and module not in ("dumps.folder", "dumps.long_files"):
            assert not {"pathlib", "os", "pandas"} & packages()[module], module


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_heavy_library_is_known_in_one_place(package: str) -> None:
    assert {module for module, known in packages().items() if package in known} <= ONLY_IN[package]


@pytest.mark.parametrize("module", QUICK)
def test_what_stands_behind_help_loads_only_the_standard_library(module: str) -> None:
    assert packages(top_only=True)[module] <= sys.stdlib_module_names | {"analysis"}


def test_files_are_small() -> None:
    assert {module.name: module.lines for module in modules() if module.lines > MOST_LINES_OF_A_FILE} == {}
    assert statistics.median(module.lines for module in modules()) <= MOST_LINES_OF_A_MEDIAN_FILE


def test_functions_are_small_and_take_few_arguments() -> None:
    assert [each.where for each in functions() if each.lines > MOST_LINES_OF_A_FUNCTION] == []
    assert [each.where for each in functions() if len(each.arguments) > MOST_ARGUMENTS] == []


def test_every_argument_and_result_has_a_type() -> None:
    assert [each.where for each in functions() if not each.annotated] == []


def test_everything_public_has_a_docstring_with_the_errors_it_raises_and_the_shapes_of_arrays() -> None:
    assert [name for module in modules() for name in structure.undocumented(module)] == []
    assert [each.where for each in functions() if each.public and each.raises and not each.says_raises] == []
    of_arrays = [each for each in functions() if each.public and each.takes_arrays]
    assert not {each.where for each in of_arrays if not each.says_shapes}


def test_nothing_prints_and_no_input_is_checked_by_assert() -> None:
    for module in modules():
        for node in ast.walk(module.tree):
            assert not isinstance(node, ast.Assert), f"{module.name}, line {node.lineno}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"{module.name}, line {node.lineno}"


def test_no_room_is_called_by_what_it_is_not() -> None:
    assert not {"utils", "util", "helpers", "misc", "common"} & {name.split(".")[-1] for name in SOURCES}
