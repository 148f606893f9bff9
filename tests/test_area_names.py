from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.area_names import name_areas, name_by_themes, renamed_areas
from analysis.phrase_counts import PhraseCounts, count_phrases

VIDEO = [
    "Video editing of scenes",
    "Video editing with masks",
    "Video captions in order",
    "Video captions by sound",
]
SPEECH = ["Speech of many tongues", "Speech from silent lips", "Speech for rooms"]
SAFETY = ["Jailbreak of guarded models", "Jailbreak by roleplay"]
GROUPS = np.array([0, 0, 1, 1, 2, 2, 2, 3, 3])
NAMES = ["Editing", "Captions", "Speech", "Jailbreak"]


def counted() -> PhraseCounts:
    titles = VIDEO + SPEECH + SAFETY
    return count_phrases(titles, [f"{title}." for title in titles], broad=True)


def apart() -> PhraseCounts:
    titles = ["Ants of woods", "Ants of sand", "Bees by day", "Bees by night", *SPEECH, *SAFETY]
    return count_phrases(titles, titles, broad=True)


def test_an_area_is_named_by_the_word_that_all_its_themes_use() -> None:
    areas = np.array([0, 0, 1, 1])
    assert name_areas(counted(), GROUPS, areas, NAMES)[0] == "Video"


def test_an_area_without_a_common_word_is_called_by_its_themes_and_not_by_one_of_them() -> None:
    areas = np.array([0, 0, 1, 1])
    assert name_areas(counted(), GROUPS, areas, NAMES)[1] == "Speech and jailbreak"


def test_many_themes_without_a_common_word_are_counted() -> None:
    names = ["Ants", "Bees", "Speech", "LLM jailbreak"]
    assert name_areas(apart(), GROUPS, np.zeros(4, dtype=np.int64), names) == ["Speech and three more"]


def test_of_two_themes_both_are_told_and_acronyms_keep_their_capitals() -> None:
    groups, areas = np.array([0, 0, -1, -1, 1, 1, 1, -1, -1]), np.zeros(2, dtype=np.int64)
    assert name_areas(apart(), groups, areas, ["KV cache and ants", "Speech (found)"]) == ["Speech and KV cache"]


def test_a_name_of_a_theme_or_of_the_watch_list_names_no_area() -> None:
    areas = np.array([0, 0, 1, 1])
    assert name_areas(counted(), GROUPS, areas, ["Video", *NAMES[1:]])[0] == "Video and captions"
    assert name_areas(counted(), GROUPS, areas, NAMES, taken=["Videos"])[0] == "Editing and captions"


def test_without_themes_there_are_no_areas() -> None:
    nothing = np.full(9, -1)
    assert name_areas(counted(), nothing, np.zeros(0, dtype=np.int64), []) == []


def test_an_area_called_by_its_themes_follows_the_names_they_keep(corpus: dict[str, pd.DataFrame]) -> None:
    themes = corpus["themes"].reset_index(drop=True)
    themes = themes.assign(n_papers=range(len(themes), 0, -1), area="Video")
    area = name_by_themes(themes["name"].tolist(), themes["n_papers"].tolist())
    kept = themes.assign(name=[f"Kept {number}" for number in range(len(themes))])
    assert set(renamed_areas(themes.assign(area=area), kept)["area"]) == {
        name_by_themes(kept["name"].tolist(), themes["n_papers"].tolist())
    }
    assert set(renamed_areas(themes, kept)["area"]) == {"Video"}
