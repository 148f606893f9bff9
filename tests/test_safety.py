from __future__ import annotations

import base64
import gzip
import hashlib
import json
import string

import pandas as pd
import pytest

from analysis import safety
from analysis.visible_text import visible


def test_control_characters_and_direction_overrides_are_taken_out_of_shown_text() -> None:
    assert visible("a\x00b\u202ec\u2066d") == "abcd"
    assert visible("É “naïve” שלום 🎉\n") == "É “naïve” שלום 🎉\n"


def test_commands_to_a_terminal_unseen_letters_and_heaps_of_accents_are_taken_out() -> None:
    assert visible("\x1b]0;owned\x07\x1b[31mred\x9b2J") == "]0;owned[31mred2J"
    assert visible("a\u200bb\ufeffc" + "".join(chr(0xE0000 + ord(letter)) for letter in "obey")) == "abc"
    assert visible("a" + "\u0335" * 900 + "b") == "a" + "\u0335" * 4 + "b"
    assert visible("half \ud83d of a pair").encode("utf-8") == b"half  of a pair"


def test_emoji_and_scripts_that_join_their_letters_stay_as_they_are() -> None:
    for text in ("👩‍🔬 और क्‍ष", "می‌خواهم", "é e\u0301 ấ"):
        assert visible(text) == text


def test_a_paper_with_an_arxiv_id_links_to_its_page() -> None:
    assert safety.paper_link("T", "2503.08679") == "https://huggingface.co/papers/2503.08679"
    assert safety.paper_link("T", "cs.CL/0001001v2") == "https://huggingface.co/papers/cs.CL/0001001v2"


def test_a_paper_without_an_id_links_to_a_search_for_its_title() -> None:
    assert safety.paper_link('"A" & <B>') == "https://huggingface.co/papers?q=%22A%22+%26+%3CB%3E"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://arxiv.org/abs/1",
        "https://arxiv.org.evil.example/abs/1",
        "https://user:secret@arxiv.org/abs/1",
        "https://arxiv.org:8443/abs/1",
        'https://arxiv.org/abs/1" onclick="alert(1)',
        "https://[broken",
        "data:text/html,<script>",
    ],
)
def test_an_address_on_no_known_host_is_never_linked(url: str) -> None:
    assert safety.paper_link("Title", None, url) == "https://huggingface.co/papers?q=Title"


def test_a_stated_address_on_a_known_host_is_linked() -> None:
    assert safety.paper_link("T", None, "https://arxiv.org/abs/2503.1") == "https://arxiv.org/abs/2503.1"


@pytest.mark.parametrize("missing", [None, pd.NA, float("nan")])
def test_missing_ids_and_addresses_are_no_ids(missing: object) -> None:
    assert safety.paper_link("T", missing, missing) == "https://huggingface.co/papers?q=T"


def test_embedded_json_cannot_end_its_script_and_reads_back_as_it_was() -> None:
    value = {"title": "</script><script>alert(1)</script> & <!-- \u2028", "n": [1, 2.5, None]}
    text = str(safety.embedded_json(value))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


def test_links_in_chart_texts_show_as_text() -> None:
    embedded = safety.embedded_json({"text": ['<a href="https://x.example">x</a> <b>bold</b> <abc>']})
    assert json.loads(str(embedded))["text"] == ['&lt;a href="https://x.example">x&lt;/a> <b>bold</b> <abc>']


def test_direction_overrides_do_not_reach_the_charts() -> None:
    assert safety.embedded_json({"text": ["a\u202eb"]}) == '{"text":["ab"]}'


def test_packed_json_reads_back_as_it_was_and_is_the_same_each_time() -> None:
    value = {"text": ["</script><b>", "é"], "n": [1, 0.5]}
    text = str(safety.packed_json(value))
    assert json.loads(gzip.decompress(base64.b64decode(text))) == value
    assert text == str(safety.packed_json(value))
    assert set(text) <= set(string.ascii_letters + string.digits + "+/=")


def test_embedded_json_refuses_numbers_that_json_does_not_have() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        safety.embedded_json([float("nan")])


def test_a_script_that_could_end_early_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"plotly\.js holds '</script'"):
        safety.inline_script("var a = '</SCRIPT>';", "plotly.js")
    assert safety.inline_script("let a = 1 < 2;", "page.js") == "let a = 1 < 2;"


def test_the_policy_runs_the_given_scripts_and_loads_nothing() -> None:
    digest = base64.b64encode(hashlib.sha256(b"let a = 1;").digest()).decode()
    policy = safety.content_security_policy(["let a = 1;"])
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe-eval" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1+1"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert safety.defused(text) == f"'{text}"


def test_a_formula_behind_an_unseen_character_is_one_too() -> None:
    assert [safety.defused(cell) for cell in ("\r=1", "\u202e=1")] == ["'=1", "'=1"]


def test_plain_cells_stay_as_they_are() -> None:
    assert [safety.defused(cell) for cell in ("a=b", "", 3, -1.5)] == ["a=b", "", 3, -1.5]


def test_csv_keeps_numbers_dates_and_quotes_and_defuses_words() -> None:
    frame = pd.DataFrame(
        {
            "=title": ["=cmd|x", 'a "b", c'],
            "share": [-0.5, 0.25],
            "day": pd.to_datetime(["2025-03-11", None]),
        }
    )
    assert safety.csv_text(frame) == ("'=title,share,day\n'=cmd|x,-0.5,2025-03-11\n" + '"a ""b"", c",0.25,\n')
    assert list(frame.columns) == ["=title", "share", "day"]
