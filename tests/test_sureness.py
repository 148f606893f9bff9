from __future__ import annotations

import pandas as pd

from analysis import tables
from analysis.sureness import sureness

Tables = dict[str, pd.DataFrame]


def told(given: Tables, n_runs: int = 20) -> dict[str, str]:
    return {finding.kind: finding.text for finding in sureness(given, n_runs)}


def test_the_page_says_how_many_themes_are_firm_and_how_much_has_a_date(trended: Tables) -> None:
    said = told(trended)
    assert said["firm"] == (
        "Of 3 themes found, three are firm (at least 80% of 20 runs bring them back), none lie between, and none "
        "are loose (under 50%); each card says its own."
    )
    assert said["dated"] == "20 of 27 appearances have a listing date."
    assert said["problems"] == "1 place in the dumps was skipped or doubted: the list is below."


def test_papers_that_fit_no_theme_are_counted(trended: Tables) -> None:
    themes = trended["themes"].copy()
    themes.loc[themes["theme_id"] == "t-code", "theme_id"] = "unplaced"
    assert (
        told({**trended, "themes": themes})["unplaced"] == "8 papers (33.3%) fit no theme and stand as Unplaced."
    )
    assert "unplaced" not in told(trended)


def test_nothing_read_is_not_doubted(trended: Tables) -> None:
    nothing = {name: tables.empty(name) for name in tables.SCHEMAS}
    assert told(nothing) == {"problems": "Every line of the dumps was understood."}
