"""Which appearances are the same paper: by arXiv id, by title, and by nearly the same title and abstract."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from analysis.readable import readable

_ABSTRACT_START = 300
_ABSTRACT_MOST = 900
_PEEK = 120
_BLOCK_PREFIX = 24
_LARGEST_BLOCK = 40
_NEIGHBOURS = 8
_TELLING_START = 200
"""Characters of an abstract's start that no two papers share by chance."""
_COMBINING = re.compile("[\u0300-\u036f]")
_WORDS = re.compile(r"[^\W_]+")
_NUMBERS = re.compile(r"\d+|\b[ivx]+\b")
_ARXIV = re.compile(r"(?:^|arxiv[:.]|/)\s*(\d{4}\.\d{4,5}|[a-z][a-z.-]+/\d{7})(?:v\d+)?(?:\.pdf)?$", re.IGNORECASE)
_EDITION = re.compile(
    r" (?:v \d+|v\d+|version \d+|extended (?:version|abstract)|full version|technical report|preprint)$"
)


@dataclass(frozen=True)
class Candidate:
    """What is compared of one appearance."""

    title: str
    abstract: str
    arxiv_id: str | None = None
    """Without its version, see :func:`bare_arxiv_id`."""


def normalised_title(title: str) -> str:
    """Return the form in which equal titles are equal: words without case, accents, punctuation or LaTeX.

    :param title: in the source's own words.
    :return: words with single spaces; the folded title itself where it has no word at all.
    """
    text = unicodedata.normalize("NFKD", readable(title).casefold())
    words = _WORDS.findall(unicodedata.normalize("NFC", _COMBINING.sub("", text)).casefold())
    return " ".join(words) or " ".join(title.casefold().split())


def bare_arxiv_id(text: str | None) -> str | None:
    """Return an arXiv id without prefix, address and version, or None where there is none.

    :param text: such as ``2503.01234``, ``arXiv:2503.01234v2`` or ``https://arxiv.org/abs/2503.01234``.
    """
    found = _ARXIV.search(text.strip()) if text else None
    return found[1].lower() if found else None


def same_papers(candidates: Sequence[Candidate], since: int = 0) -> list[int]:
    """Group appearances of the same paper.

    Two appearances with different arXiv ids never fall together, neither directly nor by way of a third.

    :param candidates: appearances in an order that does not depend on chance; ties go to the earlier ones.
    :param since: those before this index are known to be different papers.
    :return: for each appearance the index of the first one of its group.
    """
    groups = _Groups([candidate.arxiv_id for candidate in candidates])
    titles = [normalised_title(candidate.title) for candidate in candidates]
    for keys in ([candidate.arxiv_id for candidate in candidates], titles):
        first: dict[str, int] = {}
        for index, key in enumerate(keys):
            if key:
                groups.join(first.setdefault(key, index), index)
    # equal titles are one by now: only one of each has to be compared with the others
    alone = list({(titles[index], groups.first(index)): index for index in reversed(range(len(titles)))}.values())
    alone.sort()
    # of papers known to be different only those that begin as a further one are looked at in full
    most = {index: _PEEK if index < since else _ABSTRACT_MOST for index in alone}
    texts = {index: _text(titles[index], candidates[index].abstract[: most[index]]) for index in alone}
    for one, other in sorted(pair for pair in _pairs(texts) if pair[1] >= since):
        if one < since and len(texts[one].most) < _ABSTRACT_MOST:
            texts[one] = _text(titles[one], candidates[one].abstract)
        if groups.first(one) != groups.first(other) and _nearly_same(texts[one], texts[other]):
            groups.join(one, other)
    return [groups.first(index) for index in range(len(candidates))]


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    start: str
    """Start of the abstract, in the same form as the title."""
    most: str
    """A longer start of the abstract."""


def _text(title: str, abstract: str) -> _Text:
    most = normalised_title(abstract[:_ABSTRACT_MOST])
    return _Text(title, most[:_ABSTRACT_START], most)


def _nearly_same(one: _Text, other: _Text) -> bool:
    """Decide for two different titles; numbers must agree, as ``Part 2`` is another paper than ``Part 1``."""
    starts_alike = fuzz.ratio(one.start, other.start, score_cutoff=50)
    if starts_alike == 0 or not one.start or not other.start:
        return False
    # a paper that got another title meanwhile, which is more common than two papers with one abstract
    long_enough = min(len(one.start), len(other.start)) >= _TELLING_START
    if long_enough and starts_alike >= 97 and fuzz.ratio(one.most, other.most) >= 97:
        return True
    if _EDITION.sub("", one.title) == _EDITION.sub("", other.title):
        return starts_alike >= 80
    alike = fuzz.ratio(one.title, other.title)
    if alike < 60 or _NUMBERS.findall(one.title) != _NUMBERS.findall(other.title):
        return False
    return starts_alike >= 90 or (alike >= 90 and starts_alike >= 70) or alike >= 96


def _pairs(texts: dict[int, _Text]) -> set[tuple[int, int]]:
    """Find pairs worth a comparison: the same start or end of the title, or the same start of the abstract."""
    views = (
        {index: text.title.replace(" ", "") for index, text in texts.items()},
        {index: text.title.replace(" ", "")[::-1] for index, text in texts.items()},
        {index: text.start.replace(" ", "") for index, text in texts.items()},
    )
    return {pair for view in views for pair in _blocked(view)}


def _blocked(view: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Yield pairs (lower, higher) whose strings start alike; a large block is split by a longer start."""
    waiting = [([index for index, text in view.items() if text], _BLOCK_PREFIX)]
    while waiting:
        members, length = waiting.pop()
        blocks: defaultdict[str, list[int]] = defaultdict(list)
        for index in members:
            blocks[view[index][:length]].append(index)
        for block in blocks.values():
            if len(block) <= _LARGEST_BLOCK:
                yield from _all_pairs(block)
            elif length < _ABSTRACT_START:
                waiting.append((block, length + 16))
            else:
                yield from _neighbours(block)


def _all_pairs(block: Sequence[int]) -> Iterable[tuple[int, int]]:
    return ((one, other) for place, one in enumerate(block) for other in block[place + 1 :])


def _neighbours(block: Sequence[int]) -> Iterable[tuple[int, int]]:
    return (
        (one, other) for place, one in enumerate(block) for other in block[place + 1 : place + 1 + _NEIGHBOURS]
    )


class _Groups:
    """Disjoint sets of indices, each led by its lowest, none with two different arXiv ids."""

    def __init__(self, arxiv_ids: Sequence[str | None]) -> None:
        self._leader = list(range(len(arxiv_ids)))
        self._arxiv_id = list(arxiv_ids)

    def first(self, index: int) -> int:
        while self._leader[index] != index:
            self._leader[index] = self._leader[self._leader[index]]
            index = self._leader[index]
        return index

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.first(one), self.first(other)))
        ids = {self._arxiv_id[low], self._arxiv_id[high]} - {None}
        if low != high and len(ids) < 2:
            self._leader[high] = low
            self._arxiv_id[low] = next(iter(ids), None)
