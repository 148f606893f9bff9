"""Noun phrases of papers: runs of telling words, counted in one folded form and shown in the form people write."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from analysis.filler import BLAND, FILLER, NOT_ALONE
from analysis.lexical import WORD, fold, words

LONGEST = 3
"""Most words of a phrase, an inner ``of`` not counted."""

_CLAUSE = re.compile(r"[.,;:!?()\[\]{}\"“”‘’`|/\\<>=+*#@$%&~^]+|\s[-–—]\s|--+")


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) | {fold(word) for word in ENGLISH_STOP_WORDS} | FILLER


def phrases(text: str) -> list[str]:
    """Return the folded phrases of a text, with repeats: one to three telling words, none of them filler.

    A phrase does not cross punctuation or filler; ``of`` may join two words (``mixture of experts``). Words that
    say little alone (``attention``) appear only inside longer phrases.
    """
    return [" ".join(fold(word) for word in span) for span in _spans(text)]


def broad_phrases(text: str) -> list[str]:
    """Return the phrases of a text, and the words too broad for one theme that fit a family of themes."""
    return phrases(text) + [word for word in words(text) if word in NOT_ALONE and word not in BLAND]


# the same texts are asked for several times: to count, to weigh, and to see how people write
@lru_cache(maxsize=10_000)
def _spans(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(run[start:end])
        for clause in _CLAUSE.split(text)
        for run in _runs(WORD.findall(clause))
        for start in range(len(run))
        for end in range(start + 1, min(len(run), start + LONGEST + 1) + 1)
        if _is_phrase([word.lower() for word in run[start:end]])
    )


def _runs(words: Sequence[str]) -> Iterable[list[str]]:
    stop = _stop_words()
    run: list[str] = []
    for place, word in enumerate(words):
        inner_of = word.lower() == "of" and run and place + 1 < len(words) and fold(words[place + 1]) not in stop
        if inner_of or (fold(word) not in stop and word.lower() not in stop and len(word) > 1):
            run.append(word)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _is_phrase(span: Sequence[str]) -> bool:
    if span[0] == "of" or span[-1] == "of":
        return False
    telling = [word for word in span if word != "of"]
    if len(telling) > LONGEST or (len(span) == LONGEST + 1 and "of" not in span):
        return False
    if len(set(telling)) < len(telling) or all(fold(word) in BLAND for word in telling):
        return False
    return len(telling) > 1 or fold(telling[0]) not in NOT_ALONE


_ADJECTIVE = re.compile(
    r"(?:ive|ic|ical|al|ous|able|ible|ly|ed|ful|less|ary|ent|ant|ware|-(?:based|image|language|layer|level|rank|scale|shot|term|text|time|video|wise))$"
)
_NOUNS = frozenset(
    """
    agent arithmetic component content document dropout experiment feed goal gradient heuristic interval
    library logic metric movement music narrative need objective patent perspective primitive proposal
    quadrant recall removal retrieval reversal seed segment sentiment signal speed statement student topic
    traffic tutorial alignment judgement judgment disagreement entailment sequential-recommendation
    mixture-of-expert chain-of-thought journal material moment environment talent variant event invariant
    constant sextant parallel mistral
    """.split()
)


def names_a_thing(phrase: str) -> bool:
    """Say whether a folded phrase can stand as a name: its last word is no adjective, adverb or participle.

    Judged by endings, since a tagger would need a model to download; a word alone may not end in ``ing`` either.
    """
    parts = phrase.split()
    head = parts[-1]
    if head in _NOUNS:
        return True
    if _ADJECTIVE.search(head):
        return False
    return len(parts) > 1 or not head.endswith("ing")


def written_forms(texts: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """Return for each folded phrase the form most often written, in lower case but for names and acronyms.

    A word keeps its capitals where most of its uses have one beyond the first letter (``LoRA``, ``GPT-4``) or
    stand capitalised inside sentences (``Markov``).
    """
    needed = set(wanted)
    forms: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for text in texts:
        alone = ((word,) for word in WORD.findall(text) if fold(word) in NOT_ALONE)
        for span in chain(_spans(text), alone):
            folded = " ".join(fold(word) for word in span)
            if folded in needed:
                forms[folded][tuple(_plain(word) for word in span)] += 1
    return {phrase: " ".join(_commonest(forms[phrase])) if phrase in forms else phrase for phrase in needed}


def _plain(word: str) -> str:
    # a capital at the start alone may be the title's or the sentence's; further capitals are the word's own
    parts = word.split("-")
    return "-".join(part if any(letter.isupper() for letter in part[1:]) else part.lower() for part in parts)


def _commonest(forms: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    return max(forms, key=lambda form: (forms[form], form))
