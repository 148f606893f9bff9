"""How sure the report is: how firmly themes hold, how much was dated and how much was skipped, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import wording
from analysis.language import _, ngettext
from analysis.schemas import UNPLACED
from analysis.sentences import Finding, Phrase, woven
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
    return Finding(kind, woven(text, link=Phrase(linked, target)) if linked else (Phrase(text),))


def _firm(themes: pd.DataFrame, n_runs: int) -> Finding | None:
    found = themes[(themes["kind"] == "found") & (themes["theme_id"] != UNPLACED)]
    measured = found.loc[found["stability"].notna(), "stability"]
    if measured.empty:
        return None
    n_firm, n_loose = int((measured >= FIRM_FROM).sum()), int((measured < LOOSE_BELOW).sum())
    least = wording.percent(FIRM_FROM, 0)
    often = _("at least {share} of the runs bring them back", share=least)
    if n_runs:
        often = ngettext(
            "at least {share} of {n} run bring them back",
            "at least {share} of {n} runs bring them back",
            n_runs,
            share=least,
        )
    text = ngettext(
        "Of {n} theme found, {firm} ({often}), {between} lie between, and {loose} (under {under}); {link}.",
        "Of {n} themes found, {firm} ({often}), {between} lie between, and {loose} (under {under}); {link}.",
        len(measured),
        firm=ngettext("{words} is firm", "{words} are firm", n_firm, words=_number(n_firm)),
        often=often,
        between=_number(len(measured) - n_firm - n_loose),
        loose=ngettext("{words} is loose", "{words} are loose", n_loose, words=_number(n_loose)),
        under=wording.percent(LOOSE_BELOW, 0),
        link="{link}",
    )
    return _sentence("firm", text, "themes", _("each card says its own"))


def _number(value: int) -> str:
    return wording.in_words(value) if value else _("none")


def _placed(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    themes, n_papers = tables["themes"], len(tables["papers"])
    unplaced = int(themes.loc[themes["theme_id"] == UNPLACED, "n_papers"].sum())
    if not unplaced or not n_papers:
        return None
    text = ngettext(
        "{n} paper ({share}) fit no theme and stand as Unplaced.",
        "{n} papers ({share}) fit no theme and stand as Unplaced.",
        unplaced,
        share=wording.percent(unplaced / n_papers),
    )
    return _sentence("unplaced", text)


def _dated(tables: Mapping[str, pd.DataFrame]) -> Finding | None:
    n_listed = len(tables["listings"])
    if not n_listed:
        return None
    n_dated = int(tables["listings"]["listed_on"].notna().sum())
    text = ngettext(
        "{dated} of {n} appearance have a listing date.",
        "{dated} of {n} appearances have a listing date.",
        n_listed,
        dated=wording.number(n_dated),
    )
    return _sentence("dated", text)


def _skipped(problems: pd.DataFrame) -> Finding:
    if problems.empty:
        return _sentence("problems", _("Every line of the dumps was understood."))
    text = ngettext(
        "{n} place in the dumps was skipped or doubted: {link}.",
        "{n} places in the dumps were skipped or doubted: {link}.",
        len(problems),
        link="{link}",
    )
    return _sentence("problems", text, "problems", _("the list is below"))
