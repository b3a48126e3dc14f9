"""ESCO: V-measure and neighbours on toys with a known answer, and the fixed choice of texts."""

import dataclasses
from collections import Counter

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from evaluate.toys import write
from rodedraad.errors import UsageError
from rodedraad.evaluate import esco


def test_v_measure_is_that_of_scikit_learn():
    from sklearn.metrics import v_measure_score

    rng = np.random.default_rng(4)
    for kinds in (1, 2, 5, 30):
        labels, clusters = rng.integers(0, kinds, 80), rng.integers(0, 7, 80)
        assert esco.v_measure(labels, clusters) == pytest.approx(v_measure_score(labels, clusters), abs=1e-12)
    assert esco.v_measure(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])) == pytest.approx(1.0)
    assert esco.v_measure(np.zeros(4, int), np.zeros(4, int)) == 1.0


def test_separable_groups_score_one(tiny, bench):
    test, dev = reversed(esco.run(bench.models.open(str(tiny)), bench))
    assert (test.data, dev.data, test.n, dev.n) == ("esco/test", "esco/dev", 18, 18)
    assert {figure.name: round(figure.value, 6) for figure in test.figures} == {"v_major": 1.0, "v_submajor": 1.0, "p_at_5": 1.0}


def test_groups_that_the_model_cannot_tell_apart_score_low(tiny, bench, tmp_path):
    rows = [(f"u{i}", f"{i % 3 + 1}111", f"xyzzy {i}") for i in range(36)]
    write(tmp_path / esco.FILE, [esco.data.ESCO_COLUMNS, *rows])
    score = esco.run(bench.models.open(str(tiny)), dataclasses.replace(bench, data=tmp_path))[1]
    assert score.figures[0].value < 0.2


def test_neighbours_leave_the_text_itself_out_and_take_ties_in_order():
    vectors = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    np.testing.assert_allclose(esco.neighbour_precision(vectors, np.array([0, 0, 1, 1])), [1 / 3] * 4)
    assert esco.neighbour_precision(np.zeros((1, 2)), np.array([0])).tolist() == [0.0]
    seven = esco.neighbour_precision(np.ones((8, 2)), np.array([0, 1, 1, 0, 0, 0, 0, 0]))
    assert seven[0] == pytest.approx(3 / 5)  # rows 1 to 5


def test_a_compact_matrix_has_the_same_distances():
    wide = np.random.default_rng(3).random((6, 40)) * (np.random.default_rng(4).random((6, 40)) < 0.3)
    narrow = esco.compact(csr_matrix(wide))
    assert narrow.shape == (6, 6)
    np.testing.assert_allclose(narrow @ narrow.T, wide @ wide.T, atol=1e-9)


def test_the_halves_are_disjoint_proportional_and_the_same_in_any_order():
    keys = [f"uri/{i}" for i in range(300)]
    groups = ["big" if i % 3 else "small" for i in range(300)]
    test, dev = esco.halves(keys, groups, 90)
    assert (len(test), len(dev), set(test) & set(dev)) == (90, 90, set())
    assert Counter(groups[i] for i in test) == {"big": 60, "small": 30}
    again, _ = esco.halves(keys[::-1], groups[::-1], 90)
    assert {keys[i] for i in test} == {keys[::-1][i] for i in again}


def test_rounding_still_gives_the_number_asked():
    groups = list("aaabbbcccdefg")
    assert len(esco.halves([str(i) for i in range(13)], groups, 7)[0]) == 7


def test_all_texts_and_more_than_there_are(bench, tiny):
    whole = esco.run(bench.models.open(str(tiny)), dataclasses.replace(bench, sample=0))
    assert [(s.data, s.n) for s in whole] == [("esco/all", 36)]
    with pytest.raises(UsageError) as error:
        esco.run(bench.models.open(str(tiny)), dataclasses.replace(bench, sample=36))
    assert error.value.code == "evaluate_empty"
