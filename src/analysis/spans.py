"""All phrases of a corpus at once, as arrays: where each stands, and which words it is made of.

A phrase is one to three telling words, none of them filler. It does not cross the end of a clause or filler;
``of`` may join two words (``mixture of experts``). Words that say little alone (``attention``) are among them:
they fit a family of themes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.filler import BLAND, FILLER, NOT_ALONE
from analysis.tokens import Tokens
from analysis.words import fold, is_mark, is_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 3
"""Most words of a phrase, an inner ``of`` not counted."""
_BITS = 20
"""Of a word's number inside a phrase's key: a million different words."""
_OF = "of"


@dataclass(frozen=True, eq=False)
class Spans:
    """Every phrase of every paper, with repeats, in the order in which they stand."""

    tokens: Tokens
    keys: NDArray[np.int64]
    """Shape (n_spans,): equal where the phrases are; ``name`` tells the words."""
    starts: NDArray[np.int32]
    """Shape (n_spans,): place in ``words`` of the first word."""
    lengths: NDArray[np.int8]
    """Shape (n_spans,): words of each, an inner ``of`` counted."""
    words: NDArray[np.int32]
    """Places in ``tokens.ids`` of all words."""
    coded: tuple[str, ...]
    """Folded words by their number in a key; the first is no word."""

    @property
    def places(self) -> NDArray[np.int32]:
        """Place in ``tokens.ids`` of each phrase's first word, shape (n_spans,)."""
        return self.words[self.starts]

    def name(self, key: int) -> str:
        """Return the folded words of a phrase."""
        parts = [self.coded[(key >> shift) & (1 << _BITS) - 1] for shift in (2 + 2 * _BITS, 2 + _BITS, 2)]
        parts = [part for part in parts if part]
        if key & 3:
            parts.insert(key & 3, _OF)
        return " ".join(parts)

    def written_forms(self, wanted: Iterable[int]) -> dict[int, str]:
        """Return for each phrase the form most often written, in lower case but for names and acronyms.

        A word keeps its capitals where most of its uses have one beyond the first letter (``LoRA``, ``GPT-4``) or
        stand capitalised inside sentences (``Markov``).

        :param wanted: keys.
        """
        places = np.flatnonzero(np.isin(self.keys, np.array(sorted(wanted), dtype=np.int64)))
        if not len(places):
            return {}
        inner = np.arange(self.lengths[places].max())
        at = self.starts[places][:, None] + inner
        ids = self.tokens.ids[self.words[np.minimum(at, len(self.words) - 1)]]
        # the word behind all words stands for none
        ids = np.where(inner < self.lengths[places][:, None], ids, len(self.tokens.written))
        written, uses = np.unique(np.column_stack([self.keys[places], ids]), axis=0, return_counts=True)
        names = (*self.tokens.written, "")
        forms: dict[int, Counter[tuple[str, ...]]] = defaultdict(Counter)
        for (key, *numbers), n_uses in zip(written.tolist(), uses.tolist(), strict=True):
            forms[key][tuple(filter(None, map(names.__getitem__, numbers)))] += n_uses
        return {key: " ".join(_commonest(found)) for key, found in forms.items()}


def _commonest(written: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    forms: Counter[tuple[str, ...]] = Counter()
    for words, uses in written.items():
        forms[tuple(map(_plain, words))] += uses
    return max(forms, key=lambda form: (forms[form], form))


def _plain(word: str) -> str:
    # a capital at the start alone may be the title's or the sentence's; further capitals are the word's own
    parts = word.split("-")
    return "-".join(part if any(letter.isupper() for letter in part[1:]) else part.lower() for part in parts)


def spans_of(tokens: Tokens, least: int = 1) -> Spans:
    """Return the phrases of all papers, words that say little alone among them.

    :param least: papers that must use each word of a phrase.
    """
    tokens = tokens.parted
    words = _Words.of(tokens, least)
    starts, lengths, keys = [], [], []
    for length in range(1, LONGEST + 2):
        for first, joint in words.phrases(length):
            starts.append(first)
            lengths.append(np.full(len(first), length, dtype=np.int8))
            keys.append(words.keys(first, length, joint))
    order = np.lexsort((np.concatenate(lengths), np.concatenate(starts)))
    return Spans(
        tokens,
        np.concatenate(keys)[order],
        np.concatenate(starts)[order].astype(np.int32),
        np.concatenate(lengths)[order],
        words.places,
        words.coded,
    )


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the words, folded and not, that no phrase may hold."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) | {fold(word) for word in ENGLISH_STOP_WORDS} | FILLER


@dataclass(frozen=True)
class _Words:
    """The words of a corpus in a row, and what each may be in a phrase."""

    places: NDArray[np.int32]
    """In ``Tokens.ids``."""
    run: NDArray[np.int32]
    """Equal for words that a phrase may hold together; -1 for those that no phrase holds."""
    code: NDArray[np.int64]
    """Number of the folded word, from 1; 0 for too rare ones."""
    lower: NDArray[np.int32]
    """Equal where the words are, but for capitals."""
    is_of: NDArray[np.bool_]
    bland: NDArray[np.bool_]
    not_alone: NDArray[np.bool_]
    coded: tuple[str, ...]

    @staticmethod
    def of(tokens: Tokens, least: int) -> _Words:
        folded, lowered = tokens.folded, tokens.forms(lambda word: word.lower() if is_word(word) else None)
        word, mark = tokens.flags(is_word)[tokens.ids], tokens.flags(is_mark)[tokens.ids]
        places = np.flatnonzero(word).astype(np.int32)
        ids = tokens.ids[places]
        of_text = np.repeat(np.arange(len(tokens.ends) - 1), np.diff(tokens.ends))
        clause = (np.cumsum(mark) + of_text)[places]
        is_of = tokens.flags(lambda each: each.lower() == _OF)[ids]
        code, coded = _codes(tokens, least)
        return _Words(
            places,
            _runs(tokens, ids, clause, is_of),
            code[folded.of[ids]],
            lowered.of[ids],
            is_of,
            tokens.flags(lambda each: fold(each) in BLAND)[ids],
            tokens.flags(lambda each: fold(each) in NOT_ALONE)[ids],
            coded,
        )

    def phrases(self, length: int) -> Iterable[tuple[NDArray[np.int64], int]]:
        """Yield where phrases of a length start, and after how many words their ``of`` stands, 0 for none."""
        first = np.arange(max(len(self.run) - length + 1, 0))
        if length == 1:
            # what says little alone counts wherever it stands
            alone = self.not_alone & ~self.bland
            yield (
                first[((self.run >= 0) & ~self.is_of & ~self.not_alone & ~self.bland | alone) & (self.code > 0)],
                0,
            )
            return
        first = first[(self.run[first] >= 0) & (self.run[first] == self.run[first + length - 1])]
        for joint in range(length - 1):
            if 0 < length - (joint > 0) <= LONGEST:
                yield first[self._fits(first, length, joint)], joint

    def _fits(self, first: NDArray[np.int64], length: int, joint: int) -> NDArray[np.bool_]:
        fits = np.ones(len(first), dtype=bool)
        bland = np.ones(len(first), dtype=bool)
        telling = [place for place in range(length) if not joint or place != joint]
        for number, place in enumerate(telling):
            fits &= ~self.is_of[first + place] & (self.code[first + place] > 0)
            bland &= self.bland[first + place]
            for other in telling[:number]:
                fits &= self.lower[first + place] != self.lower[first + other]
        return fits & ~bland & (self.is_of[first + joint] if joint else True)

    def keys(self, first: NDArray[np.int64], length: int, joint: int) -> NDArray[np.int64]:
        """Return the key of each phrase."""
        keys = np.full(len(first), joint, dtype=np.int64)
        telling = [place for place in range(length) if not joint or place != joint]
        for shift, place in zip((2 + 2 * _BITS, 2 + _BITS, 2), telling, strict=False):
            keys += self.code[first + place] << shift
        return keys


def _codes(tokens: Tokens, least: int) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    names = tokens.folded.names
    users = tokens.counts(tokens.folded, 1).getnnz(axis=0)
    # the most used, should there be more than a key can tell apart
    kept = np.flatnonzero(users >= least)
    kept = np.sort(kept[np.argsort(-users[kept], kind="stable")][: (1 << _BITS) - 1])
    code = np.zeros(len(names) + 1, dtype=np.int64)
    code[kept] = np.arange(1, len(kept) + 1)
    return code, ("", *(names[place] for place in kept.tolist()))


def _runs(
    tokens: Tokens, ids: NDArray[np.int32], clause: NDArray[np.int64], is_of: NDArray[np.bool_]
) -> NDArray[np.int32]:
    stop = stop_words()
    telling = tokens.flags(lambda word: fold(word) not in stop)[ids]
    inside = telling & tokens.flags(lambda word: word.lower() not in stop)[ids]
    with_next = np.append(clause[1:] == clause[:-1], False)
    with_last = np.append(False, clause[1:] == clause[:-1])
    # `of` joins where a word of the phrase stands before it and a telling one behind it
    joins = is_of & with_last & np.roll(inside, 1) & with_next & np.roll(telling, -1)
    inside = inside | joins
    starts = inside & ~(with_last & np.roll(inside, 1))
    return np.where(inside, np.cumsum(starts), -1).astype(np.int32)
