"""What every room relies on: a table on disk is as its schema says, or an error names file and column."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis import tables
from analysis.tables import SCHEMAS, NewerTableError, TableError


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_an_empty_table_has_all_columns_and_survives_the_disk(name: str, tmp_path: Path) -> None:
    frame = tables.empty(name)
    assert list(frame.columns) == list(SCHEMAS[name].columns)
    tables.write_table(tmp_path, name, frame)
    pd.testing.assert_frame_equal(tables.read_table(tmp_path, name), frame)


def test_tables_come_back_as_they_were_written(corpus: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    for name, frame in corpus.items():
        tables.write_table(tmp_path, name, frame)
        pd.testing.assert_frame_equal(tables.read_table(tmp_path, name), frame)


def test_the_same_table_gives_the_same_bytes(corpus: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    first = tables.write_table(tmp_path / "a", "papers", corpus["papers"]).read_bytes()
    second = tables.write_table(tmp_path / "b", "papers", tables.read_table(tmp_path / "a", "papers")).read_bytes()
    assert first == second


def test_columns_are_put_in_order_and_strangers_left_out(corpus: dict[str, pd.DataFrame]) -> None:
    mixed = corpus["map"][["y", "x", "paper_id"]].assign(more=1)
    assert list(tables.check("map", mixed, "map").columns) == ["paper_id", "x", "y"]


def test_the_frame_given_stays_as_it_is(corpus: dict[str, pd.DataFrame]) -> None:
    given = corpus["map"].astype({"x": "int64"})
    tables.check("map", given, "map")
    assert given["x"].dtype == "int64"


def test_a_missing_column_is_named_with_what_makes_it(corpus: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(TableError, match=r"map: missing column \['y'\] \(found: .*Run: paper-themes themes"):
        tables.check("map", corpus["map"].drop(columns="y"), "map")


def test_a_gap_where_none_may_be_is_named_with_its_row(corpus: dict[str, pd.DataFrame]) -> None:
    broken = corpus["map"].assign(x=corpus["map"]["x"].where(corpus["map"].index != 3))
    with pytest.raises(TableError, match="map: column 'x' has no value in row 3"):
        tables.check("map", broken, "map")


def test_a_column_of_the_wrong_kind_is_named(corpus: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(TableError, match="map: column 'x' should hold number values"):
        tables.check("map", corpus["map"].assign(x="left"), "map")


def test_a_table_that_is_not_there_or_damaged_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"papers\.parquet: not there yet\. Run: paper-themes read"):
        tables.read_table(tmp_path, "papers")
    (tmp_path / "papers.parquet").write_bytes(b"PAR1 damaged")
    with pytest.raises(
        TableError, match=r"papers\.parquet: cannot be read .*Delete it and run: paper-themes report"
    ):
        tables.read_table(tmp_path, "papers")


def test_a_table_is_written_whole_or_not_at_all(corpus: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tables.write_table(tmp_path, "map", corpus["map"])
    before = (tmp_path / "map.parquet").read_bytes()
    with pytest.raises(TableError):
        tables.write_table(tmp_path, "map", corpus["map"].assign(x="left"))
    assert (tmp_path / "map.parquet").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["map.parquet"]


def test_a_name_without_a_schema_is_a_slip_of_ours() -> None:
    with pytest.raises(KeyError, match="no table is called 'maps'"):
        tables.table_path(Path(), "maps")


def of_version(path: Path, version: int | None) -> None:
    """Put another version into the notes of a table, or none at all as the first version did."""
    table = pq.read_table(path)
    notes = {key: value for key, value in table.schema.metadata.items() if key != b"paper-themes tables"}
    if version is not None:
        notes[b"paper-themes tables"] = str(version).encode()
    pq.write_table(table.replace_schema_metadata(notes), path)


@pytest.mark.parametrize("version", [None, tables.VERSION - 1])
def test_a_table_of_an_older_version_says_what_to_run(
    version: int | None, corpus: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    of_version(tables.write_table(tmp_path, "map", corpus["map"]), version)
    with pytest.raises(TableError, match="made by an older paper-themes; .*Run: paper-themes report"):
        tables.read_table(tmp_path, "map")


def test_what_a_run_remembers_is_taken_over_from_an_older_version(tmp_path: Path) -> None:
    of_version(tables.write_table(tmp_path, "identity", tables.empty("identity")), None)
    assert tables.read_table(tmp_path, "identity").empty


@pytest.mark.parametrize("name", ["map", "identity"])
def test_a_table_of_a_newer_version_is_refused(name: str, tmp_path: Path) -> None:
    of_version(tables.write_table(tmp_path, name, tables.empty(name)), tables.VERSION + 1)
    with pytest.raises(NewerTableError, match="made by a newer paper-themes; .*Update paper-themes, or name"):
        tables.read_table(tmp_path, name)


@pytest.mark.slow(reason="a table is read hundreds of times")
def test_no_flipped_bit_of_a_table_goes_unseen(corpus: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    path = tables.write_table(tmp_path, "memberships", corpus["memberships"])
    whole, chance = path.read_bytes(), random.Random(5)
    unseen = 0
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(damaged))
        try:
            found = tables.read_table(tmp_path, "memberships")
        except TableError as error:
            assert str(path) in str(error)
            continue
        unseen += not found.equals(corpus["memberships"])
    assert unseen == 0
