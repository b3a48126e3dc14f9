"""A few hundred decisions weigh the judges anew."""

import numpy as np
import pytest

from rodedraad.train.lens import refit


@pytest.fixture
def judged():
    random = np.random.default_rng(3)
    yes = random.random((2000, 4)) < np.array([0.3, 0.3, 0.05, 0.3])
    good = (3 * yes - 1.5 + random.normal(size=yes.shape)).astype(np.float32)
    return yes, good + 3, random.normal(size=yes.shape).astype(np.float32)  # the good judge says yes too soon, the other says anything


def test_decisions_set_right_a_judge_that_says_yes_too_soon(judged):
    yes, good, noise = judged
    random = np.random.default_rng(4)
    cells = np.column_stack([random.integers(0, 2000, 200), random.integers(0, 4, 200)])
    before = refit.untaught(4).probabilities(good, noise)
    weighing = refit.taught(good, noise, cells, yes[cells[:, 0], cells[:, 1]])
    after = weighing.probabilities(good, noise)
    assert weighing.shared[0] > 2 * abs(weighing.shared[1])
    assert abs(after.mean() - yes.mean()) < abs(before.mean() - yes.mean()) / 3
    assert ((after >= 0.5) == yes).mean() > ((before >= 0.5) == yes).mean() + 0.1


def test_without_decisions_nothing_changes(judged):
    _, good, noise = judged
    none = refit.taught(good, noise, np.zeros((0, 2), np.int64), np.zeros(0, bool))
    assert np.array_equal(none.probabilities(good, noise), refit.untaught(4).probabilities(good, noise))


def test_a_threshold_is_where_f1_may_be_expected_to_be_best():
    sure = np.array([[0.9]] * 10 + [[0.1]] * 90, np.float32)
    assert 0.1 < refit.thresholds(sure)[0] <= 0.9
    doubtful = np.array([[0.3]] * 50 + [[0.01]] * 50, np.float32)
    assert refit.thresholds(doubtful)[0] <= 0.3
