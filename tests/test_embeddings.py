"""Papers to rows: one row each, cached by text, from any model that turns texts into vectors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from made_up_papers import made_up, rows_of, subjects_of, table
from numpy.typing import NDArray

from analysis.embeddings import (
    EncoderError,
    HybridEncoder,
    TransformerVectors,
    embed,
    load_encoder,
)
from analysis.errors import AnalysisError
from analysis.vector_cache import CachedVectors, TextVectors


@dataclass
class Letters:
    """Vectors that count letters, and remember what they were asked."""

    name: str = "letters"
    asked: list[list[str]] = field(default_factory=list)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(list(texts))
        return np.array([[text.lower().count(letter) for letter in "abcde"] for text in texts], dtype=np.float32)


def test_papers_about_one_subject_point_one_way() -> None:
    rows, subjects = rows_of(made_up(40)), subjects_of(40)
    cosine = rows @ rows.T
    same = subjects[:, None] == subjects[None, :]
    assert cosine[same].mean() > cosine[~same].mean() + 0.5


def test_there_is_a_unit_row_per_paper_in_the_order_of_the_table() -> None:
    papers = made_up(20)
    rows = rows_of(papers)
    assert rows.dtype == np.float32
    assert rows.shape[0] == 20
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)
    shuffled = papers.sample(frac=1, random_state=5)
    np.testing.assert_array_equal(rows_of(shuffled), rows[shuffled.index])


def test_papers_that_are_all_alike_have_the_same_row() -> None:
    rows = rows_of(table(["Attention sinks"] * 20, ["What a sink is."] * 20))
    assert np.isfinite(rows).all()
    assert np.ptp(rows, axis=0).max() < 1e-5


def test_what_little_tells_nearly_equal_papers_apart_does_not_outweigh_what_they_share() -> None:
    titles = [f"Speech with accents {number}" for number in range(30)]
    rows = rows_of(table(titles, ["On speech, again."] * 30))
    assert (rows @ rows.T).min() > 0.5


def test_one_paper_alone_and_papers_without_words_have_finite_rows() -> None:
    for papers in (made_up(1), table([""] * 3, [""] * 3)):
        rows = rows_of(papers)
        assert rows.shape[0] == len(papers)
        assert np.isfinite(rows).all()


def test_only_new_texts_are_encoded_and_each_once(tmp_path: Path) -> None:
    letters = Letters()
    cached = CachedVectors(letters, tmp_path)
    first = cached.vectors(["a", "bb", "a"])
    np.testing.assert_array_equal(first[:, :2], [[1, 0], [0, 2], [1, 0]])
    np.testing.assert_array_equal(cached.vectors(["bb", "a"]), first[1::-1])
    np.testing.assert_array_equal(cached.vectors(["a", "ccc"])[1, :3], [0, 0, 3])
    assert letters.asked == [["a", "bb"], ["ccc"]]


def test_rows_are_the_same_with_and_without_the_cache(tmp_path: Path) -> None:
    papers = made_up(20)
    embed(papers.iloc[:13], load_encoder("hybrid", cache=tmp_path))
    np.testing.assert_array_equal(embed(papers, load_encoder("hybrid", cache=tmp_path)), rows_of(papers))


def test_another_encoder_does_not_get_the_vectors_of_the_first(tmp_path: Path) -> None:
    CachedVectors(Letters("one"), tmp_path).vectors(["a"])
    other = Letters("other")
    CachedVectors(other, tmp_path).vectors(["a"])
    assert other.asked == [["a"]]


def test_texts_no_longer_asked_for_leave_the_cache(tmp_path: Path) -> None:
    letters = Letters()
    cached = CachedVectors(letters, tmp_path)
    cached.vectors(["a", "b"])
    cached.vectors(["b"])
    cached.vectors(["a", "b"])
    assert letters.asked == [["a", "b"], ["a"]]


@pytest.mark.parametrize("damage", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    letters = Letters()
    cached = CachedVectors(letters, tmp_path)
    good = cached.vectors(["a", "b"])
    (path,) = tmp_path.glob("*.npz")
    path.write_bytes(damage)
    np.testing.assert_array_equal(cached.vectors(["a", "b"]), good)
    assert len(letters.asked) == 2
    path.write_bytes(path.read_bytes()[:-40])
    np.testing.assert_array_equal(cached.vectors(["a", "b"]), good)


def test_the_same_vectors_make_the_same_file(tmp_path: Path) -> None:
    for folder, texts in (("one", ["a", "b"]), ("two", ["b", "a"])):
        CachedVectors(Letters(), tmp_path / folder).vectors(texts)
    (one,), (two,) = (list((tmp_path / folder).glob("*")) for folder in ("one", "two"))
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


def test_anything_that_turns_texts_into_vectors_can_join_the_rows() -> None:
    letters: TextVectors = Letters()
    encoder = HybridEncoder((letters,))
    assert encoder.name == "lexical+letters"
    assert encoder.encode(["abc", "bcd", "cde"], ["aab", "bbc", "ccd"]).shape[0] == 3


def test_the_default_encoder_says_what_it_is_made_of() -> None:
    assert load_encoder("hybrid").name.startswith("lexical+wordllama-")
    assert load_encoder("some/model").name.endswith("+sentence-transformers-some/model")


def test_without_sentence_transformers_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match=r"pip install 'paper-themes\[transformers\]'") as caught:
        TransformerVectors("all-MiniLM-L6-v2").vectors(["text"])
    assert isinstance(caught.value, AnalysisError)
    assert "all-MiniLM-L6-v2" in str(caught.value)


def test_a_model_that_is_not_there_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, **_: object) -> None:
        raise OSError(f"{name} is not a folder\nand many lines more")

    monkeypatch.setitem(sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=refuse))
    with pytest.raises(EncoderError, match="'no/model': no such .* model or folder") as caught:
        TransformerVectors("no/model").vectors(["text"])
    assert "\n" not in str(caught.value)


def test_a_sentence_transformers_model_is_asked_for_its_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    class Model:
        def __init__(self, name: str, model_kwargs: dict[str, bool]) -> None:
            assert model_kwargs == {"use_safetensors": True}  # never weights that are pickles
            self.name = name

        def encode(self, texts: list[str], show_progress_bar: bool) -> list[list[float]]:
            assert not show_progress_bar
            return [[len(text), 1.0] for text in texts]

    monkeypatch.setitem(sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=Model))
    np.testing.assert_array_equal(TransformerVectors("m").vectors(["a", "bbb"]), [[1, 1], [3, 1]])


@pytest.mark.slow(reason="a process of its own loads the encoder")
def test_the_default_encoder_loads_neither_torch_nor_sentence_transformers() -> None:
    code = (
        "import sys\nfrom analysis.embeddings import load_encoder\nimport analysis.themes, analysis.cli\n"
        "load_encoder('hybrid').encode(['One paper', 'Two papers'], ['on a sink', 'on sinks'])\n"
        "print(*sorted({'torch', 'sentence_transformers', 'bertopic', 'umap'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")
