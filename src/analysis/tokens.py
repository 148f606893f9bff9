"""Words of titles and abstracts as numbers: read once, and counted as arrays wherever they count."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.words import TOKEN, fold, is_word

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

TITLE, ABSTRACT = 0, 1


@dataclass(frozen=True)
class Forms:
    """What each written word is to those who count: several written words may be the same."""

    names: tuple[str, ...]
    of: NDArray[np.int32]
    """Shape (n_written,): the place in ``names`` of each written word; -1 for what counts nothing."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """Title and abstract of each paper, word by word, with the marks that end a clause between them."""

    ids: NDArray[np.int32]
    """Shape (n_tokens,): places in ``written``."""
    ends: NDArray[np.int64]
    """Shape (2 n_papers + 1,): where each title and each abstract ends; 0 first."""
    written: tuple[str, ...]
    """Every word and mark as it is written, in the order of first use."""

    @property
    def n_papers(self) -> int:
        """Number of papers."""
        return len(self.ends) // 2

    @cached_property
    def folded(self) -> Forms:
        """Folded words; marks, and single letters, count nothing."""
        return self.forms(lambda word: fold(word) if is_word(word) else None)

    def forms(self, form: Callable[[str], str | None]) -> Forms:
        """Return what each written word is under a rule; None counts nothing."""
        places: dict[str, int] = {}
        of = np.full(len(self.written), -1, dtype=np.int32)
        for number, word in enumerate(self.written):
            name = form(word)
            if name is not None:
                of[number] = places.setdefault(name, len(places))
        return Forms(tuple(places), of)

    def flags(self, rule: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return, for each written word, whether it keeps a rule; shape (n_written,)."""
        return np.fromiter(map(rule, self.written), dtype=bool, count=len(self.written))

    @cached_property
    def parted(self) -> Tokens:
        """The same papers with words joined by a double dash as words of their own, a mark between them."""
        numbers = _Numbers({word: number for number, word in enumerate(self.written)})
        parts = [
            TOKEN.findall(word.replace("--", " -- ")) if "--" in word and is_word(word) else (word,)
            for word in self.written
        ]
        lengths = np.array([len(each) for each in parts], dtype=np.int64)
        flat = np.array([numbers[part] for each in parts for part in each], dtype=np.int32)
        firsts = np.cumsum(lengths) - lengths
        n_parts = lengths[self.ids]
        ends = np.concatenate([[0], np.cumsum(n_parts)])
        inside = np.arange(ends[-1]) - np.repeat(ends[:-1], n_parts)
        return Tokens(flat[np.repeat(firsts[self.ids], n_parts) + inside], ends[self.ends], tuple(numbers))

    @cached_property
    def papers(self) -> NDArray[np.int32]:
        """The paper of each token, shape (n_tokens,)."""
        return np.repeat(np.arange(self.n_papers, dtype=np.int32), np.diff(self.ends[::2]))

    @cached_property
    def in_title(self) -> NDArray[np.bool_]:
        """Whether each token stands in a title, shape (n_tokens,)."""
        return np.repeat(np.arange(2 * self.n_papers) % 2 == TITLE, np.diff(self.ends))

    def counts(self, forms: Forms, title_weight: int) -> csr_matrix:
        """Return how often each paper has each form, a title counted so many times.

        :return: shape (n_papers, n_forms), whole numbers.
        """
        from scipy.sparse import csr_matrix

        of = forms.of[self.ids]
        counted = of >= 0
        weights = np.where(self.in_title[counted], float(title_weight), 1.0)
        starts = np.concatenate([[0], np.cumsum(counted)])[self.ends[::2]]
        shape = (self.n_papers, len(forms.names))
        counts = csr_matrix((weights, of[counted], starts), shape=shape)
        counts.sum_duplicates()
        return counts


def tokens_of(titles: Sequence[str], abstracts: Sequence[str]) -> Tokens:
    """Return the tokens of papers; asked again for the same papers, those read before."""
    return _tokens(tuple(titles), tuple(abstracts))


class _Numbers(dict[str, int]):
    """Numbers words in the order in which they come."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


# one corpus at a time is worked on: its rows, its watched themes and its phrases come from the same words
@lru_cache(maxsize=1)
def _tokens(titles: tuple[str, ...], abstracts: tuple[str, ...]) -> Tokens:
    numbers = _Numbers()
    number_of = numbers.__getitem__
    ids, ends = array("i"), array("q", [0])
    for text in chain.from_iterable(zip(titles, abstracts, strict=True)):
        ids.extend(map(number_of, TOKEN.findall(text)))
        ends.append(len(ids))
    return Tokens(_as_numbers(ids, np.int32), _as_numbers(ends, np.int64), tuple(numbers))


def _as_numbers(values: array[int], dtype: Any) -> NDArray[Any]:  # noqa: ANN401
    return np.frombuffer(values, dtype=dtype) if len(values) else np.zeros(0, dtype=dtype)
