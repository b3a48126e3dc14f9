"""Rank correlation with judgements, per source."""

import numpy as np
import pytest

from rodedraad.train.corpora import Scored
from rodedraad.train.embedding import measure

ANGLES = {"a": 0.0, "b": 0.1, "c": 0.5, "d": 1.2}


class Given:
    """A model that gives each text its own angle."""

    def encode(self, texts, **_):
        assert len(texts) == len(set(texts))  # each text once
        return np.array([[np.cos(ANGLES[text]), np.sin(ANGLES[text])] for text in texts])


def test_perfect_reversed_and_per_source():
    right = [Scored("a", "b", 1.0, "right"), Scored("a", "c", 0.5, "right"), Scored("a", "d", 0.0, "right")]
    wrong = [Scored(p.first, p.second, 1 - p.score, "wrong") for p in right]
    figures = measure.on([*wrong, *right])(Given())
    assert figures == pytest.approx({"spearman_right": 1.0, "spearman_wrong": -1.0})


def test_nothing_to_measure():
    assert measure.on([])(Given()) == {}
