"""What a person in a notebook relies on: a theme says what it is, in one line or as a card, and runs no code."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import tables
from analysis.results import theme_result
from analysis.theme_order import UnknownThemeError

HARD_NAMES = ("</script><script>alert(1)</script>", "\"quoted\" 'name'", "🧠 brains", "مواضيع البحث", "x" * 200)


def test_a_theme_comes_by_its_name_and_says_itself_in_a_line(
    trended: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    for name in tables.SCHEMAS:
        tables.write_table(tmp_path, name, trended[name] if name in trended else tables.empty(name))
    theme = analysis.load_theme("attention SINKS", None, tmp_path)
    assert repr(theme) == "Theme('Attention sinks', watched, 5 papers, too few to tell)"
    assert repr(theme.trend) == "Trend('Attention sinks', too few to tell, 4 periods)"
    assert str(theme.trend.shares[0]).startswith("Mar 11, 2025: 33.3% (")
    assert str(theme.trend.shares[0]).endswith("; 2 of 6)")


def test_the_card_of_a_theme_escapes_titles_and_links_only_to_papers(trended: dict[str, pd.DataFrame]) -> None:
    card = theme_result(trended, "Attention sinks")._repr_html_()
    assert "5 of 24 papers" in card
    assert "Sink tokens." in card
    assert "A &lt;SEG&gt; token &lt;script&gt;alert(1)&lt;/script&gt;" in card
    assert card.count('href="https://huggingface.co/papers') == card.count("href=") == 3
    assert "holds in 90% of the runs" in theme_result(trended, "t-code")._repr_html_()


@pytest.mark.parametrize("name", HARD_NAMES)
def test_no_name_of_a_theme_leaves_its_place(trended: dict[str, pd.DataFrame], name: str) -> None:
    themes = trended["themes"].assign(name=name, color="red;background:url(x)")
    theme = theme_result({**trended, "themes": themes}, "t-code")
    assert theme.name == name
    card = theme._repr_html_()
    assert "<script" not in card
    assert "url(x)" not in card


def test_a_theme_without_dates_has_a_trend_that_says_so(trended: dict[str, pd.DataFrame]) -> None:
    none = {**trended, "trends": trended["trends"].head(0), "theme_trends": trended["theme_trends"].head(0)}
    theme = theme_result(none, "t-code")
    assert theme.trend.direction == "too few to tell"
    assert "No period." in theme._repr_html_()


def test_a_theme_nobody_knows_is_answered_with_those_there_are(trended: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(UnknownThemeError, match="No theme is called 'Agents'; there are: Attention sinks, "):
        theme_result(trended, "Agents")
