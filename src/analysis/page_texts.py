"""Texts of pages in the language of the moment: those of templates, and those that scripts say in the browser."""

from __future__ import annotations

import json
import re

from markupsafe import Markup

from analysis.language import ENGLISH, _, spelled, spoken

_SAID_BY_STYLES = re.compile(r'content: "(\w+) "')
_SAID_BY_SCRIPTS = re.compile(r'\b_\(("(?:[^"\\]|\\.)*")')


def html_text(message: str, **places: object) -> Markup:
    """Return a message of a template: HTML, as the text around it; what stands at its places is escaped."""
    text = Markup(_(message))
    return text.format(**spelled(places)) if places else text


def script_texts(code: str) -> dict[str, str]:
    """Return what each message of a script is called in the language of the moment; nothing in English.

    :param code: JavaScript in which messages stand as ``_("…")``.
    """
    if spoken() == ENGLISH:
        return {}
    messages = dict.fromkeys(json.loads(found) for found in _SAID_BY_SCRIPTS.findall(code))
    return {message: _(message) for message in messages}


def style_texts(css: str) -> str:
    """Return a style sheet whose words, before cells on a narrow page, are of the language of the moment."""
    return _SAID_BY_STYLES.sub(lambda found: f'content: {json.dumps(_(found[1]), ensure_ascii=False)[:-1]} "', css)
