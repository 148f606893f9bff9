"""Which phrases can stand as a name."""

from __future__ import annotations

import re

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
