"""Bitext retrieval: who finds whom, ties, and models that do not share a space."""

import dataclasses

import numpy as np
import pytest

from evaluate.toys import PARALLEL, write
from rodedraad.errors import UsageError
from rodedraad.evaluate import bitext


def test_both_directions_by_hand():
    dutch = np.array([[1.0, 0], [0.8, 0.6], [0, 1]])
    english = np.array([[1.0, 0], [0.9, 0.1], [0, 1]])
    there, back = bitext.accuracy(dutch, english)
    assert there.tolist() == [True, False, True]  # the second is nearer to the first's translation (.80 against .78)
    assert back.tolist() == [True, False, True]  # and the second's translation nearer to the first (.90 against .78)


def test_a_tie_counts_as_wrong():
    there, back = bitext.accuracy(np.zeros((3, 2)), np.eye(3, 2))
    assert not there.any()
    assert not back.any()


def test_a_shared_space_finds_every_translation(tiny, bench):
    scores = bitext.run(bench.models.open(str(tiny)), dataclasses.replace(bench, english=bitext.SAME))
    assert [s.data for s in scores] == ["flores200/dev", "flores200/devtest", "ntrex128", "tatoeba-laser"]
    assert all(figure.value == 1.0 for s in scores for figure in s.figures)
    assert scores[0].notes == {"english": "tiny"}


def test_a_baseline_is_fitted_on_both_sides(bench):
    (score, *_) = bitext.run(bench.models.open("lsa"), bench)
    assert 0 <= score.figures[0].value <= 1


def test_another_length_of_vectors_is_told(tiny, longer, bench):
    with pytest.raises(UsageError, match="3 waarden") as error:
        bitext.run(bench.models.open(str(tiny)), dataclasses.replace(bench, english=str(longer)))
    assert error.value.values["english"] == "longer"


def test_two_models_without_a_shared_space_are_pointed_out(bench, tiny, tmp_path):
    said = []
    unknown = [(f"xyzzy {i}", "hond") for i in range(40)]
    for file in (file for files in bitext.FILES.values() for file in files.values()):
        write(tmp_path / file, unknown, "\t")
    other = dataclasses.replace(bench, data=tmp_path, english=str(tiny), say=said.append)
    library = type(bench.models)(bench.models.settings)
    bitext.run(library.open(str(tiny)), dataclasses.replace(other, splits=("dev",), models=library))
    assert said == []  # it is the model itself
    twin = type(bench.models)(bench.models.settings).open(str(tiny))
    bitext.run(twin, dataclasses.replace(other, splits=("dev",)))
    assert "--english same" in said[0]


def test_a_single_pair_is_found(tiny, bench, tmp_path):
    for file in bitext.FILES["dev"].values():
        write(tmp_path / file, PARALLEL[:1], "\t")
    one = dataclasses.replace(bench, data=tmp_path, splits=("dev",), english=bitext.SAME)
    (score,) = bitext.run(bench.models.open(str(tiny)), one)
    assert (score.n, score.figures[0].value, score.figures[0].low) == (1, 1.0, None)
