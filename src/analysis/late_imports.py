"""Modules that others import and we never use: they are loaded when somebody asks them for something."""

from __future__ import annotations

import importlib.util
import sys


def put_off(name: str) -> None:
    """Have the next ``import`` of a module load it only when something of it is asked for.

    Does nothing where the module is loaded already or is not installed.

    :param name: a module of the top level.

    Source: "Implementing lazy imports" in Python's documentation of importlib.
    """
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    loader = importlib.util.LazyLoader(spec.loader)
    spec.loader = loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
