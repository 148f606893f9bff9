"""A theme inside a sentence: its name as a link to its card, and that it is loose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.house import told_loose
from analysis.sentences import Phrase, card_id
from analysis.theme_order import LOOSE_BELOW

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_loose(stability: float) -> bool:
    """Say whether a theme is loose; one whose stability was not measured is not called so."""
    return bool(pd.notna(stability) and stability < LOOSE_BELOW)


def theme_phrase(theme: Mapping[str, object] | pd.Series) -> Phrase:
    """Return the name of a theme as a link to its card.

    :param theme: a row of the table ``themes``.
    """
    return Phrase(str(theme["name"]), card_id(str(theme["theme_id"])))


def marked_theme(theme: pd.Series) -> list[Phrase]:
    """Return :func:`theme_phrase`, and behind it that the theme is loose, if it is."""
    mark = told_loose(is_loose(theme["stability"]))
    return [theme_phrase(theme), *([Phrase(mark)] if mark else [])]
