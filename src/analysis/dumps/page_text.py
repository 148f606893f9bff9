"""A listing page saved as text, in any of its three layouts, read into entries and problems; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from analysis.dumps.entries import Dump, Entry, LineCounts, PrintedDate, Problem
from analysis.dumps.page_lines import DETAILS, LONGEST_LINE, TEXTS, Kind, Line, excerpt, page_lines

Role = Literal["titles", "abstracts", "details", "headings", "chrome", "problems"]
"""What became of a line; the names of the fields of ``LineCounts``."""

_LONGEST_ORGANIZATION = 80
_LONGEST_CLOSED_TITLE = 150
"""Characters up to which a title that ends in a full stop is believed without a word."""
_ENDS_WHOLE = re.compile(r"[.!?…:;)\]}\"'”’/]$|\S*[./]\S*$")


def read_page_text(source: str, text: str) -> Dump:
    """Read a saved listing page.

    A paper is a title and the abstract behind it, then perhaps its details: authors or an organization, ``·``, and
    a date. What fits no paper becomes a problem with its line, and reading goes on with the next title, so that a
    lost line costs one paper.

    :param source: name of the file, relative to the raw folder.
    :param text: the whole file; line ends, byte order mark and invisible characters do not matter.
    :return: entries in the order of the page; a page without any paper has none, and its problems say why. Its
        ``lines`` account for every line that is not blank.
    """
    lines = list(page_lines(text))
    page = _Page(source)
    for index, line in enumerate(lines):
        page.take(line, lines[index + 1].kind if index + 1 < len(lines) else None)
    page.end(lines)
    layout = _layout(lines)
    return Dump(
        source,
        layout,
        page.heading,
        tuple(replace(entry, layout=layout) for entry in page.entries),
        tuple(page.problems),
        lines=LineCounts(**Counter[str](page.roles.values())),
    )


def _layout(lines: Sequence[Line]) -> str:
    if any(line.kind in (Kind.AUTHORS, Kind.SEPARATOR) for line in lines):
        return "details"
    texts = [line.number for line in lines if line.kind in TEXTS]
    apart = sum(after - before > 1 for before, after in zip(texts, texts[1:], strict=False))
    return "spaced" if 2 * apart > len(texts) - 1 else "dense"


@dataclass
class _Page:
    """What has been read so far; one line at a time, with a look at the kind of the next."""

    source: str
    heading: PrintedDate | None = None
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    title: Line | None = None
    """A title that waits for its abstract."""
    open_for_details: bool = False
    """The last line belongs to an entry that may still get details."""
    undated: Line | None = None
    """First line of details that still wait for their date."""
    in_lost_details: bool = False
    """These details were already reported."""
    started: bool = False
    """A text has been seen: the header of the page is over."""
    after_chrome: bool = False
    roles: dict[int, Role] = field(default_factory=dict)
    """By number of the line."""

    def take(self, line: Line, following: Kind | None) -> None:
        """Give one more line its place."""
        if line.kind is Kind.CHROME:
            self._close_details()
            self.after_chrome = True
            self.roles[line.number] = "chrome"
        elif line.kind is Kind.DATE and (self.after_chrome or not self.started):
            self._take_heading(line)
        elif line.kind in DETAILS:
            self._take_detail(line)
        elif line.kind is Kind.OVERLONG:
            self._take_overlong(line)
        else:
            self._take_text(line, following)

    def end(self, lines: Sequence[Line]) -> None:
        """Say what the end of the file leaves open.

        :param lines: all lines of the page.
        """
        if self.title is not None:
            self.roles[self.title.number] = "problems"
            self._doubt(self.title, "the file ends behind this title, without its abstract: was it cut off?")
            self.title = None
        elif self.entries and lines[-1].kind in TEXTS and self.open_for_details:
            if self.undated is None and not _ENDS_WHOLE.search(lines[-1].text):
                self._doubt(lines[-1], "the file ends inside a sentence of this abstract: was it cut off?")
        self._close_details()

    def _take_heading(self, line: Line) -> None:
        self.roles[line.number] = "headings"
        if line.printed is None:
            self._doubt(line, "a listing date was expected, but there is no such day")
        elif self.heading is None:
            self.heading = line.printed
        elif self.heading != line.printed:
            self._doubt(
                line,
                "a second listing date in one file; the papers below it are counted under the first. "
                "Save each page in a file of its own",
            )
        self._drop_title()

    def _take_detail(self, line: Line) -> None:
        self._drop_title()
        if not self.open_for_details:
            self._lose_details(line)
            return
        self.roles[line.number] = "details"
        entry = self.entries[-1]
        if line.kind is Kind.DATE:
            if line.printed is None:
                self._doubt(line, "a publication date was expected, but there is no such day")
            self.entries[-1] = replace(entry, printed=line.printed, n_comments=line.count)
            self.open_for_details, self.undated = False, None
            return
        self.undated = self.undated or line
        if line.kind is Kind.AUTHORS:
            self.entries[-1] = replace(entry, n_authors=line.count)

    def _take_overlong(self, line: Line) -> None:
        self._drop_title()
        self._close_details()
        self.started, self.after_chrome = True, False
        self.roles[line.number] = "problems"
        reason = f"a line of {line.count:,} characters; no abstract is longer than {LONGEST_LINE:,}: skipped"
        self._doubt(line, reason)

    def _take_text(self, line: Line, following: Kind | None) -> None:
        role = self._role(line, following)
        if role is Kind.AUTHORS:
            self._take_organization(line)
        elif role is Kind.TITLE:
            self._drop_title()
            self._close_details()
            self.title = line
            self.roles[line.number] = "titles"
        else:
            self._take_abstract(line)
        self.started, self.after_chrome = True, False

    def _role(self, line: Line, following: Kind | None) -> Kind:
        """Tell by looks, and by the neighbours where looks are not enough; AUTHORS stands for an organization."""
        if line.kind is Kind.ABSTRACT:
            return Kind.ABSTRACT
        if following in (Kind.SEPARATOR, Kind.DATE) and len(line.text) <= _LONGEST_ORGANIZATION:
            return Kind.AUTHORS
        if self.title is None:
            return Kind.TITLE
        if following is Kind.AUTHORS or (line.kind is Kind.UNCLEAR and following is not Kind.ABSTRACT):
            return Kind.ABSTRACT
        return Kind.TITLE

    def _take_organization(self, line: Line) -> None:
        self._drop_title()
        if not self.open_for_details:
            self._lose_details(line)
            return
        self.roles[line.number] = "details"
        self.undated = self.undated or line
        self.entries[-1] = replace(self.entries[-1], organization=_display_name(line.text))

    def _take_abstract(self, line: Line) -> None:
        self._close_details()
        title = self.title
        if title is None:
            self.roles[line.number] = "problems"
            self._doubt(line, f"an abstract ({len(line.text)} characters) without a title in front of it")
            return
        if title.kind is Kind.UNCLEAR and len(title.text) > _LONGEST_CLOSED_TITLE:
            self._doubt(title, f"taken as a title, but its {len(title.text)} characters read like an abstract")
        if line.kind is not Kind.ABSTRACT:
            self._doubt(line, f"taken as an abstract, but its {len(line.text)} characters look like a title")
        self.roles[line.number] = "abstracts"
        entry = Entry(self.source, "", len(self.entries), title.number, title.text, line.text)
        self.entries.append(entry)
        self.title, self.open_for_details = None, True

    def _lose_details(self, line: Line) -> None:
        self.roles[line.number] = "problems"
        if not self.in_lost_details:
            self._doubt(line, "details (authors, organization or date) without a paper in front of them")
        self.in_lost_details = True

    def _drop_title(self) -> None:
        if self.title is not None:
            self.roles[self.title.number] = "problems"
            self._doubt(self.title, f"a title ({len(self.title.text)} characters) without an abstract behind it")
            self.title = None

    def _close_details(self) -> None:
        if self.undated is not None:
            self._doubt(self.undated, "details without a date behind them; the paper is kept, undated")
        self.undated, self.open_for_details, self.in_lost_details = None, False, False

    def _doubt(self, line: Line, reason: str) -> None:
        self.problems.append(Problem(self.source, line.number, reason, excerpt(line.text)))


def _display_name(text: str) -> str:
    """Drop the account name the page prints before an organization: ``acme-inc Acme Inc.`` is ``Acme Inc.``."""
    account, _, name = text.partition(" ")
    if not name:
        return text
    head, bare = account[:4].casefold(), re.sub(r"[\W_]", "", name).casefold()
    # `ibmresearch IBM` and `ai AI Institute` are related too: whichever is shorter starts the other
    related = bool(bare) and (bare.startswith(head) or head.startswith(bare))
    return name if related or re.search(r"[-_0-9]", account) else text
