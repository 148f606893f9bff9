"""What a reader of another language relies on: the whole report speaks it, and nothing else changes."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from all_messages import ROOT, messages
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from analysis import house, language, wording
from analysis.catalogs import CatalogError, places, read_catalog
from analysis.config import Folders, Settings
from analysis.job import Job, Made
from analysis.language import N_, _, languages, ngettext, pgettext, retold, speaking, spoken, tag
from analysis.pipeline import make
from analysis.provenance import Provenance
from analysis.report import write_report
from analysis.sentences import Phrase, woven
from analysis.settings_file import ConfigError, load_settings
from analysis.stage_list import STAGES
from analysis.stages import read

RUN = Provenance("data/raw", n_runs=20, agreement=0.81)
SHIPPED = sorted(language.CATALOGS.glob("*.po"))
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
MARKS = ("_", "N_", "ngettext")
TAGS = re.compile(r"<[^>]+>")


def catalog(folder: Path, text: str, name: str = "nl") -> Path:
    path = folder / f"{name}.po"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_the_german_catalog_has_every_message_of_the_report_and_no_other() -> None:
    with (language.CATALOGS / "de.po").open("rb") as file:
        german = read_po(file)
    known = {(message.context, message.id) for message in messages()}
    told = {(message.context, message.id) for message in german if all(texts_of(message)) and not message.fuzzy}
    assert sorted(map(str, known - told)) == []
    assert sorted(map(str, told - known)) == []
    assert not german.obsolete


def ids_of(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple) else [message.id]


def texts_of(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_translation_keeps_the_places_and_the_tags_of_its_message(path: Path) -> None:
    read_catalog(path)
    with path.open("rb") as file:
        for message in read_po(file):
            ids = ids_of(message)
            for text in filter(None, texts_of(message)) if message.id else ():
                assert TAGS.findall(text) == TAGS.findall(ids[-1]), text
                # a plural may leave out its number, which its form says; what else there is to say is said
                assert places(ids[-1]) - places(text) <= {"n", "words"}, text


def test_messages_are_found_in_code_templates_and_scripts() -> None:
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in messages()}
    assert {"{n} paper", "Which papers are alike?", "Skip to the content", "Light page"} <= found
    assert not {"direction", "span", "name"} & found


def test_no_text_stands_where_translators_would_not_find_it() -> None:
    found = {text for message in messages() for text in ids_of(message)}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                text, where = node.args[0], f"{path.name}, line {node.lineno}"
                assert not isinstance(text, ast.Constant) or text.value in found, where
                # what stands inside an f-string is not found either
                assert not isinstance(text, ast.JoinedStr), where


def test_the_language_is_german_inside_a_block_and_english_after_it() -> None:
    with pytest.raises(ZeroDivisionError), speaking("de"):
        assert (_("Papers on the map"), spoken(), tag()) == ("Papers auf der Karte", "de", "de")
        with speaking("en"):
            assert _("Papers on the map") == "Papers on the map"
        assert ngettext("{n} theme", "{n} themes", 1) == "1 Thema"
        assert ngettext("{n} theme", "{n} themes", 3930) == "3.930 Themen"
        assert (_("none"), pgettext("papers", "none")) == ("keine", "keinem")
        raise ZeroDivisionError
    assert (_("Papers on the map"), spoken()) == ("Papers on the map", "en")


def test_dates_and_numbers_are_written_as_the_language_writes_them() -> None:
    day = date(2025, 11, 18)
    with speaking("de"):
        said = [wording.day(day, precision) for precision in ("day", "month", "quarter", "year")]
        assert said == ["18. Nov. 2025", "Nov. 2025", "Q4 2025", "2025"]
        assert (wording.percent(0.085), wording.between(0.012, 0.085)) == ("8,5\u00a0%", "1,2–8,5\u00a0%")
        assert (wording.times(0.314), wording.number(3930), wording.in_words(3)) == ("×0,31", "3.930", "drei")
        assert wording.listed(["A", "B", "C"]) == "A, B und C"
        assert wording.exact_percent(0.95) == "95\u00a0%"
        assert house.locale()["locales"]["de"]["format"]["shortMonths"][2] == "Mär"
    assert wording.day(day) == "Nov 18, 2025"
    assert (wording.between(0.012, 0.085), wording.exact_percent(0.999)) == ("1.2–8.5%", "99.9%")
    assert house.locale() == {}


def test_links_stand_where_the_sentence_of_the_language_has_them() -> None:
    theme, other = Phrase("A", "theme-a"), Phrase("B {x}", "theme-b")
    said = woven("Statt {old} jetzt {new}.", new=theme, old=[other, Phrase("!")])
    assert said == (Phrase("Statt "), other, Phrase("!"), Phrase(" jetzt "), theme, Phrase("."))


def test_what_a_table_holds_in_english_is_retold_where_it_is_ours() -> None:
    message = N_("{theme} (found)")
    with speaking("de"):
        assert retold("Code {x} (found)", message) == "Code {x} (gefunden)"
        assert retold("Code", message) == "Code"
    assert retold("Code (found)", message) == "Code (found)"


def test_a_new_language_is_one_file_and_what_it_lacks_stays_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog(tmp_path, 'msgid "Themes"\nmsgstr "Thema\'s"\n\n#, fuzzy\nmsgid "Papers"\nmsgstr "?"\n')
    monkeypatch.setattr(language, "CATALOGS", tmp_path)
    assert languages() == ("en", "nl")
    with speaking("nl"):
        assert (_("Themes"), _("Papers"), wording.day(date(2025, 3, 5))) == ("Thema's", "Papers", "5 mrt 2025")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('msgid "{n} of {all}"\nmsgstr "{n} van {al}"\n', "{al}"),
        ('msgid "All"\nmsgstr "{"\n', "braces"),
        ("Themes = Thema\n", "cannot be read as a catalog"),
    ],
    ids=["a place that is not there", "a brace alone", "no catalog"],
)
def test_a_catalog_that_cannot_be_used_is_named(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"nl\.po") as error:
        read_catalog(catalog(tmp_path, text))
    assert said in str(error.value)


def test_an_unknown_language_is_an_error_that_names_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "analysis.toml"
    path.write_text('[report]\nlanguage = "tlh"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"language is 'tlh'; expected one of \['en', 'de'"):
        load_settings(path)
    path.write_text('[report]\nlanguage = "de"\n', encoding="utf-8")
    assert load_settings(path).language == "de"


def test_a_change_of_language_makes_report_and_charts_again_and_nothing_else() -> None:
    assert {name for name, stage in STAGES.items() if "language" in stage.settings} == {"report", "charts"}
    assert {name for name, stage in STAGES.items() if "languages" in stage.assets} == {"report", "charts"}


def test_tables_made_while_another_language_is_spoken_are_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []
    monkeypatch.setattr(read, "run", lambda job: Made((), heard.append(spoken()) or ""))
    (tmp_path / "raw").mkdir()
    with speaking("de"):
        make("read", Job(Folders(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports"), Settings()))
        assert spoken() == "de"
    assert heard == ["en"]


def test_the_german_page_says_so_and_its_scripts_have_their_texts(
    trended: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    with speaking("de"):
        text = write_report(trended, RUN, tmp_path).read_text(encoding="utf-8")
    assert '<html lang="de">' in text
    assert '<td dir="auto" lang="en">a title without an abstract</td>' in text
    found = re.search(r'<script type="application/json" id="texts">(.*?)</script>', text)
    assert found
    assert json.loads(found[1])["Light page"] == "Helle Seite"
    assert 'data-day="2025-11-18"' in text


def test_the_english_page_has_nothing_of_a_translation(trended: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    text = write_report(trended, RUN, tmp_path).read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert 'id="texts"' not in text
    assert "data-day=" not in text


@pytest.mark.slow(reason="a process of its own imports the report")
def test_english_costs_no_import_of_babel() -> None:
    code = "import sys, analysis.stages.report, analysis.stages.charts; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
