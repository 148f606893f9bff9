"""What a person who edits ``analysis.toml`` relies on: it means what it says, and a slip is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from analysis.config import DEFAULT_WATCH_LIST, ConfigError, Settings, WatchedTheme, load_settings

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


WATCH = "[[watch]]\nname = {}\ndefinition = {}\nphrases = {}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[themes\n", "cannot be read as TOML"),
        ("[theme]\nseed = 1\n", r"unknown section \['theme'\]; known: \['themes', 'trends', 'watch'\]"),
        ("[themes]\nsed = 1\n", r"unknown key \['sed'\] in \[themes\]; known: \['encoder', 'n_themes', 'seed'\]"),
        ("themes = 3\n", "'themes' is 3; expected a section"),
        ("[themes]\nseed = -1\n", "seed is -1; expected a whole number from 0"),
        ("[themes]\nseed = true\n", "seed is True; expected a whole number"),
        ("[themes]\nseed = 1.5\n", "seed is 1.5; expected a whole number"),
        ("[themes]\nn_themes = 1\n", "n_themes is 1; expected a whole number of at least 2"),
        ("[themes]\nn_themes = true\n", "n_themes is True; expected a whole number"),
        ("[themes]\nencoder = ''\n", "encoder is ''; expected 'hybrid' or a model name"),
        ("[trends]\nconfidence = 95\n", "confidence is 95; expected a fraction such as 0.95"),
        ("[trends]\nconfidence = nan\n", "confidence is nan; expected a fraction"),
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
    from analysis.config import _SECTIONS

    named = {key for keys in _SECTIONS.values() for key in keys} | {"watched"}
    assert named == {field.name for field in fields(Settings)}
