"""Any page whatever: its papers come back or are named, and every line is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from made_up_pages import HEADER, Render, abstract, dense, detailed, spaced, titles_of

from analysis.dumps.entries import Dump, PrintedDate
from analysis.dumps.page_lines import as_printed
from analysis.dumps.page_text import read_page_text

words = st.text("abcdefghijklmnopqrstuvwxyzéλ-'", min_size=2, max_size=12).filter(lambda word: word.strip("-'"))
real_titles = st.lists(words, min_size=2, max_size=9).map(lambda parts: "On " + " ".join(parts))
layouts = st.sampled_from([spaced, dense, detailed])


@given(titles=st.lists(real_titles, min_size=1, max_size=12), render=layouts)
def test_any_list_of_papers_comes_back_exactly(titles: list[str], render: Render) -> None:
    dump = read_page_text("a", render(titles))
    assert titles_of(dump) == [" ".join(title.split()) for title in titles]
    assert dump.problems == ()


@given(
    titles=st.lists(real_titles, min_size=3, max_size=10, unique=True),
    render=layouts,
    data=st.data(),
)
def test_one_lost_line_costs_at_most_one_paper_and_never_goes_unnamed(
    titles: list[str], render: Render, data: st.DataObject
) -> None:
    lines = render(titles).split("\n")
    texts = [number for number, line in enumerate(lines) if line.strip()]
    lost = data.draw(st.sampled_from(texts))
    dump = read_page_text("a", "\n".join(lines[:lost] + lines[lost + 1 :]))
    whole = {(entry.title, entry.abstract) for entry in read_page_text("a", render(titles)).entries}
    kept = {(entry.title, entry.abstract) for entry in dump.entries}
    assert kept <= whole
    assert len(kept) >= len(whole) - 1
    assert len(kept) == len(whole) or dump.problems


Damage = Callable[[str, str], list[str]]


def title_alone(title: str, abstract: str) -> list[str]:
    return [title]


def abstract_alone(title: str, abstract: str) -> list[str]:
    return [abstract]


DAMAGES: list[Damage] = [
    title_alone,
    abstract_alone,
    lambda title, abstract: [title, abstract[:40]],
    lambda title, abstract: [title, abstract[: abstract.index(".") + 1]],
    lambda title, abstract: [title, title, abstract],
    lambda title, abstract: [f"{title} {abstract}"],
    lambda title, abstract: [title, abstract[:350], abstract[350:]],
    lambda title, abstract: [title, abstract, abstract],
    lambda title, abstract: [title, "x" * 30_000],
    lambda title, abstract: [title, "\x00\ufffd" * 9, abstract],
]


@given(
    titles=st.lists(real_titles, min_size=2, max_size=10, unique=True),
    damage=st.dictionaries(st.integers(0, 9), st.sampled_from(DAMAGES), max_size=5),
    gap=st.sampled_from(["\n", "\n\n"]),
    details=st.sampled_from([[], ["  • 7 authors", "·", "Jul 7 2"]]),
)
def test_random_damage_never_costs_an_undamaged_paper(
    titles: list[str], damage: dict[int, Damage], gap: str, details: list[str]
) -> None:
    lines = [*HEADER, "Nov 18"]
    for number, title in enumerate(titles):
        render = damage.get(number, lambda title, abstract: [title, abstract])
        lines += [*render(title, abstract(number)), *details]
    dump = read_page_text("a", gap.join(lines))
    read = {(entry.title, entry.abstract) for entry in dump.entries}
    assert read >= {(title, abstract(number)) for number, title in enumerate(titles) if number not in damage}
    harmed = damage.keys() & set(range(len(titles)))
    # a title and the next paper's abstract, the rest of both lost, read as one paper to anybody
    one_of_two = {
        place
        for number in harmed
        if damage[number] is title_alone and damage.get(number + 1) is abstract_alone and not details
        for place in (number, number + 1)
    }
    assert bool(dump.problems) or harmed <= one_of_two


@given(
    st.text(max_size=400), st.lists(st.sampled_from([*HEADER, "·", "• 3 authors", "Mar 12 3", abstract(1), "T"]))
)
def test_no_text_whatever_raises(noise: str, lines: list[str]) -> None:
    for text in (noise, "\n".join([*lines, noise, *lines])):
        dump = read_page_text("a", text)
        assert all(entry.title and entry.abstract for entry in dump.entries)
        assert all(problem.line >= 1 and len(problem.text) <= 120 for problem in dump.problems)


@dataclass(frozen=True)
class Paper:
    """One paper as a page may show it."""

    title: str
    n_authors: int | None
    organization: str | None
    printed: PrintedDate | None
    n_comments: int | None

    @property
    def details(self) -> list[str]:
        if self.printed is None:
            return []
        shown = as_printed(self.printed) + (f" {self.n_comments}" if self.n_comments is not None else "")
        by = self.organization or f"  • {self.n_authors} authors"
        return [by, "·", shown]


ODD_WORDS = [
    "<SEG>",
    "[PAUSE]",
    '"quoted"',
    "É",
    "D\u00e9j\u00e0",
    "$x^2$",
    "\\emph{x}",
    "R&D",
    "<b>x</b>",
    "3D",
    "©",
]
days = st.dates().map(lambda day: PrintedDate(day.month, day.day, day.year if 1900 <= day.year < 2200 else None))
bare_days = days.map(lambda day: PrintedDate(day.month, day.day))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    odd = draw(st.lists(st.sampled_from(ODD_WORDS), max_size=2))
    title = " ".join([*draw(real_titles).split(), *odd])
    has_details = draw(st.booleans())
    by_name = draw(st.booleans())
    return Paper(
        title,
        draw(st.integers(1, 400)) if has_details and not by_name else None,
        draw(st.sampled_from(["Acme Research", "Sun Yat-Sen University"])) if has_details and by_name else None,
        draw(days | bare_days) if has_details else None,
        draw(st.none() | st.integers(1, 900)) if has_details else None,
    )


SPOILS: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", " \u200b"),
    lambda text: text.replace("\n", " \n"),
]


@given(
    shown=st.lists(papers(), min_size=1, max_size=12),
    heading=st.none() | bare_days,
    gap=st.sampled_from(["\n", "\n\n"]),
    glued=st.booleans(),
    spoil=st.sampled_from(SPOILS),
)
def test_whatever_a_page_shows_of_its_papers_is_read(
    shown: list[Paper], heading: PrintedDate | None, gap: str, glued: bool, spoil: Callable[[str], str]
) -> None:
    lines = [] if glued else [*HEADER, *([as_printed(heading)] if heading else [])]
    for number, paper in enumerate(shown):
        first = "Subscribe" if glued and not number else ""
        lines += [first + paper.title, abstract(number), *paper.details]
    dump = read_page_text("a", spoil(gap.join(lines)))
    assert dump.problems == ()
    assert dump.heading == (None if glued else heading)
    assert [Paper(e.title, e.n_authors, e.organization, e.printed, e.n_comments) for e in dump.entries] == shown
    assert [entry.abstract for entry in dump.entries] == [abstract(number) for number in range(len(shown))]


def accounts_add_up(dump: Dump, text: str) -> None:
    """Fail unless each line that is not blank is one thing, and what was not read is named."""
    counts = dump.lines
    assert counts is not None
    seen = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    assert counts.total == sum(bool(line.strip().strip(seen).strip()) for line in text.split("\n"))
    assert counts.titles == counts.abstracts == len(dump.entries)
    assert counts.problems == 0 or dump.problems


@given(
    kinds=st.lists(
        st.sampled_from([*HEADER, "·", "• 3 authors", "Mar 12 3", "Mar 40", abstract(1), "T", "x" * 30_000])
    ),
    titles=st.lists(real_titles, max_size=4),
)
def test_every_line_of_any_page_is_accounted_for(kinds: list[str], titles: list[str]) -> None:
    text = "\n".join([*kinds, *(line for title in titles for line in (title, abstract(2))), *reversed(kinds)])
    accounts_add_up(read_page_text("a", text), text)


def test_every_line_of_a_page_in_each_layout_is_a_title_an_abstract_a_detail_a_date_or_chrome() -> None:
    titles = ["One vs. Many", "Pointer Paths", "Depth"]
    for render, n_details, n_rest in ((spaced, 0, 5), (detailed, 9, 5), (dense, 0, 1)):
        lines = read_page_text("a", render(titles)).lines
        assert lines is not None
        found = (lines.titles, lines.abstracts, lines.details, lines.headings + lines.chrome, lines.problems)
        assert found == (3, 3, n_details, n_rest, 0)
