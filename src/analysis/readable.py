"""Traces of LaTeX and PDF in titles and abstracts turned into what a reader would see on paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis import latex

_URL = re.compile(r"(?:https?://|www\.|(?<![\w.-])[\w.-]+\.(?:com|org|io|net|ai|co)/)[^\s{}]+")
_SUPERSCRIPTS = dict(
    zip("0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
_SUBSCRIPTS = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))
_SYMBOLS = ("leq", "geq", "neq", "leftarrow", "rightarrow", "infty", "varepsilon", "propto", "cdot")
_GREEK = "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|pi|rho|sigma|tau|phi|chi|psi|omega|ell"
_NO_WORD_BEFORE = r"(?<![A-Za-z\\])"


@dataclass(frozen=True)
class _Rule:
    """What to replace, and a literal without which the pattern cannot match, as that is quick to look for."""

    hint: str
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]


def _rule(hint: str, pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> _Rule:
    return _Rule(hint, re.compile(pattern), replacement)


def _symbol(match: re.Match[str]) -> str:
    return latex.SYMBOLS[match[1]]


def _raised(match: re.Match[str]) -> str:
    inner = match[1].strip("{}")
    if inner == "*":
        return "*"
    return "".join(map(_SUPERSCRIPTS.__getitem__, inner)) if _SUPERSCRIPTS.keys() >= set(inner) else match[0]


def _lowered(match: re.Match[str]) -> str:
    return match[1] + _SUBSCRIPTS[match[2] or match[3]]


_QUOTES = (
    _rule("``", r"``([^`\"]{1,300}?)(?:''|\"(?!\w))", r"“\1”"),
    _rule("``", r"``", "“"),
    _rule("''", r"(?<![\w'])''(?=\w)([^'\"]{1,80})''(?![\w'])", r"“\1”"),
    _rule("''", r"(?:(?<=\w\w)|(?<=[.,!?)]))''(?![\w'])", "”"),
    _rule("`", r"(?<![\w`\\])`(?=\w)([^`'\n]{1,80})'(?!\w)", r"‘\1’"),
)
# What stripping the backslash of `\times`, `\pm` ... left behind. Each rule asks for surroundings in which the
# word cannot be English: `3times` and `1.1 pm 1.3`, but not `3 times` and `at 3 pm`.
_PLAIN = (
    _rule("---", r"(?<!-)---(?!-)", "—"),
    _rule("--", r"(?<= )--(?= )|(?<=\d)--(?=\d)", "–"),
    _rule("circ", r"(?<=[\d}])\^(?:\{circ\}|circ(?![a-su-z]))", "°"),
    _rule("times", r"(?<=[\d°%)])times ?(?=\d)", "×"),
    _rule("times", r"\b(\d{2,5}) times \1\b", r"\1 × \1"),
    _rule("times", r"(?<=[\d°%)])times(?![A-Za-z])", "×"),
    _rule("pm", r"(?<=\.\d) ?pm ?(?=\d)|(?<=\.\d\d) ?pm ?(?=\d)|(?<=\d) ?pm ?(?=\d+\.\d)", " ± "),
    _rule("approx", _NO_WORD_BEFORE + r"approx ?(?=\d)", "≈ "),
    _rule("sim", r"(?<=\d)sim(?=\d)|(?<![\w\\-])sim(?=\d+(?:[.,]\d+)?(?:%|[KMB]?\b))", "~"),
    *(_rule(name, _NO_WORD_BEFORE + f"({name})(?![a-z])", _symbol) for name in _SYMBOLS),
    _rule("_", _NO_WORD_BEFORE + f"({_GREEK})" + r"(?=_[{\d])", _symbol),
    _rule("^", _NO_WORD_BEFORE + f"({_GREEK})" + r"(?=\^[{\d])", _symbol),
    _rule(
        "math",
        _NO_WORD_BEFORE + r"(?:mathbf|mathcal|mathbb|mathrm) ?(?:\{([^{}]*)\}|(?<= )([A-Za-z])(?![A-Za-z]))",
        r"\1\2",
    ),
    _rule("text", _NO_WORD_BEFORE + r"text(?:bf|it|tt|sc|rm)\{([^{}]*)\}", r"\1"),
    _rule("left", r"left([(\[])([^()\[\]]{0,80}?) ?right([)\]])", r"\1\2\3"),
    _rule("^", r"\^(\{[^{}]{1,12}\}|[0-9]+|[A-Za-z](?![A-Za-z])|\*)", _raised),
    _rule("^top", r"\^top(?![a-z])", "ᵀ"),
    _rule("_", r"(?<![\w/\\])([A-Za-zα-ωℓ])_(?:\{([0-9])\}|([0-9])(?![a-z0-9_]|\.\d))", _lowered),
)


def readable(text: str) -> str:
    """Return a title or an abstract as a reader would want to see it, on one line.

    ``11.9times`` becomes ``11.9×``, ``1.1 pm 1.3`` ``1.1 ± 1.3``, and LaTeX quotes, accents, escapes and simple
    commands what they print. It is careful rather than thorough: what may be a plain word, and every address of a
    web page, stays as it is.

    :param text: in the source's own words, line breaks allowed.
    :return: one line, in composed Unicode form (NFC).
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if "\\" in text or "$" in text or "~" in text:
        text = latex.without_commands(text)
    text = _apply(_QUOTES, text)
    if not any(rule.hint in text for rule in _PLAIN):
        return text
    parts, done = [], 0
    for address in _URL.finditer(text) if "/" in text else ():
        parts += [_apply(_PLAIN, text[done : address.start()]), address[0]]
        done = address.end()
    parts.append(_apply(_PLAIN, text[done:]))
    return unicodedata.normalize("NFC", "".join(parts))


def _apply(rules: Sequence[_Rule], text: str) -> str:
    for rule in rules:
        if rule.hint in text:
            text = rule.pattern.sub(rule.replacement, text)
    return text
