"""How sure the report is: how firmly themes hold, how much was dated and how much was skipped, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import wording
from analysis.schemas import UNPLACED
from analysis.sentences import Finding, Phrase
from analysis.theme_order import LOOSE_BELOW

FIRM_FROM = 0.8
"""A theme whose stability is at least this comes back in nearly every run."""


def sureness(tables: Mapping[str, pd.DataFrame], n_runs: int) -> list[Finding]:
    """Return what the results rest on: firm and loose themes, papers placed and dated, lines skipped.

    :param tables: papers, listings, themes and problems as in ``tables.SCHEMAS``.
    :param n_runs: runs behind the stability of the themes.
    """
    found = [_firm(tables["themes"], n_runs), _placed(tables), _dated(tables), _skipped(tables["problems"])]
    return [finding for finding in found if finding is not None]


def _sentence(kind: str, text: str, target: str = "", linked: str = "") -> Finding:
    return Finding(kind, (Phrase(text), Phrase(linked, target), Phrase(".")) if linked else (Phrase(text),))


def _firm(themes: pd.DataFrame, n_runs: int) -> Finding | None:
    found = themes[(themes["kind"] == "found") & (themes["theme_id"] != UNPLACED)]
    measured = found.loc[found["stability"].notna(), "stability"]
    if measured.empty:
        return None
    n_firm, n_loose = int((measured >= FIRM_FROM).sum()), int((measured < LOOSE_BELOW).sum())
    runs = f"{wording.count(n_runs, 'run')}" if n_runs else "the runs"
    text = (
        f"Of {wording.count(len(measured), 'theme')} found, {_number(n_firm)} "
        f"{'is' if n_firm == 1 else 'are'} firm (at least {FIRM_FROM:.0%} of {runs} bring them back), "
        f"{_number(len(measured) - n_firm - n_loose)} lie between, and {_number(n_loose)} "
        f"{'is' if n_loose == 1 else 'are'} loose (under {LOOSE_BELOW:.0%}); "
    )
    return _sentence("firm", text, "themes", "each card says its own")


def _number(value: int) -> str:
    return wording.in_words(value) if value else "none"


def _placed(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    themes, n_papers = tables["themes"], len(tables["papers"])
    unplaced = int(themes.loc[themes["theme_id"] == UNPLACED, "n_papers"].sum())
    if not unplaced or not n_papers:
        return None
    share = wording.percent(unplaced / n_papers)
    return _sentence(
        "unplaced", f"{wording.count(unplaced, 'paper')} ({share}) fit no theme and stand as Unplaced."
    )


def _dated(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    n_listed = len(tables["listings"])
    if not n_listed:
        return None
    n_dated = int(tables["listings"]["listed_on"].notna().sum())
    text = f"{wording.number(n_dated)} of {wording.count(n_listed, 'appearance')} have a listing date."
    return _sentence("dated", text)


def _skipped(problems: pd.DataFrame) -> Finding:
    if problems.empty:
        return _sentence("problems", "Every line of the dumps was understood.")
    places = wording.count(len(problems), "place")
    verb = "was" if len(problems) == 1 else "were"
    return _sentence(
        "problems", f"{places} in the dumps {verb} skipped or doubted: ", "problems", "the list is below"
    )
