"""Polarity: denial, concession, what should have been, and tone."""

from __future__ import annotations

import pytest

from rodedraad.lens import polarity
from rodedraad.lens.words import words


def _tone(text: str) -> float:
    found = words(text)
    return polarity.tone(found, polarity.weights(found))


@pytest.mark.parametrize(
    "text",
    [
        "De zorg was zorgvuldig en tijdig.",
        "De afdeling handelde adequaat.",
        "De informatie was niet onduidelijk.",
        "Er ging weliswaar iets mis, maar er is goed gehandeld.",
    ],
)
def test_a_good_word_is_a_plus(text: str) -> None:
    assert _tone(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "De hulp kwam te laat.",
        "De zorg was onvoldoende.",
        "De overdracht was niet zorgvuldig.",
        "De arts had eerder moeten bellen.",
        "De start was goed, maar daarna is het dossier uit het oog verloren.",
    ],
)
def test_a_bad_word_is_a_minus(text: str) -> None:
    assert _tone(text) < 0


@pytest.mark.parametrize(
    "text", ["", "De locatie telt drie leefgroepen met elk acht jongeren.", "[PERSOON-1] werkt er sinds [DATUM 2020]."]
)
def test_a_plain_fact_has_no_tone(text: str) -> None:
    assert _tone(text) == 0


def test_what_is_conceded_weighs_less() -> None:
    found = words("Er was weliswaar een plan, maar niemand kende het.")
    weight = polarity.weights(found)
    assert weight[0] < weight[-1] == 1.0


def test_niet_alleen_denies_nothing() -> None:
    found = words("Zij zijn niet alleen serieus genomen, maar ook gebeld.")
    place = [i for i, w in enumerate(found) if w.text in {"serieus", "genomen"}]
    assert not polarity.is_denied(found, place[0], place[-1], ("serieus", "neem"), 1)


def test_only_what_happened_is_a_finding() -> None:
    assert [m for m in ("feit", "norm", "oordeel", "aanbeveling", "maatregel") if polarity.is_finding(m)] == ["feit", "oordeel"]


def test_a_passage_of_nothing_but_negators() -> None:
    assert -1 <= _tone("niet geen nooit zonder maar hoewel " * 50) <= 1
