"""A rare word leans on the words that keep the same company."""

import itertools

import numpy as np

from rodedraad.train.embedding.neighbours import context_vectors, lean_on_neighbours

# 0-3 places, 4-7 people, 8-9 what surrounds places, 10-11 what surrounds people; 12 is in no text. Word 3 and 7 have no evidence.
TEXTS = [[8, place, 9] for place in range(4) for _ in range(8)] + [[10, person, 11] for person in range(4, 8) for _ in range(8)]
VECTORS = np.zeros((13, 4), dtype=np.float32)
VECTORS[0:3], VECTORS[4:7], VECTORS[8:12] = [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]
VECTORS[3] = VECTORS[7] = VECTORS[12] = [0, 0, 0, 1]
EVIDENCE = np.array([50.0] * 3 + [0] + [50] * 3 + [0] + [50] * 4 + [0])


def test_without_evidence_a_word_lands_near_its_kin():
    made = lean_on_neighbours(VECTORS, EVIDENCE, TEXTS, prior=1.0, seed=3)
    assert made[3].argmax() == 0
    assert made[7].argmax() == 1
    assert np.linalg.norm(made[3]) > 0.9  # as long as a word of its kind, though it is a mean of many
    assert made.dtype == np.float32


def test_with_much_evidence_a_word_hardly_moves():
    evidence = EVIDENCE.copy()
    evidence[3] = 9.0
    made = lean_on_neighbours(VECTORS, evidence, TEXTS, prior=1.0, seed=3)
    assert np.linalg.norm(made[3] - VECTORS[3]) < 0.2
    assert np.array_equal(made[0], VECTORS[0])  # more than ten times the prior: not touched


def test_more_prior_moves_further():
    evidence = np.maximum(EVIDENCE, 0.5)
    near, far = (lean_on_neighbours(VECTORS, evidence, TEXTS, prior, seed=3)[3] for prior in (0.5, 5.0))
    assert near @ VECTORS[3] > far @ VECTORS[3]


def test_a_word_in_no_text_keeps_its_vector():
    assert np.array_equal(lean_on_neighbours(VECTORS, EVIDENCE, TEXTS, 1.0, seed=3)[12], VECTORS[12])


def test_no_texts_no_anchors_no_change():
    for texts in ([], [[]], [[0], [1]]):
        assert np.array_equal(lean_on_neighbours(VECTORS, EVIDENCE, texts, 1.0, seed=3), VECTORS)
    assert np.array_equal(lean_on_neighbours(VECTORS, np.zeros(13), TEXTS, 1.0, seed=3), VECTORS)


def test_the_vectors_given_are_left_alone_and_chance_is_settled():
    before = VECTORS.copy()
    made = [lean_on_neighbours(VECTORS, EVIDENCE, TEXTS, 1.0, seed=3) for _ in range(2)]
    assert np.array_equal(*made)
    assert np.array_equal(VECTORS, before)


def test_contexts_stay_within_a_text():
    apart = context_vectors([[0, 1], [2, 3]] * 3, 5, seed=1)
    likeness = apart @ apart.T
    assert likeness[0, 2] < 0.1
    assert np.allclose(np.diag(likeness)[:4], 1, atol=1e-5)
    assert not apart[4].any()


def test_the_same_company_is_the_same_direction():
    made = context_vectors([[a, b, c] for a, b, c in itertools.product((8,), (0, 1), (9,))] * 5 + [[2, 3]] * 5, 10, seed=1)
    assert made[0] @ made[1] > 0.99
    assert abs(made[0] @ made[2]) < 0.1
