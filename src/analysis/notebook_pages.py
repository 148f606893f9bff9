"""Notebooks → pages: each is run top to bottom and becomes one HTML file whose charts show without a network."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from analysis.errors import AnalysisError
from analysis.notebook_html import page

WIDGET = "application/vnd.jupyter.widget-view+json"
CONTROL = "A control stands here when the notebook is open in JupyterLab."
SECONDS_PER_CELL = 600
"""A cell that takes longer is stopped."""


class NotebookError(AnalysisError):
    """A notebook that cannot be read or run; the text names it, the cell and what was raised there."""


@dataclass(frozen=True)
class RunNotebook:
    """A notebook after it was run, as a notebook and as a page; the same run gives the same bytes."""

    notebook: str
    """The notebook with its outputs, as JSON."""
    page: str
    """HTML that loads nothing from anywhere."""


def run_notebook(path: Path, parameters: Mapping[str, str | None]) -> RunNotebook:
    """Run a notebook in a kernel of its own and return it with its outputs; the file itself stays as it is.

    :param path: the notebook; the cell tagged ``parameters`` says which there are.
    :param parameters: values instead of those the notebook states.
    :raises NotebookError: the file is no notebook, or a cell fails.
    """
    _check(path)
    try:
        with _environment(PLOTLY_RENDERER="plotly_mimetype", PYDEVD_DISABLE_FILE_VALIDATION="1"):
            notebook = papermill.execute_notebook(
                str(path),
                None,
                parameters=dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=SECONDS_PER_CELL,
                extra_arguments=["--log-level=CRITICAL"],
            )
    except PapermillExecutionError as error:
        raise NotebookError(
            f"{path}: cell {error.cell_index + 1} failed ({error.ename}: {error.evalue}). Open it with: make lab"
        ) from error
    _forget_the_clock(notebook)
    _without_controls(notebook)
    return RunNotebook(f"{nbformat.writes(notebook)}\n", page(notebook, path.stem))


def _check(path: Path) -> None:
    try:
        nbformat.validate(nbformat.read(path, as_version=4))
    except OSError:
        raise
    except Exception as error:
        # nbformat raises whatever it stumbles over in a file that is no notebook
        raise NotebookError(f"{path}: is no notebook ({type(error).__name__}).") from error


def _without_controls(notebook: NotebookNode) -> None:
    """Say where a control stood: without a kernel it does nothing, and its name is by chance."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if WIDGET in output.get("data", {}):
                output["data"] = NotebookNode({"text/plain": CONTROL})


def _forget_the_clock(notebook: NotebookNode) -> None:
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            # papermill gives its cell a name by chance
            cell["id"] = "injected-parameters"


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Set variables for the kernels that are started meanwhile."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
