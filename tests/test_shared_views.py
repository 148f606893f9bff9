from __future__ import annotations

import pandas as pd

from analysis import views
from analysis.shared_views import PageTables
from analysis.theme_order import themes_in_order

Tables = dict[str, pd.DataFrame]


def test_the_views_of_a_page_are_those_of_its_tables(trended: Tables) -> None:
    page = PageTables(trended)
    for _ in range(2):
        for axis in ("listed", "published"):
            expected = views.share_over_time(trended, axis)
            pd.testing.assert_frame_equal(views.share_over_time(page, axis), expected)
        pd.testing.assert_frame_equal(themes_in_order(page), themes_in_order(trended))
    assert len(page.made) == 3


def test_what_one_chart_adds_to_a_view_no_other_sees(trended: Tables) -> None:
    page = PageTables(trended)
    first = themes_in_order(page)
    first["mine"] = 1
    assert "mine" not in themes_in_order(page).columns
