"""Token vectors for Dutch words out of English ones."""

import numpy as np
from scipy.sparse import csr_matrix

from rodedraad.train.embedding.transplant import rows_to_one, transplant

ENGLISH = {"[PAD]": 0, "house": 1, "home": 2, "7": 3, ".": 4, "pizza": 5}
VECTORS = np.array([[9, 9], [1, 0], [0, 1], [5, 5], [6, 6], [7, 7]], dtype=np.float32)


def carried(row, floor=0.1, word="huis"):
    return transplant(VECTORS, csr_matrix([row], dtype=float), {word: 0}, ENGLISH, floor)[0]


def test_the_mean_weighed_by_the_evidence():
    assert np.allclose(carried([0, 3, 1, 0, 0, 0]), [0.75, 0.25])


def test_unlikely_translations_are_left_out():
    assert np.allclose(carried([0, 95, 5, 0, 0, 0]), [1, 0])
    assert np.allclose(carried([0, 95, 5, 0, 0, 0], floor=0.0), [0.95, 0.05])


def test_if_all_are_unlikely_all_count():
    assert np.allclose(carried([0, 1, 1, 0, 0, 0], floor=0.6), [0.5, 0.5])


def test_without_evidence_the_mean_of_all():
    assert np.allclose(carried([0, 0, 0, 0, 0, 0]), VECTORS.mean(axis=0))


def test_what_stands_in_both_is_copied_where_that_is_safe():
    known = [0, 1, 0, 0, 0, 0]  # evidence for "house"
    assert np.allclose(carried(known, word="7"), [5, 5])
    assert np.allclose(carried(known, word="."), [6, 6])
    assert np.allclose(carried(known, word="[PAD]"), [9, 9])
    assert np.allclose(carried(known, word="pizza"), [1, 0])  # a word: its own evidence wins
    assert np.allclose(carried([0] * 6, word="pizza"), [7, 7])  # without any, the same string is the best guess
    assert np.allclose(carried([0] * 6, word="8"), VECTORS.mean(axis=0))  # not in the other vocabulary


def test_single_precision_and_one_row_a_token():
    made = transplant(VECTORS, csr_matrix((3, 6)), {"a": 0, "b": 1, "c": 2}, ENGLISH, 0.1)
    assert (made.shape, made.dtype) == ((3, 2), np.float32)


def test_rows_to_one_leaves_empty_rows():
    assert np.allclose(rows_to_one(csr_matrix([[2.0, 2.0], [0.0, 0.0]])).toarray(), [[0.5, 0.5], [0, 0]])
