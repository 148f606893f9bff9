from __future__ import annotations

import pandas as pd

from analysis import cards, paper_lines, tables

Tables = dict[str, pd.DataFrame]


def by_name(given: Tables, n_runs: int = 20) -> dict[str, cards.Card]:
    return {card.tag.name: card for area in cards.areas(given, n_runs) for card in area.cards}


def test_followed_themes_come_first_then_the_areas(trended: Tables) -> None:
    areas = cards.areas(trended, 20)
    assert [area.name for area in areas] == ["Followed themes", "All"]
    assert [card.tag.name for card in areas[1].cards] == ["Image generation", "Retrieval", "Code models"]


def test_a_card_says_size_stability_and_examples(trended: Tables) -> None:
    card = by_name(trended)["Retrieval"]
    assert card.size == "8 papers, 33.3% of all"
    assert card.stability_words == "holds in 18 of 20 runs"
    assert not card.is_loose
    assert [example.title for example in card.examples] == ["Paper number 1", "Paper number 4", "Paper number 7"]


def test_a_followed_theme_says_why_a_paper_belongs_to_it(trended: Tables) -> None:
    card = by_name(trended)["Attention sinks"]
    assert card.definition == "Sink tokens."
    assert [example.why for example in card.examples] == ["sink token"] * 3
    assert card.stability is None


def test_a_card_shows_shares_with_intervals_and_says_them(trended: Tables) -> None:
    spark = by_name(trended)["Attention sinks"].spark
    assert [dot.label for dot in spark.dots] == [
        "Mar 11, 2025: 33.3% (2 of 6)",
        "Mar 12, 2025 (year assumed): 28.6% (2 of 7)",
        "Nov 18, 2025: 14.3% (1 of 7)",
    ]
    assert spark.words.startswith("Share by listing date: at most 33.3%, Mar 11, 2025; last 14.3%, interval 2.6–")
    assert all(dot.high < dot.y < dot.low for dot in spark.dots)


def test_through_few_dates_no_line_is_drawn(trended: Tables) -> None:
    assert all(card.spark.line == card.spark.band == "" for card in by_name(trended).values())


def test_one_date_draws_nothing(trended: Tables) -> None:
    trends = trended["trends"][trended["trends"]["period"] == "2025-03-11"]
    assert all(card.spark.dots == () for card in by_name({**trended, "trends": trends}).values())


def test_a_card_names_the_nearest_themes_and_the_days_of_its_examples(trended: Tables) -> None:
    card = by_name(trended)["Retrieval"]
    assert len(card.nearest) == 3
    assert "Retrieval" not in {tag.name for tag in card.nearest}
    assert card.examples[0].listed == "Mar 11, 2025"


def test_empty_small_and_loose_themes_are_marked(trended: Tables) -> None:
    themes = trended["themes"].assign(n_papers=[0, 4, 8, 8], stability=[None, 0.3, 0.9, 0.9])
    made = by_name({**trended, "themes": tables.check("themes", themes, "themes")})
    assert made["Attention sinks"].is_empty
    assert made["Attention sinks"].size == "0 papers"
    assert made["Image generation"].is_small
    assert made["Image generation"].is_loose
    assert not made["Retrieval"].is_small


def test_a_color_that_is_none_cannot_reach_a_style(trended: Tables) -> None:
    themes = trended["themes"].assign(color="red;background:url(//x)")
    assert {tag.color for tag in paper_lines.tags(themes).values()} == {paper_lines.GRAY}


def test_papers_are_listed_by_title_with_themes_dates_and_links(trended: Tables) -> None:
    lines = {line.title: line for line in paper_lines.paper_lines(trended)}
    assert len(lines) == 24
    first = lines["A <SEG> token <script>alert(1)</script>"]
    assert [tag.name for tag in first.tags] == ["Image generation", "Attention sinks"]
    assert first.listed == "Mar 11, 2025, Mar 12, 2025*"
    assert first.published == ""
    assert lines["Paper number 20"].listed == "no date"
    assert lines["Paper number 1"].published == "Feb 3, 2016"
    assert first.link.startswith("https://huggingface.co/papers?q=A+%3CSEG%3E")


def test_quotes_and_brackets_do_not_decide_the_order(trended: Tables) -> None:
    papers = trended["papers"].head(3).assign(title=["Zebra", '"Apple"', "[Mango]"])
    assert [line.title for line in paper_lines.paper_lines({**trended, "papers": papers})] == [
        '"Apple"',
        "[Mango]",
        "Zebra",
    ]


def test_a_theme_a_paper_only_touches_is_not_among_those_it_counts_in(trended: Tables) -> None:
    side = trended["memberships"].head(1).assign(theme_id="t-code", main=False, weight=0.2)
    memberships = pd.concat([trended["memberships"], side], ignore_index=True)
    lines = paper_lines.paper_lines({**trended, "memberships": memberships})
    listed = [tag.name for line in lines for tag in line.tags]
    assert listed.count("Code models") == 8
