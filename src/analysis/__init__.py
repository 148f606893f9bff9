"""Themes and their trends in saved listings of papers; what a notebook imports comes from here.

``load_papers("data/raw")`` and its sisters return tables, ``views`` turns tables into what one chart shows, and
``charts`` draws it: ``charts.theme_sizes(views.theme_sizes(load_tables("data/raw")))``. Importing this package
loads neither pandas nor plotly; the first call does.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from analysis.errors import AnalysisError
from analysis.loading import (
    load_bursts,
    load_changes,
    load_lineage,
    load_listings,
    load_map,
    load_memberships,
    load_model,
    load_papers,
    load_problems,
    load_sources,
    load_tables,
    load_term_uses,
    load_theme,
    load_theme_trends,
    load_themes,
    load_trends,
    papers_of_theme,
)

_LAZY_ROOMS = ("charts", "findings", "views", "widgets")

__all__ = [
    "AnalysisError",
    "charts",
    "findings",
    "load_bursts",
    "load_changes",
    "load_lineage",
    "load_listings",
    "load_map",
    "load_memberships",
    "load_model",
    "load_papers",
    "load_problems",
    "load_sources",
    "load_tables",
    "load_term_uses",
    "load_theme",
    "load_theme_trends",
    "load_themes",
    "load_trends",
    "papers_of_theme",
    "views",
    "widgets",
]


def __getattr__(name: str) -> ModuleType:
    """Import a room when it is first asked for, so that ``import analysis`` stays quick."""
    if name in _LAZY_ROOMS:
        return importlib.import_module(f"analysis.{name}")
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
