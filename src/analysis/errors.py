"""The base of every error a user may cause and can mend."""

from __future__ import annotations


class AnalysisError(Exception):
    """What went wrong and what to do next, in one sentence; the command line prints it and ends with code 2."""
