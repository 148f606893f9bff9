"""What a reader relies on where charts name things: text stays text, long or hostile as it may be."""

from __future__ import annotations

import json

import pytest
from drawn_charts import all_charts, subtitle_of
from trended_corpus import Corpus, renamed, with_slopes

from analysis import chart_words, charts, house, tables, views

HOSTILE = "A <script>alert(1)</script> & <b>$x$</b> theme"


@pytest.fixture
def whole(corpus: Corpus) -> Corpus:
    return with_slopes(corpus)


def test_names_and_titles_show_as_text_whatever_they_hold(whole: Corpus) -> None:
    for name, figure in all_charts(renamed(whole, HOSTILE)).items():
        text = figure.to_json()
        assert "<script>" not in text.replace("\\u003c", "<"), name
        assert "$x$" not in text, name
    points = charts.paper_map(views.map_points(whole), views.map_labels(whole))
    titles = [label for trace in points.data for label in trace.customdata or []]
    assert any("&lt;SEG&gt;" in title for title in titles)


def test_a_word_of_plotlys_own_markup_in_a_name_is_no_markup() -> None:
    assert house.plain("a <b>bold</b> & $x$") == "a &lt;b&gt;bold&lt;/b&gt; &amp; &#36;x&#36;"
    assert house.plain("two\nlines") == "two lines"


def test_a_mark_and_its_meaning_stay_on_one_line() -> None:
    assert house.wrapped("as listed *\u00a0year assumed", 14, 2) == "as listed<br>*\u00a0year assumed"


def test_a_name_is_cut_before_it_is_escaped_so_that_no_entity_breaks() -> None:
    assert house.wrapped("&" * 100, 4, 1) == "&amp;&amp;&amp;…"
    assert house.wrapped("a & b & c & d", 8, 1) == "a &amp; b &amp;…"


def test_a_word_longer_than_its_line_is_broken_and_not_left_out() -> None:
    assert house.wrapped("Supercalifragilistic", 10, 2) == "Supercalif<br>ragilistic"
    assert house.wrapped("注意力机制与稀疏注意力的研究综述", 6, 2) == "注意力机制与<br>稀疏注意力…"


def test_long_names_take_two_lines_and_are_whole_on_hover(whole: Corpus) -> None:
    long = "A theme whose name goes on and on until nobody would read it to its end"

    figure = charts.theme_date_heatmap(views.theme_dates(renamed(whole, long)))

    label = next(tick for tick in figure.layout.yaxis.ticktext if tick.startswith("A theme"))
    assert label.count("<br>") == 1
    assert "…" in label
    assert max(map(len, label.split(" <span")[0].split("<br>"))) <= house.NAME_LETTERS + 1
    hovers = [text.replace("<br>", " ") for row in figure.data[0].customdata for text in row]
    assert any(long in text for text in hovers)


def test_names_like_a_variable_of_plotlys_templates_stay_names(whole: Corpus) -> None:
    given = renamed(whole, "A %{x} theme")

    figures = all_charts(given)

    for name in ("life_lines", "paper_map"):
        assert not any("%{x} theme" in trace.hovertemplate for trace in figures[name].data if trace.hovertemplate)


def test_loose_themes_are_marked_wherever_they_are_named(whole: Corpus) -> None:
    themes = whole["themes"].assign(stability=[None, 0.2, 0.2, 0.9])
    loose = {**whole, "themes": tables.check("themes", themes, "themes")}

    for name, figure in all_charts(loose).items():
        if name not in ("source_overlap", "published_counts", "publication_lags", "area_shares"):
            assert "◦" in json.dumps(figure.to_dict()["layout"], default=str, ensure_ascii=False), name
            assert "loose theme" in subtitle_of(figure), name
    assert "loose" not in subtitle_of(charts.theme_sizes(views.theme_sizes(whole)))


def test_themes_stand_under_their_areas(whole: Corpus) -> None:
    themes = whole["themes"].assign(area=["", "Vision", "Text", "Text"])

    ticks = charts.theme_sizes(views.theme_sizes({**whole, "themes": themes})).layout.yaxis.ticktext
    themes["area"] = ["", "Vision", "Vision", "Vision"]
    fewer = charts.theme_sizes(views.theme_sizes({**whole, "themes": themes})).layout.yaxis.ticktext

    assert [tick for tick in fewer if tick.startswith("<b>")] == ["<b>Followed themes</b>", "<b>Vision</b>"]
    assert len(ticks) == 4  # three headings over four themes would say less than none


@pytest.mark.parametrize(
    ("days", "said"),
    [(0.0, "a day"), (1.0, "1 day"), (2.4, "2 days"), (350.0, "about 12 months"), (1100.0, "about 3 years")],
)
def test_a_number_of_days_is_said_in_the_unit_a_reader_would_take(days: float, said: str) -> None:
    assert chart_words.days(days) == said
