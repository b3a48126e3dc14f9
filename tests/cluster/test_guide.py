"""Lens evidence draws passages that touch the same item together, and only those."""

import numpy as np

from rodedraad.cluster.guide import guided, profiles
from rodedraad.config import Cluster
from rodedraad.schema import TABLES


def mapping(passage, item, score, lens="calamiteit_archetypen"):
    return {"passage_id": passage, "lens_id": lens, "item_id": item, "score": score}


def test_only_guiding_lenses_and_enough_evidence_count():
    rows = [mapping("p1", "overdracht", 0.8), mapping("p2", "overdracht", 0.05), mapping("p2", "olifant", 0.9, "ivbm")]
    found = profiles(TABLES["mappings"].frame(rows), ["p1", "p2", "p3"], Cluster(guides=["calamiteit_archetypen"], evidence=0.1))
    assert found.tolist() == [[np.float32(0.8)], [0.0], [0.0]]


def test_the_same_item_brings_different_words_together():
    words = np.eye(3, dtype=np.float32)  # three passages without a word in common
    profile = np.array([[0.9], [0.9], [0.0]], dtype=np.float32)
    likeness = (both := guided(words, profile, 0.8)) @ both.T
    assert likeness[0, 1] > 0.7
    assert abs(likeness[0, 2]) < 1e-6
    assert np.allclose(np.linalg.norm(both, axis=1), 1)


def test_without_guidance_or_evidence_nothing_changes():
    words = np.eye(2, dtype=np.float32)
    assert guided(words, np.ones((2, 1), dtype=np.float32), 0.0) is words
    assert np.allclose(guided(words, np.zeros((2, 1), dtype=np.float32), 0.8)[:, :2], words)
    assert guided(words, np.zeros((2, 0), dtype=np.float32), 0.8) is words
