"""Themes of a run under the ids, names and colours that they had in the run before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis import palette, tables
from analysis.identity import Memory, afresh_unless_known, is_group, papers_of, rows_of
from analysis.naming import title_case
from analysis.overlap import Corpus, overlap
from analysis.schemas import UNPLACED
from analysis.spare_colors import spare_color

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Kept:
    """The themes of this run under the ids, names and colours they keep."""

    themes: pd.DataFrame
    memberships: pd.DataFrame
    named_by: Mapping[str, str]
    """Who named each theme, by theme_id: a language model, or empty for the papers' own phrases."""
    to_name: tuple[str, ...]
    """theme_ids of the found themes that the language model asked for has not named yet."""

    def renamed(self, names: Mapping[str, str], named_by: str) -> Kept:
        """Return the same with other names for some themes; a name that another theme has is left out.

        :param names: by theme_id.
        :param named_by: the language model that gave them.
        """
        told = dict(zip(self.themes["theme_id"], self.themes["name"], strict=True))
        given: list[str] = []
        for theme, name in sorted(names.items()):
            if name.casefold() not in {other.casefold() for key, other in told.items() if key != theme}:
                told[theme] = name
                given.append(theme)
        return replace(
            self,
            themes=self.themes.assign(name=self.themes["theme_id"].map(told).astype("string")),
            named_by={**self.named_by, **dict.fromkeys(given, named_by)},
            to_name=tuple(theme for theme in self.to_name if theme not in given),
        )


def keep_identity(
    themes: pd.DataFrame, memberships: pd.DataFrame, corpus: Corpus, memory: Memory, named_by: str = ""
) -> Kept:
    """Give the themes of this run the ids, names and colours of those of the last run that they match.

    A kept theme keeps all three even though its terms change; new themes get ids no theme had before and colours
    no kept theme has. Watched themes are known by their id. Where no paper was known before, all is new.

    :param themes: as found in this run; so are ``memberships``.
    :param named_by: the language model that shall name the themes, empty for none. Names of another origin are
        made anew: without a model at once, with one by whoever asks it for ``Kept.to_name``.
    """
    memory = afresh_unless_known(memory, corpus.paper_ids)
    found = [row for row in rows_of(themes) if is_group(row)]
    watched = rows_of(themes[themes["kind"] == "watched"])
    last = {row["theme_id"]: row for row in rows_of(memory.now)}
    now = papers_of(themes, memberships)
    before = {row["theme_id"]: row["paper_ids"] for row in last.values() if is_group(row)}
    matches = overlap(before, {row["theme_id"]: now[row["theme_id"]] for row in found}, corpus).matches()
    earlier = {row["theme_id"]: last[matches[row["theme_id"]]] for row in found if row["theme_id"] in matches}
    ids = _ids(found, watched, earlier, memory)
    names, origins = _names(found, watched, earlier, named_by)
    colors = _colors(found, watched, earlier, last)
    kept = themes.assign(
        theme_id=_mapped(themes["theme_id"], ids, themes["theme_id"]),
        name=_mapped(themes["theme_id"], names, themes["name"]),
        color=_mapped(themes["theme_id"], colors, themes["color"]),
    )
    members = memberships.assign(theme_id=_mapped(memberships["theme_id"], ids, memberships["theme_id"]))
    return Kept(
        tables.check("themes", kept, "themes"),
        tables.check("memberships", members.sort_values(["paper_id", "theme_id"]), "memberships"),
        {ids[theme]: origin for theme, origin in origins.items()},
        tuple(sorted(ids[theme] for theme, origin in origins.items() if origin != named_by)),
    )


def _ids(
    found: Sequence[Mapping[str, Any]],
    watched: Sequence[Mapping[str, Any]],
    earlier: Mapping[str, Mapping[str, Any]],
    memory: Memory,
) -> dict[str, str]:
    followed = {row["theme_id"] for row in watched}
    ids = {row["theme_id"]: row["theme_id"] for row in watched}
    # a theme followed from now on may need the id that a found one had
    ids |= {theme: row["theme_id"] for theme, row in earlier.items() if row["theme_id"] not in followed}
    table = memory.table()
    used = {*followed, UNPLACED, *table["theme_id"]}
    for row in found:
        if row["theme_id"] not in ids:
            stem, number, theme_id = row["theme_id"], 1, row["theme_id"]
            while theme_id in used:
                number += 1
                theme_id = f"{stem}-{number}"
            used.add(theme_id)
            ids[row["theme_id"]] = theme_id
    return ids


def _names(
    found: Sequence[Mapping[str, Any]],
    watched: Sequence[Mapping[str, Any]],
    earlier: Mapping[str, Mapping[str, Any]],
    named_by: str,
) -> tuple[dict[str, str], dict[str, str]]:
    followed = {row["name"].casefold() for row in watched}
    names = {row["theme_id"]: row["name"] for row in watched}
    origins: dict[str, str] = {}
    used = set(followed)
    for row in sorted(found, key=lambda row: row["theme_id"] not in earlier):
        last = earlier.get(row["theme_id"])
        keeps = last is not None and (last["named_by"] == named_by or bool(named_by))
        name = last["name"] if last is not None and keeps else row["name"]
        if name.casefold() in followed:
            # the reader's own theme of that name is another set of papers
            name = f"{name} (found)"
        names[row["theme_id"]] = _unlike(name, row["terms"], used)
        origins[row["theme_id"]] = last["named_by"] if last is not None and keeps else ""
        used.add(names[row["theme_id"]].casefold())
    return names, origins


def _unlike(name: str, terms: Sequence[str], used: set[str]) -> str:
    """Return the name, or where another theme has it, the first term that is nobody's name."""
    numbered = (f"{name} {number}" for number in range(2, len(used) + 3))
    return next(each for each in (name, *map(title_case, terms), *numbered) if each.casefold() not in used)


def _colors(
    found: Sequence[Mapping[str, Any]],
    watched: Sequence[Mapping[str, Any]],
    earlier: Mapping[str, Mapping[str, Any]],
    last: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    followed = {theme: row["color"] for theme, row in last.items() if row["kind"] == "watched"}
    colors = {row["theme_id"]: followed[row["theme_id"]] for row in watched if row["theme_id"] in followed}
    for row in watched:
        if row["theme_id"] not in colors:
            free = [color for color in (row["color"], *palette.WATCHED) if color not in colors.values()]
            colors[row["theme_id"]] = free[0] if free else row["color"]
    colors |= {theme: row["color"] for theme, row in earlier.items()}
    for row in found if earlier else ():
        if row["theme_id"] not in colors:
            alike = [
                colors[other["theme_id"]]
                for other in found
                if other["area"] == row["area"] and other["theme_id"] in colors
            ]
            colors[row["theme_id"]] = spare_color(row["color"], alike, {*colors.values(), palette.GRAY})
    return colors


def _mapped(keys: pd.Series, values: Mapping[str, str], otherwise: pd.Series) -> pd.Series:
    return keys.map(lambda key: values.get(key)).astype("string").fillna(otherwise)
