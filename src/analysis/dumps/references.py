"""Exports of reference managers, BibTeX and RIS, read into entries through the libraries for them; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.dumps.columns import Columns, Record, Source, records_dump
from analysis.dumps.entries import Dump, Problem
from analysis.dumps.page_lines import excerpt

_BIBTEX = re.compile(
    r"^[ \t]*@(?:article|inproceedings|incollection|inbook|book|booklet|conference|manual|mastersthesis|misc"
    r"|phdthesis|proceedings|techreport|unpublished|online|report|thesis|electronic|preprint|software|dataset"
    r"|string|comment|preamble)\s*[{(]",
    re.IGNORECASE | re.MULTILINE,
)
_RIS = re.compile(r"^TY  - ?\S", re.MULTILINE)
_RIS_END = re.compile(r"^ER  -.*$", re.MULTILINE)
_MONTH = re.compile(r"[0-9]{1,2}")
_BRACED = re.compile(r"\{([^{}]*)\}")
# braces that belong to what stands before them: `\emph{...}`, `\'{e}`, `x_{2}`
_NEEDS_BRACES = re.compile(r"(?:\\(?:[A-Za-z]+\s*|[^A-Za-z\s])|[\^_])$")


def is_bibtex(text: str) -> bool:
    """Tell BibTeX by an entry that starts a line."""
    return _BIBTEX.search(text) is not None


def is_ris(text: str) -> bool:
    """Tell RIS by the tag that starts every reference."""
    return _RIS.search(text) is not None


def read_bibtex(source: str, text: str, columns: Columns) -> Dump:
    """Read BibTeX or BibLaTeX; what LaTeX its fields hold is made readable later, as in all other sources.

    :param source: name of the file, relative to the raw folder.
    :param columns: our field -> their field, for fields that do not explain themselves.
    """
    import logging

    from bibtexparser.entrypoint import parse_string

    # what the library logs it returns as well
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text)
    problems, records = [], []
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        fields = getattr(block.ignore_error_block, "fields", None)
        if fields is None:
            reason = "a BibTeX entry that cannot be read was left out: is a brace or a comma missing?"
            problems.append(Problem(source, line, reason, excerpt(" ".join((block.raw or "").split()))))
        else:
            records.append(Record(line, _bibtex_values({field.key: field.value for field in fields})))
    for entry in library.entries:
        values = {field.key: field.value for field in entry.fields}
        records.append(Record((entry.start_line or 0) + 1, _bibtex_values(values)))
    records.sort(key=lambda record: record.line)
    return records_dump(Source(source, "bibtex", columns), records, problems)


def read_ris(source: str, text: str, columns: Columns) -> Dump:
    """Read RIS, reference by reference, so that a broken one costs no other.

    :param source: name of the file, relative to the raw folder.
    :param columns: our field -> the name of theirs, for fields that do not explain themselves.
    """
    import rispy

    problems, records = [], []
    for line, part in _references(text):
        try:
            found = rispy.loads(part)
        except Exception as error:  # the library lets whatever a broken line causes pass
            reason = f"a RIS reference that cannot be read was left out ({type(error).__name__})"
            problems.append(Problem(source, line, reason, excerpt(" ".join(part.split()))))
            continue
        records += [Record(line, each) for each in found]
        if not found:
            reason = "a RIS reference without TY or ER was left out: was the file cut off?"
            problems.append(Problem(source, line, reason, excerpt(" ".join(part.split()))))
    return records_dump(Source(source, "ris", columns), records, problems)


def _references(text: str) -> Iterator[tuple[int, str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    began = line = 0
    for end in [*(match.end() for match in _RIS_END.finditer(text)), len(text)]:
        part = text[began:end]
        bare = part.lstrip()
        if bare:
            yield line + part[: len(part) - len(bare)].count("\n") + 1, bare
        began, line = end, line + part.count("\n")


def _bibtex_values(fields: dict[str, object]) -> dict[str, object]:
    values = {key: _without_kept_capitals(value) for key, value in fields.items()}
    year, month = str(values.get("year", "")), str(values.get("month", ""))
    if year and month and not values.get("date"):
        values["date"] = f"{year}-{int(month):02d}" if _MONTH.fullmatch(month) else f"{month} {year}"
    return values


def _without_kept_capitals(value: object) -> object:
    """Drop the braces that only keep capitals, as in ``{BERT}``, and quotation marks around the whole."""
    if not isinstance(value, str):
        return value
    if value[:1] == value[-1:] == '"':  # left where two entries share a key
        value = value[1:-1]
    at = 0
    while found := _BRACED.search(value, at):
        if _NEEDS_BRACES.search(value[max(0, found.start() - 24) : found.start()]):
            at = found.end()
        else:
            value = value[: found.start()] + found[1] + value[found.end() :]
            at = max(0, value.rfind("{", 0, found.start()))
    return value
