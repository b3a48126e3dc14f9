"""Speed: the clock, the fixed texts, the ratio of a model to itself, and a real process of its own."""

import dataclasses
import time

import pytest

from rodedraad.errors import EnvironmentFault
from rodedraad.evaluate import probe, speed


@pytest.fixture
def hurried(monkeypatch):
    """Shorter rounds: what they measure is rougher, how is the same."""
    monkeypatch.setattr(speed, "SHORTEST", 0.02)
    monkeypatch.setattr(speed, "ROUNDS", 3)
    monkeypatch.setattr(speed, "PASSAGES", 60)


def _burn(seconds):
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass


def test_a_rate_is_texts_per_cpu_second_and_sleeping_is_free():
    assert speed.per_second(lambda: _burn(0.05), 10) == pytest.approx(200, rel=0.3)

    def sleepy():
        time.sleep(0.1)
        _burn(0.1)

    assert speed.per_second(sleepy, 10) == pytest.approx(100, rel=0.3)


def test_the_texts_are_the_demo_corpus_cut_into_passages():
    found = speed.passages()
    assert len(set(found)) > speed.PASSAGES
    chosen = speed.choose(found, speed.PASSAGES)
    assert chosen == speed.choose(found[::-1], speed.PASSAGES)
    assert 10 < sum(len(text.split()) for text in chosen) / len(chosen) < 60
    assert not any("\ufffd" in text or text.startswith("#") for text in found)


@pytest.mark.usefixtures("hurried")
def test_a_model_is_as_fast_as_itself(tiny, bench):
    itself = dataclasses.replace(bench, reference=str(tiny))
    passages, sentences, footprint = speed.run(bench.models.open(str(tiny)), itself)
    ratio = {figure.name: figure for figure in passages.figures}["ratio"]
    assert 0.5 < ratio.value < 2
    assert sentences.n == 2  # the distinct ones
    assert passages.timed
    values = {figure.name: figure.value for figure in footprint.figures}
    size = sum(p.stat().st_size for p in tiny.rglob("*") if p.is_file())
    assert values["megabytes"] == pytest.approx(size / 1e6)
    assert 0.05 < values["load_seconds"] < 60
    assert 20 < values["peak_megabytes"] < 2000


@pytest.mark.usefixtures("hurried")
def test_slower_than_the_reference_is_below_one(bench):
    itself = dataclasses.replace(bench, reference="tfidf")
    scores = speed.run(bench.models.open("lsa"), itself)
    assert len(scores) == 2  # a baseline has no files and nothing to load
    assert scores[0].figures[1].value < 1


def test_the_probe_does_not_count_the_parents_memory(tiny, bench):
    ballast = bytearray(600_000_000)
    candidate = bench.models.open(str(tiny))
    assert speed.probe(candidate)["peak_megabytes"] < 500
    assert len(ballast) == 600_000_000


def test_a_model_that_went_away_in_between_is_told(tiny, bench):
    candidate = bench.models.open(str(tiny))
    gone = dataclasses.replace(candidate, settings=candidate.settings.model_copy(update={"model": "weg/model"}))
    with pytest.raises(EnvironmentFault) as error:
        speed.probe(gone)
    assert error.value.code == "evaluate_probe"


def test_the_probes_own_measure(tiny):
    from rodedraad.config import Embed

    assert probe.measure(Embed(model=str(tiny)).model_dump_json())["load_seconds"] > 0
