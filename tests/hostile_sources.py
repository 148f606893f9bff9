"""A raw folder with the injections in every field of every kind of source, and a watch list named by them."""

from __future__ import annotations

import csv
import html
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
from injections import ADDRESSES, TEXTS
from made_up_papers import SUBJECTS

WATCHED = {**{kind: TEXTS[kind] for kind in TEXTS if kind not in ("dots", "accents", "expanding", "full width")}}
"""Texts that name a watched theme: all that hold a word."""
_CHROME = "new\n\nSubscribe\n\nbyAK and the research community\n\nMar {day}\n\n"


@dataclass(frozen=True)
class Paper:
    """A paper as some source states it."""

    title: str
    abstract: str
    organization: str
    keywords: tuple[str, ...]
    url: str
    arxiv_id: str
    day: str


def papers() -> list[Paper]:
    """Two papers for each injection, about five subjects, so that there are themes to be found."""
    rng = random.Random(5)
    made = []
    for number, text in enumerate([*TEXTS.values()] * 2):
        own = list(SUBJECTS.values())[number % len(SUBJECTS)]
        about = " and ".join(rng.sample(own, 2))
        title = f"{text} {about}" if number % 2 else f"{about} {text}"
        lists = (" or the ".join(rng.sample(own, 4)) for _ in range(5))
        sentences = " ".join(f"The {each} is studied here at length." for each in lists)
        abstract = f"{sentences} {text} {text}."
        day = f"2025-03-{1 + number % 14:02d}"
        address = ADDRESSES[number % len(ADDRESSES)]
        made.append(Paper(title, abstract, text, (text, about), address, f"2503.{number:05d}", day))
    return made


def write_raw(raw: Path) -> None:
    """Write the papers as every kind of source, in files with names that are injections too."""
    given = papers()
    raw.mkdir(parents=True)
    parts = {kind: given[place :: len(_WRITERS)] for place, kind in enumerate(_WRITERS)}
    for name, part in parts.items():
        (raw / name).write_bytes(_WRITERS[name](part))
    for day in sorted({paper.day for paper in given}):
        listed = [_daily(paper) for paper in given if paper.day == day]
        (raw / "daily").mkdir(exist_ok=True)
        (raw / "daily" / f"{day}.json").write_text(json.dumps(listed), encoding="utf-8")
    (raw / "</title><script>window.__tripped=1<".replace("/", "\u2215")).write_text("no dump\n", encoding="utf-8")


def write_settings(path: Path, endpoint: str = "") -> None:
    """Write a watch list whose names, sentences and phrases are injections, and perhaps a model to name themes."""
    words = [word for subject in SUBJECTS.values() for word in subject]
    lines = ["[themes]", "n_themes = 8"]
    if endpoint:
        lines += ["[naming]", f"endpoint = {json.dumps(endpoint)}", f"model = {json.dumps(TEXTS['handler'])}"]
    for number, name in enumerate(WATCHED.values()):
        phrases = json.dumps([words[number % len(words)], "read this"])
        # JSON writes its texts as TOML's basic strings are read, but for a letter beyond the first plane
        said = json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f").replace("\x9b", "\\u009b")
        lines += ["[[watch]]", f"name = {said}", f"definition = {said}", f"phrases = {phrases}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _spaced(part: list[Paper]) -> bytes:
    entries = (f"{paper.title}\n\n{paper.abstract}" for paper in part)
    return (_CHROME.format(day=11) + "\n\n".join(entries) + "\n").encode()


def _dense(part: list[Paper]) -> bytes:
    return ("Subscribe" + "\n".join(f"{paper.title}\n{paper.abstract}" for paper in part) + "\n").encode()


def _detailed(part: list[Paper]) -> bytes:
    entries = (
        f"{paper.title}\n\n{paper.abstract}\n\n{paper.organization.split()[0]} {paper.organization}"
        "\n\n·\n\nNov 19, 2024"
        for paper in part
    )
    return (_CHROME.format(day=12) + "\n\n".join(entries) + "\n").encode()


def _daily(paper: Paper) -> dict[str, object]:
    return {
        "paper": {
            "id": paper.arxiv_id,
            "title": paper.title,
            "summary": paper.abstract,
            "publishedAt": f"{paper.day}T01:00:00.000Z",
            "submittedOnDailyAt": f"{paper.day}T03:00:00.000Z",
            "ai_keywords": list(paper.keywords),
            "organization": {"name": paper.organization, "fullname": paper.organization},
            "authors": [{"name": paper.organization}],
            "__proto__": {"polluted": True},
        },
        "title": paper.title,
        "numComments": 3,
    }


def _page(part: list[Paper]) -> bytes:
    props = html.escape(json.dumps({"dailyPapers": [_daily(paper) for paper in part], "dateString": "2025-03-13"}))
    component = f'<div data-target="DailyPapers" data-props="{props}"></div>'
    return f"<!doctype html><html><body>{component}</body></html>".encode()


def _cards(part: list[Paper]) -> bytes:
    cards = "".join(
        f'<article><h3><a href="/papers/{paper.arxiv_id}">{html.escape(paper.title)}</a></h3>'
        f"<p>{html.escape(paper.abstract)}</p></article>"
        for paper in part
    )
    return f"<!doctype html><html><body>{cards}</body></html>".encode()


def _rows(part: list[Paper]) -> Iterator[dict[str, object]]:
    for paper in part:
        yield {
            "title": paper.title,
            "abstract": paper.abstract,
            "organization": paper.organization,
            "keywords": "; ".join(paper.keywords),
            "url": paper.url,
            "published": paper.day,
            "__proto__": paper.title,
        }


def _csv(part: list[Paper]) -> bytes:
    rows = list(_rows(part))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().replace("\x00", "").encode()


def _jsonl(part: list[Paper]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in _rows(part)).encode()


def _parquet(part: list[Paper]) -> bytes:
    made = io.BytesIO()
    pd.DataFrame(list(_rows(part))).to_parquet(made)
    return made.getvalue()


def _bibtex(part: list[Paper]) -> bytes:
    entries = (
        f"@article{{key{number},\n title = {{{paper.title}}},\n abstract = {{{paper.abstract}}},\n"
        f" url = {{{paper.url}}},\n year = {{2024}}\n}}\n"
        for number, paper in enumerate(part)
    )
    return "\n".join(entries).encode()


def _ris(part: list[Paper]) -> bytes:
    entries = (
        f"TY  - JOUR\nTI  - {paper.title}\nAB  - {paper.abstract}\nUR  - {paper.url}\nKW  - {paper.title}\n"
        "PY  - 2024\nER  - \n"
        for paper in part
    )
    return "\n".join(entries).encode()


def _atom(part: list[Paper]) -> bytes:
    entries = "".join(
        f"<entry><id>{escape(paper.url)}</id><title>{escape(paper.title)}</title>"
        f"<summary>{escape(paper.abstract)}</summary><published>{paper.day}T00:00:00Z</published></entry>"
        for paper in part
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


_WRITERS = {
    "<img src=x onerror=window.__tripped=1>.txt": _spaced,
    "\u202egnp.\x1b[31mred.txt": _dense,
    "{{7*7}} %{x} $x^2$.txt": _detailed,
    "saved.html": _page,
    "</title> shown.html".replace("/", "\u2215"): _cards,
    "=HYPERLINK(A1).csv": _csv,
    "__proto__.jsonl": _jsonl,
    "a.parquet": _parquet,
    "-rf.bib": _bibtex,
    "<svg onload=top.__tripped=1>.ris": _ris,
    "'\" onmouseover='top.__tripped=1'.xml": _atom,
}
