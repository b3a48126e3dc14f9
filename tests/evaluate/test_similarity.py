"""STS and SICK: Spearman by hand, ties, vectors of zeros, and which pairs belong to which split."""

import dataclasses

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from evaluate.toys import write
from rodedraad.errors import MissingError
from rodedraad.evaluate import similarity


@pytest.mark.parametrize(
    ("found", "gold", "rho"),
    [
        ([1, 2, 3, 4], [1, 3, 2, 4], 0.8),  # 1 − 6·Σd²/(n·(n²−1)) = 1 − 12/60
        ([4, 3, 2, 1], [1, 2, 3, 4], -1.0),
        ([1, 1, 2, 3], [1, 2, 3, 4], 4.5 / np.sqrt(4.5 * 5)),  # ties at their mean rank
        ([0.1, 10, 1000], [1, 2, 3], 1.0),  # order alone counts
    ],
)
def test_spearman_by_hand(found, gold, rho):
    assert similarity.spearman(np.array(found, float), np.array(gold, float)) == pytest.approx(rho)


def test_sparse_and_dense_cosines_are_equal():
    left, right = np.random.default_rng(1).random((2, 5, 8)) * np.random.default_rng(2).integers(0, 2, (2, 5, 8))
    np.testing.assert_allclose(similarity.cosines(csr_matrix(left), csr_matrix(right)), similarity.cosines(left, right))


def test_a_model_that_orders_as_people_do_scores_one(tiny, bench):
    dev, test = similarity.sts(bench.models.open(str(tiny)), bench)
    assert (dev.data, test.data, dev.n) == ("stsb-nl/dev", "stsb-nl/test", 5)
    assert dev.figures[0].value == pytest.approx(1.0)
    assert len(dev.files["stsb-nl/stsb-nl-dev.csv"]) == 64


def test_sick_takes_trial_as_dev_and_test_as_test_and_leaves_train_alone(tiny, bench):
    scores = similarity.sick(bench.models.open(str(tiny)), bench)
    assert [(s.data, s.n) for s in scores] == [("sick-nl/dev", 5), ("sick-nl/test", 5)]
    (dev,) = similarity.sick(bench.models.open(str(tiny)), dataclasses.replace(bench, splits=("dev",)))
    assert dev == scores[0]


def test_a_text_the_model_does_not_know_counts_and_breaks_nothing(tiny, bench, tmp_path):
    write(tmp_path / "stsb-nl/stsb-nl-dev.csv", [("hond", "kat", 4), ("xyzzy", "plugh", 3), ("hond", "huis", 1), ("hond", "boot", 0)])
    (score,) = similarity.sts(bench.models.open(str(tiny)), dataclasses.replace(bench, data=tmp_path, splits=("dev",)))
    assert score.n == 4
    assert -1 <= score.figures[0].value < 1


def test_a_model_that_knows_no_word_has_no_correlation(tiny, bench, tmp_path):
    write(tmp_path / "stsb-nl/stsb-nl-dev.csv", [("xyzzy", "plugh", 4), ("plugh", "xyzzy", 3), ("plugh", "plugh", 1)])
    (score,) = similarity.sts(bench.models.open(str(tiny)), dataclasses.replace(bench, data=tmp_path, splits=("dev",)))
    assert score.figures[0].value is None


def test_one_pair_has_no_correlation_either(tiny, bench, tmp_path):
    write(tmp_path / "stsb-nl/stsb-nl-dev.csv", [("hond", "kat", 4)])
    (score,) = similarity.sts(bench.models.open(str(tiny)), dataclasses.replace(bench, data=tmp_path, splits=("dev",)))
    assert score.figures[0].value is None


@pytest.mark.parametrize("name", ["tfidf", "lsa"])
def test_a_baseline_is_fitted_on_the_pairs(name, bench):
    dev, _ = similarity.sts(bench.models.open(name), bench)
    assert -1 <= dev.figures[0].value <= 1


def test_a_folder_without_the_file_says_which(tiny, bench, tmp_path):
    with pytest.raises(MissingError, match=r"stsb-nl/stsb-nl-dev\.csv"):
        similarity.sts(bench.models.open(str(tiny)), dataclasses.replace(bench, data=tmp_path))
