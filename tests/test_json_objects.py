"""Objects out of JSON, whole or damaged: a break costs one object, and its line is named."""

from __future__ import annotations

import json
import time

import pytest

from analysis.dumps.json_objects import Damage, read_objects

THREE = [{"id": "a", "in": [{"id": "deep"}]}, {"id": "b", "in": []}, {"id": "c", "in": []}]


def ids(text: str) -> list[object]:
    return [found.value.get("id") for found in read_objects(text).objects]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(THREE),
        json.dumps(THREE, indent=1),
        json.dumps(THREE, indent=4) + "\n\n",
        "\n".join(map(json.dumps, THREE)),
        "\r\n\r\n".join(map(json.dumps, THREE)),
        json.dumps({"next": None, "results": THREE}),
    ],
    ids=["one line", "indented", "wide", "JSON Lines", "blank lines", "inside an object"],
)
def test_objects_are_found_in_a_list_in_lines_and_in_an_object(text: str) -> None:
    assert ids(text) == ["a", "b", "c"]
    assert read_objects(text).damages == ()


def test_each_object_knows_its_line() -> None:
    assert [found.line for found in read_objects(json.dumps(THREE, indent=1)).objects] == [2, 10, 14]
    assert [found.line for found in read_objects("\n\n" + "\n".join(map(json.dumps, THREE))).objects] == [3, 4, 5]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_that_breaks_off_keeps_what_stood_whole_before(indent: int | None) -> None:
    text = json.dumps(THREE, indent=indent)
    for end in range(text.index('"c"'), len(text) - 3):
        found = read_objects(text[:end])
        assert [each.value["id"] for each in found.objects][:2] == ["a", "b"]
        assert len(found.damages) == 1
        assert "cut off?" in found.damages[0].reason


def test_a_list_without_its_closing_bracket_is_whole_but_named_at_its_last_line() -> None:
    found = read_objects(json.dumps(THREE, indent=1).rstrip("]\n"))
    assert [each.value["id"] for each in found.objects] == ["a", "b", "c"]
    reason = "the list ends without its closing bracket: was the file cut off?"
    assert found.damages == (Damage(17, reason, ""),)


def test_the_objects_of_a_list_inside_an_object_know_the_line_of_that_object() -> None:
    found = read_objects("\n\n" + json.dumps({"next": None, "results": THREE}))
    assert ([each.line for each in found.objects], found.is_list) == ([3, 3, 3], True)


@pytest.mark.parametrize("joined", ["indented", "one line", "lines"])
def test_a_broken_object_in_the_middle_costs_only_itself(joined: str) -> None:
    text = {
        "indented": json.dumps(THREE, indent=1),
        "one line": json.dumps(THREE),
        "lines": "\n".join(map(json.dumps, THREE)),
    }[joined]
    broken = text.replace('"b"', '"b', 1)
    assert ids(broken) == ["a", "c"]
    (damage,) = read_objects(broken).damages
    assert damage.line == {"indented": 10, "one line": 1, "lines": 2}[joined]
    assert "reading goes on behind it" in damage.reason
    assert damage.text.startswith("{")
    assert "\n" not in damage.text


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "{", "[", '{"a"', "[[[[", "[" * 200_000, '{"a":' * 100_000, f'[{{"a": {"9" * 5000}}}]'],
)
def test_what_is_no_json_has_no_object_and_never_raises(text: str) -> None:
    began = time.process_time()
    assert read_objects(text).objects == ()
    assert time.process_time() - began < 1


def test_members_that_are_no_objects_are_named_once() -> None:
    found = read_objects('[1,\n{"id": "a"},\n"x", [2], null]')
    assert [each.value for each in found.objects] == [{"id": "a"}]
    assert [(each.line, each.reason[:32]) for each in found.damages] == [(1, "expected an entry in braces, fou")]


def test_numbers_that_are_none_are_missing_values() -> None:
    assert read_objects('[{"upvotes": NaN, "b": -Infinity}]').objects[0].value == {"upvotes": None, "b": None}


def test_many_breaks_are_read_in_reasonable_time() -> None:
    text = "\n".join('{"id": "a", "text": "' + "x" * 200 + ("" if n % 2 else '"}') for n in range(4000))
    began = time.process_time()
    assert len(read_objects(text).objects) == 2000
    assert time.process_time() - began < 2
