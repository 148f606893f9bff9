"""Why a paper belongs to a followed theme: the messages that tables hold in English and pages tell in theirs."""

from __future__ import annotations

from analysis.language import N_

IN_TITLE = N_("“{phrase}” in the title")
IN_SENTENCE = N_("“{phrase}” in: {sentence}")
NEAR = N_("words and meaning close to the papers that name it")
"""The reason for a paper without any of the phrases."""
NEAR_WITH = N_("words and meaning close to the papers that name it: {sentence}")
"""The same, with its nearest sentence."""
REASONS = (IN_TITLE, IN_SENTENCE, NEAR, NEAR_WITH)
