"""What a reader relies on from run to run: a theme that is still there has the same id, name and colour."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from theme_runs import Run, Told, papers, run

from analysis.identity import Memory, recall, remember
from analysis.keeping import Kept, keep_identity

FIRST = run(
    {"t-cats": papers("a", 0, 9), "t-dogs": papers("b", 0, 9), "t-fish": papers("c", 0, 9)},
    {"birds": papers("a", 0, 3)},
)


def memory_of(made: Run, named_by: Mapping[str, str] | None = None) -> Memory:
    return remember(recall(None), made.themes, made.memberships, named_by or {})


def keep(made: Run, memory: Memory, named_by: str = "") -> Kept:
    return keep_identity(made.themes, made.memberships, made.corpus, memory, named_by)


def looks(themes: pd.DataFrame) -> dict[str, tuple[str, str]]:
    return {row.theme_id: (row.name, row.color) for row in themes.itertuples(index=False)}  # type: ignore[misc]


def test_a_first_run_is_kept_as_it_was_found() -> None:
    kept = keep(FIRST, recall(None))
    pd.testing.assert_frame_equal(kept.themes, FIRST.themes)
    pd.testing.assert_frame_equal(
        kept.memberships, FIRST.memberships.sort_values(["paper_id", "theme_id"], ignore_index=True)
    )


def test_a_theme_with_new_papers_and_another_name_of_its_own_stays_what_it_was() -> None:
    second = run(
        {"t-canines": [*papers("b", 0, 9), *papers("b", 20, 29)], "t-cats": papers("a", 0, 9)},
        {"birds": papers("a", 0, 3)},
        {"t-canines": Told("Canines", "#abcdef", terms=("canine",))},
    )
    kept = keep(second, memory_of(FIRST))
    before, now = looks(FIRST.themes), looks(kept.themes)
    assert now == {theme: before[theme] for theme in ("birds", "t-dogs", "t-cats")}
    dogs = kept.themes.set_index("theme_id").loc["t-dogs"]
    assert list(dogs["terms"]) == ["canine"]
    assert dogs["n_papers"] == 20
    assert set(kept.memberships.loc[kept.memberships["main"], "theme_id"]) == {"t-cats", "t-dogs"}
    assert (kept.memberships["theme_id"] == "t-dogs").sum() == 20


def test_two_themes_may_swap_the_ids_that_the_new_run_gave_them() -> None:
    second = run({"t-cats": papers("b", 0, 9), "t-dogs": papers("a", 0, 9)})
    kept = keep(second, memory_of(FIRST))
    main = kept.memberships[kept.memberships["main"]].set_index("paper_id")["theme_id"]
    assert main["a00"] == "t-cats"
    assert main["b00"] == "t-dogs"


def test_a_new_theme_gets_an_id_a_name_and_a_colour_that_nobody_has_or_had() -> None:
    second = run(
        {"t-felines": papers("a", 0, 9), "t-cats": papers("d", 0, 9), "t-fish": papers("e", 0, 9)},
        told={
            "t-felines": Told("Felines", "#aa0000"),
            "t-cats": Told("Cats", FIRST.themes["color"].iloc[1], terms=("cats", "big cats")),
        },
    )
    kept = keep(second, memory_of(FIRST))
    before, now = looks(FIRST.themes), looks(kept.themes)
    assert set(now) == {"t-cats", "t-cats-2", "t-fish-2"}
    assert now["t-cats"] == before["t-cats"]
    assert now["t-cats-2"][0] == "Big cats"
    assert now["t-fish-2"][0] == "Fish"
    assert len({color for _, color in now.values()}) == 3


def test_ids_of_themes_long_gone_are_not_given_again() -> None:
    memory = memory_of(FIRST)
    for found in ({"t-cats": papers("a", 0, 9)}, {"t-dogs": papers("a", 0, 9)}):
        made = run(found)
        kept = keep(made, memory)
        memory = remember(memory, kept.themes, kept.memberships, kept.named_by)
    made = run({"t-cats": papers("a", 0, 9), "t-fish": papers("f", 0, 9)})
    assert set(keep(made, memory).themes["theme_id"]) == {"t-cats", "t-fish-2"}


def test_watched_themes_keep_their_colour_in_whatever_order_they_are_listed() -> None:
    found = {"t-cats": papers("a", 0, 9)}
    first = run(found, {"one": papers("a", 0, 1), "two": []})
    second = run(found, {"new": [], "two": [], "one": papers("a", 0, 1)})
    before, now = looks(first.themes), looks(keep(second, memory_of(first)).themes)
    assert now["one"] == before["one"]
    assert now["two"] == before["two"]
    assert len({now[theme][1] for theme in ("one", "two", "new")}) == 3


def test_a_theme_followed_from_now_on_takes_its_name_and_the_found_one_says_so() -> None:
    second = run({"t-cats": papers("a", 0, 9)}, {"cats": papers("a", 0, 3)})
    now = looks(keep(second, memory_of(FIRST)).themes)
    assert now["cats"][0] == "Cats"
    assert now["t-cats"] == ("Cats (found)", looks(FIRST.themes)["t-cats"][1])


def test_another_corpus_starts_afresh() -> None:
    other = run({"t-cats": papers("h", 0, 9)})
    kept = keep(other, memory_of(FIRST))
    assert list(kept.themes["theme_id"]) == ["t-cats"]
    pd.testing.assert_frame_equal(kept.themes, other.themes)


def test_unplaced_papers_are_no_theme_that_others_could_be_taken_for() -> None:
    first = run({"unplaced": papers("a", 0, 9)})
    kept = keep(run({"t-cats": papers("a", 0, 9)}), memory_of(first))
    assert list(kept.themes["theme_id"]) == ["t-cats"]
    assert list(keep(first, memory_of(FIRST)).themes["theme_id"]) == ["unplaced"]


def test_names_of_a_model_last_and_only_new_themes_have_yet_to_be_named() -> None:
    kept = keep(FIRST, recall(None), "model").renamed({"t-cats": "Felines", "t-dogs": "Canines"}, "model")
    assert kept.to_name == ("t-fish",)
    memory = remember(recall(None), kept.themes, kept.memberships, kept.named_by)
    again = keep(run({"t-cats": papers("a", 0, 9), "t-new": papers("g", 0, 9)}), memory, "model")
    assert again.to_name == ("t-new",)
    assert looks(again.themes)["t-cats"][0] == "Felines"


def test_another_model_names_all_themes_and_no_model_gives_them_their_own_names_back() -> None:
    memory = memory_of(FIRST, {"t-cats": "old", "t-dogs": "old", "t-fish": "old"})
    memory.now["name"] = memory.now["name"].replace({"Cats": "Felines"})
    other = keep(FIRST, memory, "new")
    assert other.to_name == ("t-cats", "t-dogs", "t-fish")
    assert looks(other.themes)["t-cats"][0] == "Felines"
    own = keep(FIRST, memory)
    assert own.to_name == ()
    assert looks(own.themes)["t-cats"][0] == "Cats"


def test_a_name_that_another_theme_has_is_not_taken_from_a_model() -> None:
    kept = keep(FIRST, recall(None), "model")
    named = kept.renamed({"t-cats": "birds", "t-dogs": "Canines", "t-fish": "CANINES"}, "model")
    assert [name for name, _ in looks(named.themes).values()] == ["Birds", "Cats", "Canines", "Fish"]
    assert named.to_name == ("t-cats", "t-fish")
