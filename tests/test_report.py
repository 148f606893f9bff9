from __future__ import annotations

import base64
import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from plotly.offline import get_plotlyjs_version

from analysis import tables
from analysis.errors import AnalysisError
from analysis.provenance import Provenance, method
from analysis.report import ReportError, write_report

Tables = dict[str, pd.DataFrame]
PROVENANCE = Provenance(
    raw="data/raw",
    settings={"Seed": "7"},
    versions={"pandas": "3.1.1"},
    inputs={"a.txt": "ab" * 32},
    n_runs=20,
    agreement=0.81,
)


class Page(HTMLParser):
    """The page as a reader of its source meets it: visible text, addresses, ids, scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self._inside = tag
        self.ids += [given["id"]] if given.get("id") else []
        self.linked += [given["href"]] if tag == "a" and given.get("href") else []
        self.loaded += [value for name in ("src", "srcset", "poster", "action") if (value := given.get(name))]
        self.loaded += [str(given.get("href"))] if tag in ("link", "base") else []

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def folder(trended: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    write_report(trended, PROVENANCE, folder)
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return Page((folder / "themes.html").read_text(encoding="utf-8"))


def test_the_page_says_what_was_read_and_what_stands_out(page: Page) -> None:
    for sentence in (
        "What 24 papers are about",
        "4 saved listings from Mar 11, 2025 to Nov 18, 2025, one of them without a date",
        "The theme you follow, Attention sinks , has 5 papers (20.8%).",
        "Only 3 listing dates: a difference between dates is not yet a trend.",
        "holds in 18 of 20 runs",
        "Two of these runs agree by 0.81 on average",
    ):
        assert sentence in page.text


def test_a_first_run_says_nothing_of_a_run_before(page: Page) -> None:
    assert "since the last run" not in page.text
    assert "since" not in page.ids


def test_a_later_run_says_what_changed_with_links_to_the_themes(trended: Tables, tmp_path: Path) -> None:
    themes = trended["themes"]
    lineage = pd.DataFrame(
        {
            "theme_id": [*themes["theme_id"], "t-lost"],
            "name": [*themes["name"], "Lost <b>theme</b>"],
            "kind": [*themes["kind"], "found"],
            "event": ["kept", "kept", "new", "kept", "gone"],
            "previous_name": None,
            "previous_ids": [[]] * 5,
            "into_ids": [[], [], [], [], ["t-retrieval"]],
            "score": None,
            "n_papers_before": [5, 8, 0, 8, 4],
            "n_papers_now": [5, 8, 8, 8, 0],
        }
    )
    checked = tables.check("lineage", lineage, "lineage")
    written = write_report({**trended, "lineage": checked}, PROVENANCE, tmp_path)
    page = Page(written.read_text(encoding="utf-8"))
    assert "What changed since the last run" in page.text
    assert "Still here: 2 of 3 themes of the last run, in the same colours; 1 theme is new." in page.text
    assert "New: Retrieval , 8 papers." in page.text
    assert "Lost <b>theme</b> is gone: most of its papers are now in Retrieval ." in page.text
    inside = {link.removeprefix("#") for link in page.linked if link.startswith("#")}
    assert {"since", "theme-t-retrieval"} <= inside <= set(page.ids)


def test_a_title_with_markup_shows_as_text(folder: Path, page: Page) -> None:
    html = (folder / "themes.html").read_text(encoding="utf-8")
    assert "A <SEG> token <script>alert(1)</script>" in page.text
    assert "A <SEG>" not in html
    assert "<script>alert" not in html
    assert "Lost <b>title</b>" in page.text


def test_the_page_loads_nothing_and_links_only_to_papers_and_itself(page: Page) -> None:
    assert page.loaded == []
    outside = {link for link in page.linked if not link.startswith(("#", "charts/"))}
    assert outside
    assert all(link.startswith("https://huggingface.co/papers") for link in outside)


def test_every_link_inside_the_page_leads_somewhere_and_no_id_is_there_twice(page: Page) -> None:
    inside = {link.removeprefix("#") for link in page.linked if link.startswith("#")}
    assert inside <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_goes_from_what_stands_out_to_how_it_was_made(page: Page) -> None:
    order = ["read", "findings", "themes-by-date", "map", "themes", "papers", "sure", "problems", "method"]
    assert [place for place in page.ids if place in order] == order
    assert page.ids.index("sure") < page.ids.index("dump-overlap") < page.ids.index("problems")


def test_headings_step_down_one_by_one(page: Page) -> None:
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_plotly_is_in_the_page_once(folder: Path) -> None:
    html = (folder / "themes.html").read_text(encoding="utf-8")
    packed = re.findall(r'<script type="text/plain" id="plotly">([^<]+)</script>', html)
    assert len(packed) == 1
    header = gzip.decompress(base64.b64decode(packed[0])).decode("utf-8")[:200]
    # figures are made for the version of the Python package: the library renewed with it draws them
    assert f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}" in header
    assert "plotly.js (" not in html
    assert len(html.encode()) < 1_500_000


def test_every_chart_has_its_csv_beside_the_page(folder: Path, page: Page) -> None:
    written = sorted(path.name for path in (folder / "charts").iterdir())
    linked = sorted(link.removeprefix("charts/") for link in page.linked if link.startswith("charts/"))
    assert written == linked
    assert len(written) >= 9
    frame = pd.read_csv(folder / "charts" / "theme-sizes.csv")
    assert dict(zip(frame["theme"], frame["n_papers"], strict=True))["Retrieval"] == 8


def test_a_spreadsheet_takes_no_cell_for_a_formula(trended: Tables, tmp_path: Path) -> None:
    papers = trended["papers"].assign(title='=HYPERLINK("http://x.example")')
    write_report({**trended, "papers": papers}, PROVENANCE, tmp_path)
    cells = pd.read_csv(tmp_path / "charts" / "map.csv")["title"]
    assert set(cells) == {'\'=HYPERLINK("http://x.example")'}


def test_the_same_tables_give_the_same_bytes(trended: Tables, folder: Path, tmp_path: Path) -> None:
    again = {name: frame.copy() for name, frame in trended.items()}
    write_report(again, PROVENANCE, tmp_path)
    for path in sorted(folder.rglob("*.*")):
        assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes()


def test_the_tables_are_left_as_they_were(trended: Tables, tmp_path: Path) -> None:
    before = {name: frame.copy(deep=True) for name, frame in trended.items()}
    write_report(trended, PROVENANCE, tmp_path)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(trended[name], frame)


def test_the_sample_is_said_loudly_and_only_then(trended: Tables, page: Page, tmp_path: Path) -> None:
    path = write_report(trended, Provenance("data/raw/sample", sample=True), tmp_path)
    said = "This is the sample that comes with the program, not papers you saved."
    assert said in Page(path.read_text(encoding="utf-8")).text
    assert said not in page.text


def test_few_papers_still_make_a_report_that_says_why_it_has_no_themes(trended: Tables, tmp_path: Path) -> None:
    no_themes = {name: tables.empty(name) for name in ("themes", "memberships", "map", "trends", "theme_trends")}
    given = {**trended, **no_themes, "papers": trended["papers"].head(6), "problems": tables.empty("problems")}
    text = Page(write_report(given, PROVENANCE, tmp_path).read_text(encoding="utf-8")).text
    assert "Only 6 papers: themes need at least 15, so none were looked for." in text
    assert "None: every line of the dumps was understood." in text


def test_nothing_at_all_still_makes_a_page(tmp_path: Path) -> None:
    nothing = {name: tables.empty(name) for name in tables.SCHEMAS}
    path = write_report(nothing, Provenance("data/raw"), tmp_path)
    assert "What 0 papers are about" in Page(path.read_text(encoding="utf-8")).text


def test_names_made_to_break_the_page_stay_names(trended: Tables, tmp_path: Path) -> None:
    names = ["</script><script>alert(1)</script>", '"quo\'tes" & <b>bold</b>', "🎉 שלום\u202e", "x" * 200]
    themes = trended["themes"].assign(name=names)
    html = write_report({**trended, "themes": themes}, PROVENANCE, tmp_path).read_text(encoding="utf-8")
    assert html.count("</script>") == 4
    assert "\u202e" not in html
    for name in names[:2]:
        assert name in Page(html).text


def test_a_missing_table_is_named(trended: Tables, tmp_path: Path) -> None:
    given = {name: frame for name, frame in trended.items() if name != "map"}
    with pytest.raises(ReportError, match=r"needs the tables \['map'\].*Run: paper-themes report"):
        write_report(given, PROVENANCE, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named_with_what_to_do(trended: Tables, tmp_path: Path) -> None:
    blocked = tmp_path / "reports"
    blocked.write_text("in the way", encoding="utf-8")
    with pytest.raises(AnalysisError, match="reports: the report cannot be written there .*Free the folder"):
        write_report(trended, PROVENANCE, blocked)
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_a_write_that_fails_half_way_leaves_the_old_report_whole(
    trended: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write_report(trended, PROVENANCE, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    write = Path.write_bytes

    def full_disk(path: Path, content: bytes) -> int:
        if path.name == "theme-terms.csv":
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    fewer = trended["papers"].head(20)
    with pytest.raises(ReportError, match="No space left on device"):
        write_report({**trended, "papers": fewer}, PROVENANCE, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before
    assert page in before


def test_other_files_in_the_folder_stay(trended: Tables, tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "mine.png").write_bytes(b"x")
    write_report(trended, PROVENANCE, tmp_path)
    assert (tmp_path / "charts" / "mine.png").read_bytes() == b"x"
    assert not list(tmp_path.glob(".unfinished-*"))


def test_the_method_says_how_wide_the_intervals_are_and_how_firmness_was_measured() -> None:
    assert "Wilson's 90% interval" in method(Provenance("r", confidence=0.9))
    assert "runs" not in method(Provenance("r"))
    assert "making the themes again in 20 runs" in method(Provenance("r", n_runs=20))
