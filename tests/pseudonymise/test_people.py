"""Names of people by rules alone, as they stand in reports; the labelled sentences measure how many are found."""

import pytest

from rodedraad.config import Pseudonymise
from rodedraad.pseudonymise.detect import word_lists
from rodedraad.pseudonymise.document import hidden

RULES = Pseudonymise(names="rules")


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in hidden(text, word_lists("rules"), RULES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mevrouw Anna de Vries belde.", ["Anna de Vries"]),
        ("De heer Wit lag op bed.", ["Wit"]),
        ("Cliënt A. viel in de gang.", ["A."]),
        ("De zus van F. vroeg om een gesprek.", ["F."]),
        ("Verpleegkundige A, verpleegkundige B en arts C zijn gehoord.", ["A", "B", "C"]),
        ("A.M. van der Heijden-Smit tekende.", ["A.M. van der Heijden-Smit"]),
        ("Begeleider Rianne Visser was er.", ["Rianne Visser"]),
        ("Bestuurder Van Dongen erkende dat.", ["Van Dongen"]),
        ("Kevins moeder en Samira's school.", ["Kevin", "Samira"]),
        ("Moeder van J. en L. vertelde dat.", ["J.", "L."]),
        ("Opgesteld door: Jansen, P.H.", ["Jansen, P.H."]),
        ("Volgens Xhevahire was er niemand.", ["Xhevahire"]),
        ("MEVROUW DE VRIES IS GEVALLEN OP DE GANG", ["DE VRIES"]),
        ("mw. de jong is gebeld.", ["de jong"]),
        ("El Khattabi is gehoord.", ["El Khattabi"]),
        ("Dr. Parkinson had dienst.", ["Parkinson"]),
    ],
)
def test_is_a_name(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "De patiënt had Parkinson en een Foley-katheter.",
        "De ziekte van Crohn, het syndroom van Down en de Glasgow Coma Scale.",
        "Wit is de kleur van de afdeling. Storm en regen maakten de rit lastig.",
        "Groep B. is gesloten, hepatitis C. kwam voor.",
        "Het college van B. en W. besloot.",
        "CONCLUSIES EN AANBEVELINGEN",
        "De Raad van Bestuur en de Ondernemingsraad stemden in.",
        "Het Kwaliteitskader Jeugd en de Wmo gelden.",
        "Hij gaf de cliënt de hand.",
        "Bejegening is belangrijk. Medicatieveiligheid was een punt.",
        "De Nederlandse taal beheerste hij niet; met Kerst was het stil.",
        "Mevrouw van de GGD belde.",
    ],
)
def test_is_no_name(text):
    assert names(text) == []


def test_the_name_ends_before_an_affiliation():
    assert names("Mevrouw Smit van het wijkteam en G. Wolters van de bouwer.") == ["Smit", "G. Wolters"]
