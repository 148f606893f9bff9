"""When enough is new that themes should be found again."""

from __future__ import annotations

from dataclasses import dataclass

from analysis import wording

MANY_NEW = 0.1
"""From this share of papers on that came since the themes were found, they should be found again."""
MANY_FAR, LEAST_FAR = 0.25, 10
"""So too from this share of those papers on that lie far from every theme, if there are at least so many."""


@dataclass(frozen=True)
class Since:
    """What came since the themes were found."""

    n_papers: int
    """All papers now."""
    n_new: int
    """Those that were placed."""
    n_far: int
    """Those of them far from every theme."""

    @property
    def advice(self) -> str:
        """Say that the themes should be found again, and why; an empty text where they need not."""
        many_new = self.n_new > MANY_NEW * self.n_papers
        many_far = self.n_far >= LEAST_FAR and self.n_far > MANY_FAR * self.n_new
        if not (many_new or many_far):
            return ""
        new, share = wording.count(self.n_new, "paper"), wording.percent(self.n_new / self.n_papers)
        verb = "is" if self.n_new == 1 else "are"
        return (
            f"{new} of {wording.number(self.n_papers)} ({share}) {verb} new since the themes were found, and "
            f"{wording.number(self.n_far)} of them far from every theme: time to find the themes again: "
            "paper-themes report"
        )
