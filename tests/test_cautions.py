from __future__ import annotations

import pandas as pd

from analysis import cautions, tables

Tables = dict[str, pd.DataFrame]


def told(given: Tables) -> dict[str, str]:
    return {caution.kind: caution.text for caution in cautions.cautions(given)}


def test_the_small_corpus_is_told_with_every_doubt_that_holds(corpus: Tables) -> None:
    assert told(corpus) == {
        "few dates": "Only 3 listing dates: a difference between dates is not yet a trend.",
        "assumed year": "The year of 1 dump (Mar 12, 2025) is assumed: the page prints none, and the latest one "
        "that fits the other dumps was taken. A file dumps.toml beside the dumps can state it.",
        "undated": "1 dump with 7 appearances has no usable listing date: its papers count in themes and map, and "
        "stand apart in the charts by date.",
        "publication dates": "A publication date is known for 18 of 24 papers; the chart by publication date "
        "shows only those.",
    }


def test_too_few_papers_for_themes_is_said_first(corpus: Tables) -> None:
    few = cautions.cautions({**corpus, "papers": corpus["papers"].head(6)})
    assert few[0].text == "Only 6 papers: themes need at least 15, so none were looked for."


def test_without_any_date_nothing_is_said_about_change(corpus: Tables) -> None:
    listings = corpus["listings"].assign(listed_on=pd.NaT)
    papers = corpus["papers"].assign(published=pd.NaT)
    said = told({**corpus, "listings": listings, "papers": papers})
    assert said["few dates"] == "No listing date is known, so nothing can be said about change over time."
    assert said["publication dates"] == "No publication date is known, so there is no chart by it."


def test_loose_themes_are_named_and_the_rest_counted(corpus: Tables) -> None:
    themes = corpus["themes"].assign(stability=[0.2, 0.3, 0.4, 0.49])
    said = told({**corpus, "themes": themes})["loose"]
    assert said == (
        "4 themes are loose (they hold in fewer than half of the runs): "
        "Attention sinks, Code models, Image generation and Retrieval."
    )
    one = corpus["themes"].assign(stability=[0.5, 0.3, 0.9, 0.9])
    assert told({**corpus, "themes": one})["loose"] == (
        "1 theme is loose (it holds in fewer than half of the runs): Image generation."
    )


def test_unmeasured_stability_is_no_caution(corpus: Tables) -> None:
    assert "loose" not in told({**corpus, "themes": corpus["themes"].assign(stability=float("nan"))})


def test_themes_with_few_papers_are_named(corpus: Tables) -> None:
    themes = corpus["themes"].assign(n_papers=[0, 4, 5, 8])
    assert told({**corpus, "themes": themes})["small"] == (
        "2 themes have fewer than 5 papers (Attention sinks and Image generation): their shares rest on little."
    )


def test_five_sure_dates_and_full_tables_need_no_caution(corpus: Tables) -> None:
    days = pd.to_datetime([f"2025-03-{day:02d}" for day in (1, 2, 3, 4, 5)])
    given = {
        "papers": corpus["papers"].assign(published=days[0]),
        "listings": corpus["listings"].head(5).assign(listed_on=days),
        "sources": corpus["sources"].head(1),
        "themes": corpus["themes"],
    }
    assert told(given) == {}


def test_empty_tables_are_no_error() -> None:
    kinds = told({name: tables.empty(name) for name in tables.SCHEMAS})
    assert list(kinds) == ["few papers", "few dates"]


def test_papers_that_were_placed_after_the_themes_had_been_found_are_counted(corpus: Tables) -> None:
    model = pd.DataFrame(
        {"n_papers": [23], "n_sampled": [23], "n_themes": [3], "n_runs": [20], "agreement": [0.8]}
    )
    said = told({**corpus, "model": tables.check("model", model, "model")})
    assert said["placed"] == (
        "1 paper came after the themes had been found in 23 and was placed where the nearest papers are: "
        "paper-themes report finds the themes in all of them."
    )
    assert "placed" not in told({**corpus, "model": tables.check("model", model.assign(n_papers=24), "model")})
