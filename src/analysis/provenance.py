"""What a report was made from and how, as its page tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis import wording
from analysis.language import _, ngettext, written
from analysis.sampling import AGREEMENT, MEASURED_ON, MEASURED_WITH, REPEAT


@dataclass(frozen=True)
class Excerpt:
    """What a page that is cut down leaves in."""

    said: str
    """In words: ``only the theme …``."""
    n_papers: int
    n_all: int
    theme: str = ""
    """Name of the theme it is about; empty where it is about more."""


@dataclass(frozen=True)
class Provenance:
    """Where the tables come from, as the page tells it; without a clock: the same run, the same page."""

    raw: str
    """The raw folder, as it should be shown."""
    sample: bool = False
    """Whether the sample stood in for a raw folder without dumps."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Settings by the name they are shown under."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Versions of the programs that took part."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file read."""
    confidence: float = 0.95
    """Coverage of the intervals, in (0, 1)."""
    n_runs: int = 0
    """Runs behind the stability of the themes; 0 where it was not measured."""
    agreement: float | None = None
    """How alike the themes of two runs are on average, 1 being the same; None where it was not measured."""
    n_found_in: int = 0
    """Papers of the sample that the themes were found in; 0 where they were found in all."""
    part: Excerpt | None = None
    """What the page is cut down to; None where it shows everything."""


def method(provenance: Provenance) -> str:
    """Say in a few sentences how the themes and shares came about."""
    sentences = [
        _(
            "Papers whose titles and abstracts use words alike were grouped into themes, and each paper counts in "
            "one of them."
        )
    ]
    if provenance.n_found_in:
        text = _(
            "The themes were found in a sample of {n} papers, drawn evenly over sources and dates; each of the "
            "others was placed where the nearest of these are.",
            n=wording.number(provenance.n_found_in),
        )
        sentences += [text, _what_a_sample_costs()]
    text = _(
        "The themes you follow are found by their phrases and may share papers with the others. A share is the "
        "part of a date's papers that belong to a theme; the range beside it is Wilson's {confidence} interval, "
        "which says how far the share may be off by chance.",
        confidence=wording.exact_percent(provenance.confidence),
    )
    return " ".join([*sentences, text, *_how_sure(provenance)])


def _what_a_sample_costs() -> str:
    return _(
        "Measured on {all} papers with a sample of {n}, such themes agree by {agreement} with those found in all, "
        "which another run agrees with by {repeat}.",
        all=wording.number(MEASURED_ON),
        n=wording.number(MEASURED_WITH),
        agreement=written(AGREEMENT, 2),
        repeat=written(REPEAT, 2),
    )


def _how_sure(provenance: Provenance) -> list[str]:
    if not provenance.n_runs:
        return []
    made_again = ngettext(
        "How firm a theme is was measured by making the themes again in {n} run.",
        "How firm a theme is was measured by making the themes again in {n} runs.",
        provenance.n_runs,
    )
    if provenance.agreement is None:
        return [made_again]
    agreement = written(provenance.agreement, 2)
    agree = _(
        "Two of these runs agree by {agreement} on average, where 1 is the same and 0 chance.", agreement=agreement
    )
    return [made_again, agree]
