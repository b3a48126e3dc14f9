"""On the real sets, where they are: the figures of the feasibility study come out again."""

from pathlib import Path

import pytest

from rodedraad.config import Embed
from rodedraad.evaluate import bitext, data, esco, similarity
from rodedraad.evaluate.models import Library
from rodedraad.evaluate.record import Bench, Sampling

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the public data sets (../shared/data) are not here")


@pytest.fixture(scope="module")
def bench():
    return Bench(SHARED, ("dev", "test"), Library(Embed()), Sampling(resamples=200))


def test_tfidf_gives_what_the_study_gave(bench):
    dev, test = similarity.sts(bench.models.open("tfidf"), bench)
    assert (dev.n, test.n) == (1500, 1379)
    assert test.figures[0].value == pytest.approx(0.674, abs=0.005)
    assert test.figures[0].low < 0.674 < test.figures[0].high
    assert test.figures[0].high - test.figures[0].low == pytest.approx(0.06, abs=0.02)


def test_every_file_reads_whole():
    assert len(data.sick(SHARED / similarity.SICK_FILE, "TEST").gold) == 4906
    assert len(data.sick(SHARED / similarity.SICK_FILE, "TRIAL").gold) == 495
    whole = data.esco(SHARED / esco.FILE)
    assert len({code[:2] for code in whole.codes}) == 42
    test, dev = esco.halves(whole.keys, [code[:2] for code in whole.codes], 1200)
    assert (len(test), len(dev), set(test) & set(dev)) == (1200, 1200, set())
    sizes = {name: len(data.parallel(SHARED / file)[0]) for files in bitext.FILES.values() for name, file in files.items()}
    assert sizes == {"flores200/dev": 997, "flores200/devtest": 1012, "ntrex128": 1997, "tatoeba-laser": 1000}
