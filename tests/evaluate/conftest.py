"""The toys, once a session."""

import pytest

from evaluate.toys import make_data, make_model
from rodedraad.config import Embed
from rodedraad.evaluate.models import Library
from rodedraad.evaluate.record import Bench, Sampling


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    return make_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def longer(tmp_path_factory):
    return make_model(tmp_path_factory.mktemp("models") / "longer", dimensions=5)


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """A folder with every data set of the embedding tasks."""
    return make_data(tmp_path_factory.mktemp("data"))


@pytest.fixture
def bench(data):
    """A bench over the tiny data, both splits."""
    return Bench(data, ("dev", "test"), Library(Embed()), Sampling(resamples=200), sample=18)


@pytest.fixture
def gold_folder(tmp_path):
    """A labelled corpus in which one word gives each label away."""
    from train.lens.conftest import make_gold

    return make_gold(tmp_path)
