"""Which appearances are the same paper: by arXiv id, by title, and by nearly the same title and abstract."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from analysis.dumps.values import ARXIV_ID

_ABSTRACT_START = 300
"""Characters of an abstract that a first look compares."""
_ABSTRACT_MOST = 900
"""Characters of an abstract that are compared at all."""
_PEEK = 120
"""Characters of an abstract that make pairs of papers known to be different with further ones."""
BLOCK_PREFIX = 24
"""Letters by which titles, or abstracts, must start alike to be compared."""
_LONGER_PREFIX = 16
"""Letters more by which the members of a block that is too large must start alike."""
_LARGEST_BLOCK = 40
"""Appearances of which each is compared with each."""
_NEIGHBOURS = 8
"""Of more that start alike for longer than any two papers do, each is compared with so many behind it."""
_TELLING_START = 200
"""Characters of an abstract's start that no two papers share by chance."""
# Bounds of likeness, from 0 to 100 (rapidfuzz's ratio: 100 for equal texts), set by eye on pairs of the dumps: no
# benchmark compares them with others.
_STARTS_RELATED = 50
"""Abstracts whose starts are less alike are of different papers, whatever their titles."""
_SAME_ABSTRACT = 97
"""Start and whole of abstracts that are one text, for which titles need not be alike."""
_STARTS_OF_EDITIONS = 80
"""Starts of the abstracts of one paper whose titles differ by an edition alone, such as ``v2`` or ``preprint``."""
_TITLES_RELATED = 60
"""Titles less alike are of different papers, unless the abstracts are one text."""
_STARTS_ALIKE = 90
"""Starts that make related titles one paper."""
_TITLES_ALIKE = 90
"""Titles that make one paper of abstracts that start in much the same way, from the next bound on."""
_STARTS_MUCH_ALIKE = 70
_TITLES_NEARLY_EQUAL = 96
"""Titles that make one paper of related abstracts: a letter or two differ."""
_COMBINING = re.compile("[\u0300-\u036f]")
_WORDS = re.compile(r"[^\W_]+")
_NUMBERS = re.compile(r"\d+|\b[ivx]+\b")
_ARXIV = re.compile(rf"(?:^|arxiv[:.]|/)\s*({ARXIV_ID})(?:v\d+)?(?:\.pdf)?$", re.IGNORECASE)
_EDITION = re.compile(
    r" (?:v \d+|v\d+|version \d+|extended (?:version|abstract)|full version|technical report|preprint)$"
)


@dataclass(frozen=True)
class Candidate:
    """What is compared of one appearance; both texts as ``readable`` returns them."""

    title: str
    abstract: str
    arxiv_id: str | None = None
    """Without its version, see :func:`bare_arxiv_id`."""


def normalised_title(title: str) -> str:
    """Return the form in which equal titles are equal: words without case, accents or punctuation.

    :param title: as ``readable`` returns it.
    :return: words with single spaces; the folded title itself where it has no word at all.
    """
    text = title.casefold()
    if not text.isascii():
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text).casefold()
    words = _WORDS.findall(text)
    return " ".join(words) or " ".join(title.casefold().split())


def bare_arxiv_id(text: str | None) -> str | None:
    """Return an arXiv id without prefix, address and version, or None where there is none.

    Any address that ends in an id counts, of mirrors too; ``dumps.values.arxiv_of`` finds ids in loose text.

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
    titles = [normalised_title(candidate.title) for candidate in candidates]
    groups = Groups([candidate.arxiv_id for candidate in candidates], titles)
    # of papers known to be different only those that begin as a further one are looked at in full
    most = {index: _PEEK if index < since else _ABSTRACT_MOST for index in groups.alone()}
    texts = {index: text_of(titles[index], candidates[index].abstract[:long]) for index, long in most.items()}
    for one, other in sorted(pair for pair in _pairs(texts) if pair[1] >= since):
        if one < since and len(texts[one].most) < _ABSTRACT_MOST:
            texts[one] = text_of(titles[one], candidates[one].abstract)
        if groups.first(one) != groups.first(other) and nearly_same(texts[one], texts[other]):
            groups.join(one, other)
    return groups.firsts()


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of two appearances whose titles differ."""

    title: str
    """Normalised, see :func:`normalised_title`."""
    most: str
    """The start of the abstract in the same form, up to ``_ABSTRACT_MOST`` characters."""

    @property
    def start(self) -> str:
        """A shorter start, which is enough for a first look."""
        return self.most[:_ABSTRACT_START]


def text_of(title: str, abstract: str) -> Text:
    """Return what is compared of an appearance.

    :param title: normalised; the abstract as it is.
    """
    return Text(title, normalised_title(abstract[:_ABSTRACT_MOST]))


def nearly_same(one: Text, other: Text) -> bool:
    """Decide for two different titles; numbers must agree, as ``Part 2`` is another paper than ``Part 1``."""
    starts = one.start, other.start
    starts_alike = fuzz.ratio(*starts, score_cutoff=_STARTS_RELATED)
    if starts_alike == 0 or not all(starts):
        return False
    # a paper that got another title meanwhile, which is more common than two papers with one abstract
    long_enough = min(map(len, starts)) >= _TELLING_START
    if long_enough and starts_alike >= _SAME_ABSTRACT and fuzz.ratio(one.most, other.most) >= _SAME_ABSTRACT:
        return True
    if _EDITION.sub("", one.title) == _EDITION.sub("", other.title):
        return starts_alike >= _STARTS_OF_EDITIONS
    alike = fuzz.ratio(one.title, other.title)
    if alike < _TITLES_RELATED or _NUMBERS.findall(one.title) != _NUMBERS.findall(other.title):
        return False
    return (
        starts_alike >= _STARTS_ALIKE
        or (alike >= _TITLES_ALIKE and starts_alike >= _STARTS_MUCH_ALIKE)
        or alike >= _TITLES_NEARLY_EQUAL
    )


def _pairs(texts: dict[int, Text]) -> set[tuple[int, int]]:
    views = zip(*(views_of(text) for text in texts.values()), strict=True)
    return {pair for view in views for pair in blocked(dict(zip(texts, view, strict=True)))}


def views_of(text: Text) -> tuple[str, str, str]:
    """Return the title, the title from its end, and the start of the abstract: alike in one, a pair."""
    title = text.title.replace(" ", "")
    return title, title[::-1], text.start.replace(" ", "")


def blocked(view: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Yield pairs (lower, higher) whose strings start alike; a large block is split by a longer start.

    Strings that differ in their first ``BLOCK_PREFIX`` letters never make a pair.

    :param view: a string by index, the indices ascending; an empty string makes no pair.
    """
    waiting = [([index for index, text in view.items() if text], BLOCK_PREFIX)]
    while waiting:
        members, length = waiting.pop()
        blocks: defaultdict[str, list[int]] = defaultdict(list)
        for index in members:
            blocks[view[index][:length]].append(index)
        for block in blocks.values():
            if len(block) <= _LARGEST_BLOCK:
                yield from _all_pairs(block)
            elif length < _ABSTRACT_START:
                waiting.append((block, length + _LONGER_PREFIX))
            else:
                yield from _neighbours(block)


def _all_pairs(block: Sequence[int]) -> Iterable[tuple[int, int]]:
    return ((one, other) for place, one in enumerate(block) for other in block[place + 1 :])


def _neighbours(block: Sequence[int]) -> Iterable[tuple[int, int]]:
    return (
        (one, other) for place, one in enumerate(block) for other in block[place + 1 : place + 1 + _NEIGHBOURS]
    )


class Groups:
    """Disjoint sets of appearances, each led by its first, none with two different arXiv ids."""

    def __init__(self, arxiv_ids: Sequence[str | None], titles: Sequence[Hashable]) -> None:
        """Put together what has the same arXiv id, then what has the same title; an empty one counts as none."""
        self._leader = list(range(len(arxiv_ids)))
        self._arxiv_id = list(arxiv_ids)
        self._titles = titles
        for keys in (arxiv_ids, titles):
            first: dict[Hashable, int] = {}
            for index, key in enumerate(keys):
                if key:
                    self.join(first.setdefault(key, index), index)

    def alone(self) -> list[int]:
        """Return the first appearance of each title in each set: the others need not be compared with any."""
        indices = reversed(range(len(self._leader)))
        return sorted({(self._titles[index], self.first(index)): index for index in indices}.values())

    def first(self, index: int) -> int:
        """Return the first appearance of the set that holds this one."""
        while self._leader[index] != index:
            self._leader[index] = self._leader[self._leader[index]]
            index = self._leader[index]
        return index

    def firsts(self) -> list[int]:
        """Return the first of its set for each appearance."""
        return [self.first(index) for index in range(len(self._leader))]

    def join(self, one: int, other: int) -> None:
        """Make one set of two, unless they have different arXiv ids."""
        low, high = sorted((self.first(one), self.first(other)))
        ids = {self._arxiv_id[low], self._arxiv_id[high]} - {None}
        if low != high and len(ids) < 2:
            self._leader[high] = low
            self._arxiv_id[low] = next(iter(ids), None)
