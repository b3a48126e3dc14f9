"""Cues in passages: words in between, split verbs, and what must not match."""

from __future__ import annotations

import pytest

from rodedraad.lens.cues import find_cues
from rodedraad.lens.indicators import Indicator, Kind, pattern
from rodedraad.lens.words import words


def _cue(text: str) -> Indicator:
    chosen, manner = pattern(text)
    return Indicator(0, 0, Kind.CUE, text, tuple(w.stem for w in chosen), manner, tuple(w.text for w in chosen))


def _meets(cue: str, sentence: str) -> bool:
    return bool(find_cues([words(sentence)], [_cue(cue)]))


@pytest.mark.parametrize(
    ("cue", "sentence"),
    [
        ("niet overgedragen", "De zaak is niet overgedragen."),
        ("niet overgedragen", "De melding is niet tijdig aan het wijkteam overgedragen."),
        ("signaal niet opgepakt", "De wijkagent pakte het signaal niet op."),
        ("geen regie", "De regie ontbrak."),
        ("geen regie", "Zonder duidelijke regie liep het vast."),
        ("van het kastje naar de muur", "Vader is maanden van het kastje naar de muur gestuurd."),
        ("langs elkaar heen", "De acht instanties werkten jarenlang langs elkaar heen."),
        ("waar ze aan toe was", "Moeder wist niet waar ze aan toe was."),
        ("één loket", "Er is nu één loket voor alle vragen."),
        ("18-/18+", "De overgang 18-/18+ was niet voorbereid."),
    ],
)
def test_a_cue_is_met(cue: str, sentence: str) -> None:
    assert _meets(cue, sentence)


@pytest.mark.parametrize(
    ("cue", "sentence"),
    [
        ("niet overgedragen", "De zaak is overgedragen."),
        ("niet overgedragen", "De zaak is overgedragen. Het gezin wist dat niet."),
        ("geen plek", "Geen van hen wist dat er die dag op de afdeling nog een plek was."),
        ("te laat", "Hij heeft gevraagd de naam te laten staan."),
        ("over maar niet met", "Zo is het niet."),
        ("één loket", "Hij stond bij het loket."),
        ("18 jaar", "Op 18 november, twee jaar later, belde zij."),
        ("nieuw gezicht", "Het nieuwe plan kreeg een heel ander gezicht."),
    ],
)
def test_a_cue_is_not_met(cue: str, sentence: str) -> None:
    assert not _meets(cue, sentence)


def test_nothing_to_look_for_or_in() -> None:
    assert find_cues([], [_cue("geen regie")]) == []
    assert find_cues([words("")], [_cue("geen regie")]) == []
    assert find_cues([words("Er was geen regie.")], []) == []


def test_a_long_row_of_negators_is_soon_done() -> None:
    assert len(find_cues([words("niet geen regie " * 500)], [_cue("geen regie")])) == 1
