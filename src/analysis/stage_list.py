"""The stages from dumps to pages: their order, and what may change the result of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.config import ENGINES


@dataclass(frozen=True)
class Stage:
    """One step of the way from dumps to pages; its work is done by the module of its name in ``stages``."""

    name: str
    says: str
    """What it does, in half a line, for ``--help``."""
    after: tuple[str, ...]
    """Stages whose products it reads."""
    into: Literal["processed", "reports"]
    packages: tuple[str, ...]
    """Distributions whose version may change the result."""
    settings: tuple[str, ...] = ()
    """Names of the settings that may change the result."""
    options: tuple[str, ...] = ()
    """Attributes of the job that may change the result."""
    assets: tuple[str, ...] = ()
    """Modules and folders of templates that may change the result, beside the stage's own module."""


_OF_THEMES = ("seed", "encoder", "engine", "n_themes", "sample_above", "watched", "naming")
_ALL_SETTINGS = (*_OF_THEMES, "confidence", "period", "count", "membership", "language")

STAGES = {
    stage.name: stage
    for stage in (
        Stage(
            "read",
            "dumps -> papers and listings",
            (),
            "processed",
            ("beautifulsoup4", "bibtexparser", "pandas", "pyarrow", "rapidfuzz", "rispy"),
            ("columns", "follow_links"),
        ),
        Stage(
            "themes",
            "papers -> themes, watched themes and the map",
            ("read",),
            "processed",
            ("bertopic", "graspologic-native", "hdbscan", "numba", "numpy", "pandas", "pyarrow", "scikit-learn")
            + ("scipy", "sentence-transformers", "tokenizers", "umap-learn", "wordllama"),
            _OF_THEMES,
            assets=tuple(f"engines.{name}" for name in ENGINES),
        ),
        Stage(
            "trends",
            "themes and dates -> shares with intervals",
            ("read", "themes"),
            "processed",
            ("numpy", "pandas", "pyarrow", "scipy"),
            ("confidence", "period", "count", "membership"),
        ),
        Stage(
            "report",
            "everything -> reports/themes.html and the tables behind its charts",
            ("read", "themes", "trends"),
            "reports",
            (
                "babel",
                "bertopic",
                "jinja2",
                "kaleido",
                "numpy",
                "pandas",
                "pillow",
                "plotly",
                "scikit-learn",
                "umap-learn",
            )
            + ("wordllama",),
            _ALL_SETTINGS,
            ("is_sample", "pictures", "raw_shown"),
            ("languages", "templates"),
        ),
        Stage(
            "charts",
            "each chart as a file of its own in reports/charts",
            ("read", "themes", "trends"),
            "reports",
            ("babel", "kaleido", "pandas", "plotly"),
            ("confidence", "language"),
            ("card", "formats", "is_sample"),
            ("languages", "templates"),
        ),
        Stage(
            "notebooks",
            "run the notebooks and leave them as pages in reports/notebooks",
            ("read", "themes", "trends"),
            "reports",
            ("ipykernel", "ipywidgets", "itables", "nbconvert", "pandas", "papermill", "plotly"),
            assets=("templates", "charts", "loading", "views", "widgets"),
        ),
    )
}


def needed(target: str) -> list[Stage]:
    """Return the stages that lead to ``target``, in order, and the target last."""
    wanted = {target}
    for stage in reversed(STAGES.values()):
        if stage.name in wanted:
            wanted.update(stage.after)
    return [stage for stage in STAGES.values() if stage.name in wanted]
