"""What a person who edits ``analysis.toml`` relies on: it means what it says, and a slip is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from analysis.config import DEFAULT_WATCH_LIST, ModelNaming, Settings, WatchedTheme
from analysis.settings_file import ConfigError, load_settings

Write = Callable[[str], Path]
SHIPPED = Path(__file__).parents[1] / "analysis.toml"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "my.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_shipped_file_states_the_defaults() -> None:
    assert load_settings(SHIPPED) == load_settings() == Settings()


def test_three_themes_are_followed_from_the_start() -> None:
    assert [theme.name for theme in DEFAULT_WATCH_LIST] == ["Attention sinks", "Hallucination", "Sparse attention"]
    for theme in DEFAULT_WATCH_LIST:
        assert theme.definition.endswith(".")
        assert all(phrase == phrase.lower().strip() for phrase in theme.phrases)


def test_settings_left_out_keep_their_defaults(write: Write) -> None:
    settings = load_settings(write("[themes]\nseed = 11\nn_themes = 20\n[trends]\nconfidence = 0.9\n"))
    assert (settings.seed, settings.n_themes, settings.confidence) == (11, 20, 0.9)
    assert settings.watched == DEFAULT_WATCH_LIST
    assert settings.encoder == "hybrid"


def test_a_watch_list_replaces_the_shipped_one_and_is_tidied(write: Write) -> None:
    text = '[[watch]]\nname = " Agents "\ndefinition = "Models that act."\nphrases = ["  Tool   Use", "agent"]\n'
    assert load_settings(write(text)).watched == (
        WatchedTheme("Agents", "Models that act.", ("tool use", "agent")),
    )
    assert load_settings(write("watch = []\n")).watched == ()


def test_period_counting_and_membership_of_the_trends_can_be_stated(write: Write) -> None:
    settings = load_settings(write('[trends]\nperiod = "month"\ncount = "first listing"\nmembership = "all"\n'))
    assert (settings.period, settings.count, settings.membership) == ("month", "first listing", "all")
    assert (Settings().period, Settings().count, Settings().membership) == (None, "appearances", "main")


def test_columns_of_exports_are_named_by_what_they_hold(write: Write) -> None:
    settings = load_settings(write('[columns]\ntitle = " Paper "\nabstract = "Text"\n'))
    assert settings.columns == (("abstract", "Text"), ("title", "Paper"))
    assert load_settings(write("[columns]\n")).columns == ()


def test_a_language_model_is_named_by_address_and_name(write: Write) -> None:
    settings = load_settings(write("[naming]\nendpoint = 'http://localhost:11434/v1'\nmodel = ' qwen3:8b '\n"))
    assert settings.naming == ModelNaming("http://localhost:11434/v1", "qwen3:8b")
    assert load_settings().naming is None


def test_a_key_in_an_address_is_not_repeated(write: Write) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(write(ENDPOINT.format("https://me:secret@a/v1")))
    assert "secret" not in str(caught.value)


ENDPOINT = "[naming]\nmodel = 'm'\nendpoint = '{}'\n"
WATCH = "[[watch]]\nname = {}\ndefinition = {}\nphrases = {}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[themes\n", "cannot be read as TOML"),
        (
            "[theme]\nseed = 1\n",
            r"unknown section \['theme'\]; known: \['raw', 'themes', 'report', 'trends', 'columns', 'naming', "
            r"'watch'\]",
        ),
        (
            "[themes]\nsed = 1\n",
            r"unknown key \['sed'\] in \[themes\]; known: \['encoder', 'engine', .*'seed'\]",
        ),
        ("themes = 3\n", "'themes' is 3; expected a section"),
        ("[themes]\nseed = -1\n", "seed is -1; expected a whole number from 0"),
        ("[themes]\nseed = true\n", "seed is True; expected a whole number"),
        ("[themes]\nseed = 1.5\n", "seed is 1.5; expected a whole number"),
        ("[themes]\nn_themes = 1\n", "n_themes is 1; expected a whole number of at least 2"),
        ("[themes]\nn_themes = true\n", "n_themes is True; expected a whole number"),
        ("[themes]\nencoder = ''\n", "encoder is ''; expected 'hybrid' or a model name"),
        ("[trends]\nconfidence = 95\n", "confidence is 95; expected a fraction such as 0.95"),
        ("[trends]\nconfidence = nan\n", "confidence is nan; expected a fraction"),
        ("[trends]\nperiod = 'fortnight'\n", r"period is 'fortnight'; expected one of \['day', 'week', 'month', "),
        ("[trends]\nperiod = 7\n", "period is 7; expected one of"),
        ("[trends]\ncount = 'first'\n", r"count is 'first'; expected one of \['appearances', 'first listing'\]"),
        ("[trends]\nmembership = true\n", r"membership is True; expected one of \['main', 'all'\]"),
        ("naming = 3\n", "'naming' is 3; expected a section with"),
        ("[naming]\nmodel = 'm'\n", r"'endpoint' in \[naming\] is None; expected a text"),
        ("[naming]\nendpoint = 'http://a'\nmodel = 3\n", r"'model' in \[naming\] is 3; expected a text"),
        ("[naming]\nkey = 'k'\n", r"unknown key \['key'\] in \[naming\]; known: \['endpoint', 'model'\]"),
        (ENDPOINT.format("localhost:11434"), "endpoint is 'localhost:11434'; expected an address such as"),
        (ENDPOINT.format("ftp://a/v1"), "endpoint is 'ftp://a/v1'; expected an address"),
        (ENDPOINT.format("http://[a/v1"), "expected an address such as 'http://localhost:11434/v1'"),
        (ENDPOINT.format("https://me:secret@a/v1"), "holds a user name; put a key into PAPER_THEMES_API_KEY"),
        ("watch = 3\n", "'watch' is 3; expected one"),
        ("watch = ['a']\n", "'watch' is .*; expected one"),
        ('[[watch]]\nname = "A"\n', r"number 1 has keys \['name'\]; expected \['definition', 'name', 'phrases'\]"),
        (WATCH.format('" "', '"d"', '["a"]'), "number 1 has the name ' '; expected a text that is not empty"),
        (WATCH.format("3", '"d"', '["a"]'), "number 1 has the name 3; expected a text"),
        (WATCH.format('"A"', '""', '["a"]'), "number 1 has the definition ''; expected a text"),
        (WATCH.format('"A"', '"d"', '"abc"'), "has the phrases 'abc'; expected a list of texts"),
        (WATCH.format('"A"', '"d"', "[1]"), r"has the phrases \[1\]; expected a list of texts"),
        (WATCH.format('"A"', '"d"', "[]"), r"\('A'\) has an empty phrase; write at least one word"),
        (WATCH.format('"A"', '"d"', '["a", " "]'), r"\('A'\) has an empty phrase; write at least one word"),
        (
            WATCH.format('"A"', '"d"', '["a"]') + WATCH.format('"a"', '"d"', '["b"]'),
            r"watched themes share the name \['a'\]; give each its own",
        ),
    ],
)
def test_a_slip_is_named_with_file_key_and_cure(text: str, said: str, write: Write) -> None:
    path = write(text)
    with pytest.raises(ConfigError, match=said) as caught:
        load_settings(path)
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no\.toml: cannot be read as TOML"):
        load_settings(tmp_path / "no.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"binary\.toml: cannot be read as TOML"):
        load_settings(tmp_path / "binary.toml")


def test_every_setting_a_file_can_hold_is_a_field() -> None:
    from analysis.settings_file import _SECTIONS

    named = {key for keys in _SECTIONS.values() for key in keys} | {"columns", "naming", "watched"}
    assert named == {field.name for field in fields(Settings)}
