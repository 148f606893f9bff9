"""The objects of a JSON text one by one, with their lines, so that a damaged or cut-off text costs one of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from analysis.dumps.page_lines import excerpt, squeezed

_SKIPPED = re.compile(r"[\s,]*")
_FIRST_KEY = re.compile(r"\{\s*(\"(?:[^\"\\]|\\.)*\")\s*:")
_LISTS_IN_OBJECTS = ("dailyPapers", "papers", "results", "items", "entries", "records", "data")
_MOST_TOO_DEEP = 100
"""A text that is nested too deeply more often is not read on: each time costs a look as deep as Python goes."""
_DECODER = json.JSONDecoder(parse_constant=lambda name: None)


@dataclass(frozen=True)
class Found:
    """One object and where it starts."""

    line: int
    """From 1."""
    value: dict[str, object]


@dataclass(frozen=True)
class Damage:
    """One place that could not be read."""

    line: int
    """From 1."""
    reason: str
    text: str
    """The start of the text in question."""


@dataclass(frozen=True)
class JsonObjects:
    """What a JSON text holds."""

    objects: tuple[Found, ...]
    damages: tuple[Damage, ...]
    """At most one for each break in the text, and one for all members of a list that are no objects."""
    is_list: bool
    """The text is one list, as against objects one after the other (JSON Lines)."""


def read_objects(text: str) -> JsonObjects:
    """Read a list of objects, objects line by line (JSON Lines), or an object that holds a list of them.

    Reading goes on behind a broken object with the next one that starts with the same key.

    :param text: the whole file.
    """
    reader = _Reader(text)
    reader.read()
    found = reader.objects
    if len(found) == 1 and not reader.is_list and not reader.damages:
        inner = _inner_list(found[0])
        if inner is not None:
            return JsonObjects(tuple(inner), (), True)
    return JsonObjects(tuple(found), tuple(reader.damages), reader.is_list)


def _inner_list(only: Found) -> list[Found] | None:
    for key in _LISTS_IN_OBJECTS:
        members = only.value.get(key)
        if isinstance(members, list) and all(isinstance(member, dict) for member in members):
            return [Found(only.line, member) for member in members]
    return None


@dataclass
class _Reader:
    text: str
    objects: list[Found] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    is_list: bool = False
    start: re.Pattern[str] | None = None
    """How an object of this text starts."""
    _counted: int = 0
    _line: int = 1
    _n_too_deep: int = 0

    def read(self) -> None:
        at = self._skip(0)
        self.is_list = self.text.startswith("[", at)
        at = self._skip(at + 1) if self.is_list else at
        strangers = 0
        while at < len(self.text) and not (self.is_list and self.text[at] == "]"):
            try:
                value, end = _DECODER.raw_decode(self.text, at)
            except (ValueError, RecursionError) as error:
                at = self._behind(at, error)
                continue
            if isinstance(value, dict):
                self.objects.append(Found(self._line_of(at), value))
                self.start = self.start or self._start_like(at)
            elif not strangers:
                strangers = self._line_of(at)
            at = self._skip(end)
        if strangers:
            reason = "expected an entry in braces, found something else: skipped, like all others of its kind"
            self.damages.append(Damage(strangers, reason, ""))
        if self.is_list and at >= len(self.text) and not self.damages:
            reason = "the list ends without its closing bracket: was the file cut off?"
            self.damages.append(Damage(self._line_of(len(self.text)), reason, ""))

    def _skip(self, at: int) -> int:
        found = _SKIPPED.match(self.text, at)
        return found.end() if found else at

    def _behind(self, at: int, error: Exception) -> int:
        """Note the damage at ``at`` and return where the next object starts."""
        start = self.start or self._start_like(at)
        following = start.search(self.text, at + 1) if start else None
        said = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
        rest = "reading goes on behind it" if following else "nothing behind it can be read; was the file cut off?"
        self._n_too_deep += isinstance(error, RecursionError)
        if following and self._n_too_deep > _MOST_TOO_DEEP:
            rest, following = f"more than {_MOST_TOO_DEEP} such places; nothing behind this one is read", None
        line = self._line_of(at)
        self.damages.append(
            Damage(line, f"broken JSON ({said}): {rest}", excerpt(squeezed(self.text[at : at + 400])))
        )
        return following.start("brace") if following else len(self.text)

    def _start_like(self, at: int) -> re.Pattern[str] | None:
        """Return the pattern of an object that starts like the one at ``at``: its first key, its indentation."""
        began = _FIRST_KEY.match(self.text, at)
        if began is None:
            return None
        before = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        indented = "" if before.strip() else "^" + before
        return re.compile(indented + r"(?P<brace>\{)\s*" + re.escape(began[1]) + r"\s*:", re.MULTILINE)

    def _line_of(self, at: int) -> int:
        if at < self._counted:
            self._counted, self._line = 0, 1
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return self._line
