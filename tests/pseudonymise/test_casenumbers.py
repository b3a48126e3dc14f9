import pytest

from rodedraad.pseudonymise import casenumbers
from rodedraad.pseudonymise.spans import settle


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in settle(casenumbers.find(text))]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Zaaknummer 2021-004512 is gesloten.", ["2021-004512"]),
        ("Kenmerk: IGJ-2023-004512", ["IGJ-2023-004512"]),
        ("Zie dossier 23/1187.", ["23/1187"]),
        ("De zaak C/18/204512 / JE RK 21-88 loopt.", ["C/18/204512 / JE RK 21-88"]),
        ("Proces-verbaal PL0100-2020012345 is opgemaakt.", ["PL0100-2020012345"]),
        ("Patiëntnummer 7745120 was verwisseld met 7745102.", ["7745120", "7745102"]),
        ("VIM-melding 2018-0992 en MIC-nummer 20-331.", ["2018-0992", "20-331"]),
        ("Zijn dossier (nr. 21/0643) ontbrak.", ["21/0643"]),
    ],
)
def test_is_found(text, numbers):
    assert found(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Er zijn 214 meldingen gedaan.",
        "Het rapport 2019 en het plan 2021-2025 zijn besproken.",
        "Het dossier van 2019 ontbrak, casus 3 ook.",
        "Serienummer 123456 van de pomp.",
        "Versie 2.1 en bloeddruk 180/95.",
    ],
)
def test_stays(text):
    assert found(text) == []
