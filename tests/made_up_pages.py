"""Listing pages made up for the tests of reading them: the same papers in each of the three layouts."""

from __future__ import annotations

from collections.abc import Callable

from analysis.dumps.entries import Dump

Render = Callable[[list[str]], str]
HEADER = ["new", "Get trending papers in your email inbox!", "Subscribe", "byAK and the research community"]
TITLES = [
    "One vs. Many: Routing Among Experts",
    "Does Depth Help? A Study of Layers",
    '<SEG> Tokens Need "Quotes" and [PAUSE]s',
    "Un modèle d'agent pour la recherche",
    "Pointer Paths",
]


def abstract(number: int) -> str:
    return " ".join(
        f"Sentence {part} of abstract {number} says one more thing about its paper." for part in range(9)
    )


def spaced(titles: list[str], heading: str = "Mar 11") -> str:
    lines = [*HEADER, heading]
    for number, title in enumerate(titles):
        lines += [title, abstract(number)]
    return "\n\n".join(lines)


def dense(titles: list[str]) -> str:
    lines = ["Get trending papers in your email inbox once a day!"]
    for number, title in enumerate(titles):
        lines += [title if number else "Subscribe" + title, abstract(number)]
    return "\n".join(lines)


def detailed(titles: list[str], details: str = "  • 7 authors\n·\nJul 7, 2024") -> str:
    parts = [*HEADER, "Nov 18"]
    for number, title in enumerate(titles):
        parts += [title, abstract(number), details]
    return "\n\n".join(parts)


def titles_of(dump: Dump) -> list[str]:
    return [entry.title for entry in dump.entries]


def reasons(dump: Dump) -> str:
    return "; ".join(f"{problem.line}: {problem.reason}" for problem in dump.problems)
