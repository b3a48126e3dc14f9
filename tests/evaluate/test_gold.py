"""Figures on the gold corpus: each against numbers counted by hand."""

import numpy as np
import pytest

from rodedraad.evaluate import gold
from rodedraad.evaluate.judges import Linear, Product, Verdict, is_judge, open_judge
from rodedraad.evaluate.models import Library
from rodedraad.evaluate.record import Bench, Sampling
from rodedraad.reading.heads import Outputs
from rodedraad.train.lens.examples import Examples

P, Q, W = ("puddingprincipes", "p1"), ("puddingprincipes", "p2"), ("calamiteit_archetypen", "wacht")
KINDS = Outputs((P, Q, W), (P, Q))
EVERY = np.arange(4)


def sheet(said, signs=None, probability=None, modality=(0, 0, 1, 3), story=(0, 0, 1, 1)):
    """Four passages of two narratives: P+, P− with W, nothing, Q0 as advice."""
    items = np.array([[1, 0, 0], [1, 0, 1], [0, 0, 0], [0, 1, 0]], np.float32)
    wanted = np.array([[1, 0], [-1, 0], [0, 0], [0, 0]], np.float32)
    blank = ("",) * 4
    answers = Examples(blank, blank, blank, items, wanted, np.array([0, 0, 1, 3]))
    said = np.array(said, bool)
    given = np.zeros(said.shape, np.int8) if signs is None else np.array(signs, np.int8)
    sure = said.astype(np.float32) if probability is None else np.array(probability, np.float32)
    return gold.Sheet(answers, Verdict(said, sure, given, np.array(modality)), KINDS, np.array(story), np.array([0, 1]), np.array([2]))


RIGHT = [[1, 0, 0], [1, 0, 1], [0, 0, 0], [0, 1, 0]]


def figure(name, *args, **more):
    return gold.FIGURES[name](sheet(*args, **more), EVERY)


def test_all_right():
    signs = [[1, 0, 0], [-1, 0, 0], [0, 0, 0], [0, 0, 0]]
    for name in ("principles_f1", "principles_least_f1", "polarity_accuracy", "archetypes_document_f1", "archetypes_f1", "modality_f1"):
        assert figure(name, RIGHT, signs) == 1, name
    for name in ("false_on_nothing", "signed_norms", "calibration_error"):
        assert figure(name, RIGHT, signs) == 0, name


def test_faults_count():
    said = [[1, 0, 0], [0, 0, 0], [0, 1, 1], [0, 1, 0]]
    signs = [[-1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 0]]
    assert figure("principles_f1", said, signs) == pytest.approx(2 / 3)
    assert figure("principles_least_f1", said, signs) == pytest.approx(2 / 3)
    assert figure("polarity_accuracy", said, signs) == 0
    assert figure("false_on_nothing", said, signs) == 1
    assert figure("signed_norms", said, signs) == 1
    assert figure("archetypes_document_f1", said, signs) == 0
    assert figure("modality_f1", said, signs, modality=(0, 0, 1, 1)) == pytest.approx((1 + 2 / 3 + 0) / 3)


def test_a_document_shows_what_any_of_its_passages_shows():
    said = [[0, 0, 1], [0, 0, 0], [0, 0, 1], [0, 0, 0]]
    assert figure("archetypes_document_f1", said) == pytest.approx(2 / 3)
    twice = sheet(said)
    assert gold.FIGURES["archetypes_document_f1"](twice, np.array([0, 1, 0, 1])) == 1, "a narrative that is drawn twice counts twice"


def test_the_calibration_error_is_the_gap_between_said_and_so():
    half = np.full((4, 3), 0.55)
    assert figure("calibration_error", RIGHT, probability=half) == pytest.approx(abs(0.55 - 3 / 8))


def test_what_is_nearly_nought_and_is_nought_does_not_hide_the_gap():
    chance = np.array([[0.6, 0.0, 0], [0.6, 0.0, 0], [0.0, 0.0, 0], [0.0, 0.0, 0]])
    assert figure("calibration_error_told", RIGHT, probability=chance) == pytest.approx(0.4)
    assert figure("calibration_error", RIGHT, probability=chance) < 0.3
    assert np.isnan(figure("calibration_error_told", RIGHT, probability=np.zeros((4, 3))))


def test_what_nobody_labelled_has_no_value():
    assert np.isnan(gold.f1_of_items(np.zeros((3, 1), bool), np.zeros((3, 1), bool))).all()
    assert np.isnan(gold.FIGURES["false_on_nothing"](sheet(RIGHT), np.array([0])))


def test_the_product_by_rules_on_the_shipped_corpus(tmp_path):
    bench = Bench(tmp_path, ("dev",), Library.__new__(Library), Sampling(resamples=100))
    judge = open_judge("indicators", bench.models, tmp_path)
    scores = {score.data: score for score in gold.run(judge, bench)}
    whole = {figure.name: figure for figure in scores["gold/dev"].figures}
    assert set(whole) == set(gold.FIGURES)
    assert 0 <= whole["principles_f1"].low <= whole["principles_f1"].value <= whole["principles_f1"].high < 0.5
    assert whole["modality_f1"].value > 0.3
    assert scores["gold/dev/wachtlijst"].n > 0
    (handed,) = scores["gold/dev/p03_overdragen_niet_verwijzen"].figures
    assert handed.low <= handed.value <= handed.high
    assert "gold/dev/leerverhaal" in scores


def test_names_of_judges(tmp_path):
    assert is_judge("indicators")
    assert is_judge("tfidf+lr")
    assert not is_judge("nl-mini")
    assert isinstance(open_judge("indicators", Library.__new__(Library), tmp_path), Product)


def test_a_fitted_baseline_knows_no_word_of_what_it_is_asked():
    from rodedraad.config import Embed

    for name in ("tfidf", "lsa"):
        baseline = Library(Embed()).open(name)
        encode = baseline.fitted_on(["De wachtlijst was lang.", "Niemand belde terug."])
        told = encode(["De wachtlijst was lang.", "Qq"])
        assert abs(told[0]).sum() > 0
        assert not abs(told[1]).sum(), name


def test_a_baseline_classifier_is_fitted_on_the_part_train_alone(gold_folder, monkeypatch):
    from rodedraad.config import Embed
    from rodedraad.evaluate.baselines import Baseline
    from rodedraad.labels.model import Split
    from rodedraad.labels.read import read

    fitted, real = [], Baseline.fitted_on
    monkeypatch.setattr(Baseline, "fitted_on", lambda self, texts: fitted.append(set(texts)) or real(self, texts))
    corpus = read(gold_folder)
    asked = corpus.labelled(Split.TEST)
    key = next(k for each in corpus.labelled(Split.TRAIN) for k in _keys(each))
    open_judge("tfidf+lr", Library(Embed()), gold_folder).verdict(asked, Outputs((key,), ()))
    assert fitted == [{each.passage.text for each in corpus.labelled(Split.TRAIN)}]


def _keys(each):
    return [(lens, item) for lens, items in each.label.labels.items() for item in items]


def test_a_plain_classifier_learns_from_the_corpus(gold_folder):
    from rodedraad.config import Embed
    from rodedraad.config import Lens as LensConfig
    from rodedraad.labels.model import Split
    from rodedraad.labels.read import read
    from rodedraad.lens.load import load_lenses
    from rodedraad.train.lens import examples

    judge = open_judge("nl-static+lr", Library(Embed()), gold_folder)
    assert isinstance(judge, Linear)
    corpus = read(gold_folder)
    kinds = examples.outputs(corpus, {lens.id: lens for lens in load_lenses(LensConfig())}, gold.LENSES, 1)
    passages, wanted = corpus.labelled(Split.TEST), examples.of_split(corpus, Split.TEST, kinds)
    told = judge.verdict(passages, kinds)
    assert (told.assigned == (wanted.items > 0)).mean() > 0.9
    assert (told.modality == wanted.modality).mean() > 0.9
    assert (told.sign[:, :1] == wanted.signs)[wanted.signs != 0].all()
