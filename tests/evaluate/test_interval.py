"""Intervals: they cover what they should, shrink with more items, and are the same for the same seed and data."""

import numpy as np
import pytest

from rodedraad.evaluate import interval
from rodedraad.evaluate.esco import v_measure
from rodedraad.evaluate.record import Sampling
from rodedraad.evaluate.similarity import spearman

FEW = Sampling(resamples=200)


def test_the_interval_of_a_mean_covers_the_truth_nineteen_times_in_twenty():
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(200):
        figure = interval.mean("p_at_5", rng.random(60) < 0.3, FEW, "toy")
        held += figure.low <= 0.3 <= figure.high
    assert 0.89 <= held / 200 <= 0.99


def test_the_interval_of_a_correlation_covers_the_truth():
    rng = np.random.default_rng(6)
    truth = 6 / np.pi * np.arcsin(0.6 / 2)  # Spearman of a normal pair with Pearson 0.6
    held = 0
    for _ in range(50):
        x, noise = rng.normal(size=(2, 50))
        figure = interval.figure("spearman", spearman, [x, 0.6 * x + 0.8 * noise], FEW, "toy")
        held += figure.low <= truth <= figure.high
    assert held >= 42


def test_four_times_the_items_halve_the_interval():
    scores = np.random.default_rng(1).random(4000)
    few, many = (interval.mean("p_at_5", scores[:n], Sampling(), "toy") for n in (1000, 4000))
    assert (many.high - many.low) / (few.high - few.low) == pytest.approx(0.5, abs=0.1)


def test_the_seed_and_the_data_set_decide_the_draws():
    scores = np.random.default_rng(2).random(50)
    first = interval.mean("p_at_5", scores, Sampling(), "toy")
    assert interval.mean("p_at_5", scores, Sampling(), "toy") == first
    assert interval.mean("p_at_5", scores, Sampling(seed=14), "toy") != first
    assert interval.mean("p_at_5", scores, Sampling(), "other") != first
    assert interval.mean("en_nl", scores, Sampling(), "toy").low == first.low  # two models on one set: the same draws


def test_agreement_of_groupings_lies_inside_its_interval():
    """Drawn with replacement, equal items raise it by themselves: without the shift the value is outside."""
    rng = np.random.default_rng(3)
    labels, clusters = rng.integers(0, 40, size=(2, 400))
    plain = interval.figure("v", v_measure, [labels, clusters], FEW, "toy")
    centred = interval.figure("v", v_measure, [labels, clusters], FEW, "toy", centred=True)
    assert not plain.low <= plain.value <= plain.high
    assert centred.low < centred.value < centred.high
    assert centred.high - centred.low == pytest.approx(plain.high - plain.low)


def test_what_is_not_defined_has_no_value():
    assert interval.figure("spearman", spearman, [np.ones(9), np.arange(9.0)], FEW, "toy").value is None


def test_one_item_has_a_value_and_no_interval():
    figure = interval.mean("p_at_5", np.array([1.0]), FEW, "toy")
    assert (figure.value, figure.low, figure.high) == (1.0, None, None)


def test_too_many_undefined_resamples_leave_no_interval():
    """Of two pairs a resample is often the same pair twice, which has no correlation."""
    figure = interval.figure("spearman", spearman, [np.array([0.0, 1.0]), np.array([0.0, 1.0])], FEW, "toy")
    assert figure.value == pytest.approx(1.0)
    assert figure.low is None
