"""Vectors kept by text and model; the file may be broken in any way, the vectors may not."""

from __future__ import annotations

import os
import sqlite3
import zlib
from dataclasses import dataclass, field

import numpy as np
import pytest

from rodedraad.embed.cache import FILE_NAME, VectorStore, encode_cached
from rodedraad.encoder.protocol import normalise
from rodedraad.errors import EnvironmentFault
from rodedraad.ids import digest


@dataclass
class LetterCounts:
    """A small but real embedder: counts of letters. It remembers which texts it was asked for."""

    model_id: str = "letters@1"
    cacheable: bool = True
    asked: list[str] = field(default_factory=list)

    def encode(self, texts):
        self.asked += texts
        return normalise(np.array([[text.count(c) for c in "abcdefghij"] for text in texts], dtype=np.float64).reshape(len(texts), 10))


TEXTS = ["de begeleider belde", "geen gehoor", "de bijlage bij de brief"]


def test_a_text_is_encoded_once_and_the_second_time_read(tmp_path):
    first, second = LetterCounts(), LetterCounts()
    vectors = encode_cached(first, TEXTS, tmp_path)
    assert first.asked == TEXTS
    again = encode_cached(second, [*TEXTS[::-1], "een nieuwe passage"], tmp_path)
    assert second.asked == ["een nieuwe passage"]
    assert again[:3].tobytes() == vectors[::-1].tobytes()


def test_another_model_does_not_get_these_vectors(tmp_path):
    encode_cached(LetterCounts(), TEXTS, tmp_path)
    other = LetterCounts(model_id="letters@2")
    encode_cached(other, TEXTS, tmp_path)
    assert other.asked == TEXTS


def test_nothing_is_kept_without_a_folder_or_for_an_embedder_fitted_on_the_corpus(tmp_path):
    encode_cached(LetterCounts(), TEXTS, None)
    encode_cached(LetterCounts(cacheable=False), TEXTS, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_file_holds_no_text(tmp_path):
    encode_cached(LetterCounts(), TEXTS, tmp_path)
    data = (tmp_path / FILE_NAME).read_bytes()
    assert not any(word.encode() in data for text in TEXTS for word in text.split() if len(word) > 4)


@pytest.mark.parametrize("damage", ["no database", "empty", "cut", "torn", "another layout"])
def test_a_broken_file_is_made_anew(tmp_path, damage):
    many = [f"passage {'abc' * i}" for i in range(400)]
    expected = encode_cached(LetterCounts(), many, tmp_path)
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    if damage == "another layout":
        path.unlink()
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE vectors (iets TEXT)")
        db.close()
    else:
        torn = whole[:4096] + os.urandom(len(whole) - 4096)
        path.write_bytes({"no database": b"geen database " * 99, "empty": b"", "cut": whole[: len(whole) // 2], "torn": torn}[damage])
    embedder = LetterCounts()
    assert encode_cached(embedder, many, tmp_path).tobytes() == expected.tobytes()
    assert embedder.asked == many
    after = LetterCounts()
    assert encode_cached(after, many, tmp_path).tobytes() == expected.tobytes()
    assert after.asked == []


def test_a_vector_with_a_flipped_bit_counts_as_absent(tmp_path):
    encode_cached(LetterCounts(), TEXTS, tmp_path)
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        key, data = db.execute("SELECT key, vector FROM vectors").fetchone()
        db.execute("UPDATE vectors SET vector = ? WHERE key = ?", (bytes([data[0] ^ 1]) + data[1:], key))
    db.close()
    store = VectorStore(tmp_path)
    assert store.read([key]) == {}
    store.close()


def _store_as(folder, text, vector):
    """Keep another vector for a text, with a check sum that is right."""
    data = vector.tobytes()
    with sqlite3.connect(folder / FILE_NAME) as db:
        db.execute(
            "UPDATE vectors SET vector = ?, crc = ? WHERE key = ?", (data, zlib.crc32(data), bytes.fromhex(digest("letters@1", text)))
        )
    db.close()


@pytest.mark.parametrize("length", [0, 4, 12])
@pytest.mark.parametrize("added", [[], ["een nieuwe passage"]])
def test_a_vector_of_another_length_counts_as_absent(tmp_path, length, added):
    expected = encode_cached(LetterCounts(), [*TEXTS, *added], None)
    encode_cached(LetterCounts(), TEXTS, tmp_path)
    _store_as(tmp_path, TEXTS[1], np.ones(length, dtype="<f4"))
    assert encode_cached(LetterCounts(), [*TEXTS, *added], tmp_path).tobytes() == expected.tobytes()
    after = LetterCounts()
    assert encode_cached(after, [*TEXTS, *added], tmp_path).tobytes() == expected.tobytes()
    assert after.asked == []


def test_vectors_that_agree_but_are_not_as_long_as_the_models_count_as_absent(tmp_path):
    encode_cached(LetterCounts(), TEXTS, tmp_path)
    for text in TEXTS:
        _store_as(tmp_path, text, np.ones(4, dtype="<f4"))
    more = [*TEXTS, "een nieuwe passage"]
    assert encode_cached(LetterCounts(), more, tmp_path).tobytes() == encode_cached(LetterCounts(), more, None).tobytes()


def test_half_a_number_counts_as_absent(tmp_path):
    encode_cached(LetterCounts(), TEXTS, tmp_path)
    _store_as(tmp_path, TEXTS[0], np.ones(7, dtype=np.uint8))
    assert encode_cached(LetterCounts(), TEXTS, tmp_path).shape == (3, 10)


def test_a_place_where_nothing_can_be_written_is_said_plainly(tmp_path):
    (tmp_path / "bestand").write_text("geen map")
    with pytest.raises(EnvironmentFault, match="schrijfrechten"):
        encode_cached(LetterCounts(), TEXTS, tmp_path / "bestand")
