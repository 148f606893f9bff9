"""Words as numbers: what is counted is what is written."""

from __future__ import annotations

from made_up_papers import made_up

from analysis.tokens import tokens_of
from analysis.word_pairs import count_pairs, known_pairs, words_and_pairs
from analysis.words import words

TITLES, ABSTRACTS = ["Attention sinks", "", "A sonnet"], ["A sink, and sinks.", "KV caches -- x y", ""]


def test_words_of_titles_and_abstracts_are_counted_by_paper() -> None:
    tokens = tokens_of(TITLES, ABSTRACTS)
    counts = tokens.counts(tokens.folded, 3)
    found = [
        {tokens.folded.names[place]: int(row[0, place]) for place in row.indices}
        for row in (counts[paper] for paper in range(3))
    ]
    assert found == [{"attention": 3, "sink": 5, "and": 1}, {"kv": 1, "cache": 1}, {"sonnet": 3}]


def test_every_word_of_a_text_is_a_token() -> None:
    papers = made_up(30)
    tokens = tokens_of(papers["title"].tolist(), papers["abstract"].tolist())
    folded = tokens.folded.of[tokens.ids]
    assert [tokens.folded.names[place] for place in folded[folded >= 0]] == [
        word
        for title, abstract in zip(papers["title"], papers["abstract"], strict=True)
        for word in [*words(title), *words(abstract)]
    ]


def test_pairs_are_counted_as_in_a_title_repeated_before_its_abstract() -> None:
    papers = made_up(20)
    titles, abstracts = papers["title"].tolist(), papers["abstract"].tolist()
    tokens = tokens_of(titles, abstracts)
    found = count_pairs(tokens, 3, 1, 1.0)
    text = f"{titles[4]} . {titles[4]} . {titles[4]} . {abstracts[4]}"
    expected = words_and_pairs(text)
    row = found.counts[4]
    assert {found.terms[place]: int(row[0, place]) for place in row.indices} == {
        term: expected.count(term) for term in expected
    }
    places = {term: place for place, term in enumerate(found.terms)}
    assert (known_pairs(tokens, 3, places) != found.counts).nnz == 0


def test_only_what_enough_papers_and_not_too_many_use_is_counted() -> None:
    tokens = tokens_of(["sonnet rhyme", "sonnet rhyme", "sonnet sink", "other"], [""] * 4)
    assert count_pairs(tokens, 1, 2, 0.5).terms == ("rhyme", "sonnet rhyme")


def test_words_joined_by_a_double_dash_are_one_for_rows_and_two_for_phrases() -> None:
    tokens = tokens_of(["Small steps--large gains"], ["They pay."])
    assert "steps--large" in tokens.folded.names
    assert [tokens.parted.written[each] for each in tokens.parted.ids[:5]] == [
        "Small",
        "steps",
        "--",
        "large",
        "gains",
    ]
    assert tokens.parted.ends.tolist() == [0, 5, 8]
