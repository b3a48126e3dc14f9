"""The texts of a training: leaks out, doubles out, nothing left is an error."""

import pytest

from rodedraad.errors import ConfigError
from rodedraad.train import corpora
from rodedraad.train.corpora import Pair
from rodedraad.train.embedding.corpus import agreeing, read, scored
from rodedraad.train.embedding.settings import Distil, Labels, Vocabulary
from rodedraad.train.leaks import Leaks

MANIFEST = """
[sources.p]
path = "p.tsv"
format = "pairs"
[sources.q]
path = "q.tsv"
format = "pairs"
[sources.s]
path = "s.tsv"
format = "scored-pairs"
"""


@pytest.fixture
def data(tmp_path):
    (tmp_path / "p.tsv").write_text("A dog.\tEen hond.\nA  dog!\tEen hond!\nA dog.\tDe hond.\nA cat.\tEen kat.\n", encoding="utf-8")
    (tmp_path / "q.tsv").write_text("A dog.\tEen hond.\nA fish.\tEen vis.\n", encoding="utf-8")
    (tmp_path / "s.tsv").write_text("Een kat.\tEen hond.\t2\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text(MANIFEST, encoding="utf-8")
    return corpora.load(tmp_path / "m.toml", tmp_path)


def test_equal_pairs_count_once_and_leaks_not_at_all(data):
    texts = read(Distil(pairs=("p", "q"), epochs=1, rate=0.1), Vocabulary(texts=("q",)), data, Leaks({"exam": ["Een kat!"]}))
    assert list(zip(texts.english, texts.dutch, strict=True)) == [("A dog.", "Een hond."), ("A dog.", "De hond."), ("A fish.", "Een vis.")]
    assert texts.monolingual == ["Een hond.", "Een vis."]
    assert texts.frequencies == {}


def test_nothing_left(data):
    everything = Leaks({"exam": ["Een hond.", "De hond.", "Een kat.", "Een vis."]})
    for call in (
        lambda: read(Distil(pairs=("p",), epochs=1, rate=0.1), Vocabulary(texts=()), data, everything),
        lambda: scored(Labels(scored=("s",), epochs=1, rate=0.1), data, everything),
    ):
        with pytest.raises(ConfigError) as caught:
            call()
        assert caught.value.code == "train_nothing_left"
    assert len(scored(Labels(scored=("s",), epochs=1, rate=0.1), data, Leaks({}))) == 1


def test_only_sources_that_are_filtered_lose_pairs():
    pairs = [Pair("a", "b", "sure"), Pair("c", "d", "doubtful"), Pair("e", "f", "doubtful")]
    assert agreeing(pairs, [0.1, 0.59, 0.6], ["doubtful"], 0.6) == [0, 2]
    assert agreeing(pairs, [0.1, 0.1, 0.1], [], 0.6) == [0, 1, 2]
    assert agreeing([], [], ["doubtful"], 0.6) == []
