"""LaTeX that kept its backslash: escapes, accents, commands with one argument, and simple inline formulas."""

from __future__ import annotations

import re
import unicodedata

SYMBOLS = {
    "textless": "<", "textgreater": ">", "textemdash": "—", "textendash": "–", "textasciitilde": "~",
    "ldots": "…", "dots": "…", "cdots": "…", "textellipsis": "…", "eg": "e.g.", "ie": "i.e.",
    "etal": "et al.", "times": "×", "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "sim": "~", "rightarrow": "→", "to": "→", "leftarrow": "←",
    "infty": "∞", "cdot": "·", "propto": "∝", "deg": "°", "degree": "°", "circ": "°", "ell": "ℓ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Theta": "Θ", "Omega": "Ω",
    "Delta": "Δ", "Sigma": "Σ", "Phi": "Φ", "ss": "ß", "ae": "æ", "oe": "œ", "o": "ø", "aa": "å", "l": "ł",
    "i": "ı",
}  # fmt: skip
"""What a command prints, by its name without the backslash."""

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "r": "\u030a", "k": "\u0328",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:(['`^~=.])|(\")(?=\{?\\?[aeiouyAEIOUY])|([cvuHrk])(?=\{))(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"
)
_ESCAPED_APOSTROPHE = re.compile(r"(?<=\w)\\'(?=s\b)")
_STYLES = (
    "emph|textbf|textit|texttt|textsc|textrm|textsf|textnormal|text|mathbf|mathcal|mathbb|mathrm|mathit|mathsf"
    "|underline|url|mbox|boldsymbol|operatorname"
)
_STYLED = re.compile(r"\\(?:" + _STYLES + r")\s?\{([^{}]*)\}")
_SWITCH = re.compile(r"\{\\(?:em|bf|it|tt|sc|bfseries|itshape)\s+([^{}]*)\}|\\(?:em|bf|it|tt|sc)\s+(?=\w)")
_LINK = re.compile(r"\\href\{([^{}]*)\}\{([^{}]*)\}")
_NOTE = re.compile(r"\\footnote\{([^{}]*)\}")
_INLINE = re.compile(r"\\\(\s?(.{1,80}?)\s?\\\)")
_LONE = re.compile(r"(?<!\\)\$(\\[A-Za-z]+)\$")
_FORMULA = re.compile(r"(?<![\\\w$])\$(?=[^\s$])([^$]{1,60}?)(?<=[^\s\\])\$(?![\w$])")
_LOOKS_LIKE_MATH = re.compile(r"[\\^_=<>]|^[A-Za-z]$|^\d+(?:\.\d+)?%?$")
_BRACED = re.compile(r"\{(\\[A-Za-z]+)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\{\}|(?<=textless) (?=[A-Za-z/]))?")
_ESCAPED = re.compile(r"\\([%&_#${}])")
_TIE = re.compile(r"(?<!\d[A-Za-z])(?<=[A-Za-z.)])~(?=[\w\\(])")


def without_commands(text: str) -> str:
    r"""Return ``text`` with its LaTeX as what it prints; a command that is not known stays.

    :param text: one line, such as ``about 5\% \emph{less}``.
    """
    text = _TIE.sub(" ", text)
    # whatever stands beside it, as in 3$\times$ and $\sim$5
    text = _LONE.sub(r"\1{}", text)
    text = _FORMULA.sub(lambda m: m[1] if _LOOKS_LIKE_MATH.search(m[1]) else m[0], text)
    if "\\" not in text:
        return text
    text = _INLINE.sub(r"\1", text.replace("\\allowbreak", "").replace("\\,", " ").replace("\\ ", " "))
    text = _ACCENT.sub(_accented, _ESCAPED_APOSTROPHE.sub("'", text))
    text = _NOTE.sub(r" (\1)", _LINK.sub(r"\2 (\1)", text))
    for _ in range(3):  # commands within commands; deeper ones do not occur
        text, changes = _STYLED.subn(r"\1", text)
        if not changes:
            break
    text = _SWITCH.sub(lambda m: m[1] or "", text)
    text = _COMMAND.sub(lambda m: SYMBOLS.get(m[1], m[0]), _BRACED.sub(r"\1", text))
    return " ".join(_ESCAPED.sub(r"\1", text).split())


def _accented(match: re.Match[str]) -> str:
    accent = _ACCENTS[match[1] or match[2] or match[3]]
    return unicodedata.normalize("NFC", (match[4] or match[5]) + accent)
