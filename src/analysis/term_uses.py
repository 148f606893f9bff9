"""Which papers of a theme use which of its terms; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis import tables
from analysis.counting import counted_members

if TYPE_CHECKING:
    import pandas as pd


def term_uses(papers: pd.DataFrame, memberships: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each paper that a theme counts and each of the theme's terms in its title or abstract.

    A term is found as whole words in any case, its last word in singular or plural.

    :param papers: ``paper_id``, ``title`` and ``abstract`` are read; memberships of other papers count nothing.
    :return: as ``tables.SCHEMAS["term_uses"]``.
    """
    import pandas as pd

    texts = (papers["title"] + "\n" + papers["abstract"]).str.lower()
    members = counted_members(memberships, themes).merge(papers[["paper_id"]].assign(text=texts), on="paper_id")
    terms = dict(zip(themes["theme_id"], themes["terms"], strict=True))
    found = []
    for theme_id, own in members.groupby("theme_id"):
        for rank, term in enumerate(terms[theme_id], start=1):
            found.append(pd.DataFrame({"paper_id": _using(str(term), own), "theme_id": theme_id, "rank": rank}))
    if not found:
        return tables.empty("term_uses")
    return tables.check("term_uses", pd.concat(found).sort_values(["paper_id", "theme_id", "rank"]), "term_uses")


def _using(term: str, members: pd.DataFrame) -> list[str]:
    whole, start = _whole(term), re.split(r"[\s\-]+", term.lower().strip().removesuffix("s"))[0]
    # most texts do not even have the letters, which is told far sooner
    return [
        paper
        for paper, text in zip(members["paper_id"].tolist(), members["text"].tolist(), strict=True)
        if start in text and whole.search(text)
    ]


def _whole(term: str) -> re.Pattern[str]:
    words = r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", term.lower().strip().removesuffix("s"))))
    return re.compile(rf"(?<!\w){words}(?:e?s)?(?!\w)")
