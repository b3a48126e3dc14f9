"""Alpha and kappa against published examples."""

import pytest

from labels.small import LABELS, corpus
from rodedraad.labels import agreement, read

# Krippendorff (2011), section C: four observers, twelve units, missing values; nominal alpha 0.743.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_alpha_of_the_paper():
    assert agreement.alpha(list(zip(*OBSERVERS, strict=True))) == pytest.approx(0.743, abs=5e-4)


def test_alpha_at_its_ends():
    assert agreement.alpha([("a", "a"), ("b", "b")]) == 1
    assert agreement.alpha([("a", "b"), ("b", "a")]) < 0
    assert agreement.alpha([("a", "a"), ("a", "a")]) is None
    assert agreement.alpha([("a", None), (None, "b")]) is None
    assert agreement.alpha([]) is None


def test_kappa():
    # Cohen's kappa of 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: (0.7 - 0.5) / 0.5
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert agreement.kappa(pairs) == pytest.approx(0.4)
    assert agreement.kappa([]) is None
    assert agreement.kappa([("y", "y")]) is None


def test_the_settled_labelling_has_no_say(tmp_path):
    key = ("puddingprincipes", "p01_elk_signaal_serieus")
    turned = [{**LABELS[0], "labels": {key[0]: {key[1]: 1}}}, *LABELS[1:]]
    found = read.read(corpus(tmp_path / "c", a=LABELS, b=LABELS, gold=turned))
    assert agreement.by_item(found, [key]) == {key: 1}
    found = read.read(corpus(tmp_path / "d", a=LABELS, b=turned, gold=LABELS))
    assert agreement.by_item(found, [key])[key] < 1
    assert agreement.of_modality(found) is None
