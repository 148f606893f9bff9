"""Stage ``notebooks``: each notebook, run on the tables as they are, as a page in ``reports/notebooks``."""

from __future__ import annotations

from pathlib import Path

from tqdm import tqdm

from analysis import wording
from analysis.job import Job, Made
from analysis.notebook_pages import NotebookError, run_notebook
from analysis.whole_files import write_whole

FOLDER = "notebooks"


def run(job: Job) -> Made:
    """Run the notebooks in the order of their names; leave each with its outputs and as a page.

    :raises NotebookError: there is no notebook, or a cell of one fails; the pages before it are kept.
    """
    notebooks = sorted(job.folders.notebooks.glob("*.ipynb"))
    if not notebooks:
        raise NotebookError(f"{job.folders.notebooks}: holds no notebook. Name their folder: --notebooks FOLDER")
    into = job.folders.reports / FOLDER
    into.mkdir(parents=True, exist_ok=True)
    # without a raw folder the tables are read as they lie: this run has just made them, with its own settings
    parameters = {"raw": None, "processed": str(job.folders.processed)}
    files: list[Path] = []
    for path in tqdm(notebooks, "notebooks", disable=None, leave=False):
        done = run_notebook(path, parameters)
        for suffix, text in ((".ipynb", done.notebook), (".html", done.page)):
            files.append(write_whole(into / f"{path.stem}{suffix}", text.encode()))
    return Made(tuple(files), wording.count(len(notebooks), "notebook"))
