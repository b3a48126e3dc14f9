"""How two judges are weighed."""

import numpy as np
import pytest

from rodedraad.reading.heads import Outputs, sigmoid
from rodedraad.train.lens import combine
from rodedraad.train.lens.examples import Examples

KINDS = Outputs((("l", "a"), ("l", "b")), (("l", "a"),))


def examples(n=400, seed=0):
    random = np.random.default_rng(seed)
    items = (random.random((n, 2)) < 0.3).astype(np.float32)
    signs = (items[:, :1] * random.choice([-1, 1], (n, 1))).astype(np.float32)
    blank = ("",) * n
    return Examples(blank, blank, blank, items, signs, random.integers(0, 5, n))


def test_the_better_judge_weighs_more_and_probabilities_are_calibrated():
    told, random = examples(), np.random.default_rng(1)
    good, bad = (random.normal(size=(400, KINDS.width)).astype(np.float32) for _ in range(2))
    good[:, :2] += 3 * told.items - 1
    good[:, 2] += 3 * told.signs[:, 0]
    good[np.arange(400), 3 + told.modality] += 4
    mixed = combine.mix(good, bad, told, KINDS)
    assert (mixed[0] > 3 * np.abs(mixed[1])).all()
    p = sigmoid(good * mixed[0] + bad * mixed[1] + mixed[2])[:, :2]
    assert p.mean() == pytest.approx(told.items.mean(), abs=0.02)
    assert p[told.items > 0].mean() > 0.6
    assert p[told.items == 0].mean() < 0.3
    steps = combine.thresholds(p, told.items)
    assert all(0.2 < step < 0.7 for step in steps)


def test_an_item_without_enough_answers_takes_what_all_have():
    told = examples()
    told.items[:, 1] = 0
    told.items[:2, 1] = 1
    logits = np.random.default_rng(2).normal(size=(400, KINDS.width)).astype(np.float32)
    assert combine.thresholds(sigmoid(logits)[:, :2], told.items)[1] == 0.5
    assert np.isfinite(combine.mix(logits, logits, told, KINDS)).all()
