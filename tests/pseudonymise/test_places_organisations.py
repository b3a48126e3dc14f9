"""Towns, addresses and institutions by rules alone."""

import pytest

from rodedraad.config import Pseudonymise
from rodedraad.pseudonymise.detect import detect, word_lists


def found(text: str) -> list[tuple[str, str, str]]:
    spans = detect(text, word_lists("rules"), Pseudonymise(names="rules"))
    return [(span.kind.value, text[span.start : span.end], span.hint) for span in spans]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Hij woont Dorpsstraat 12 bis.", "Dorpsstraat 12 bis"),
        ("Aan de Laan van Meerdervoort 123 is ingebroken.", "Laan van Meerdervoort 123"),
        ("De brand op Singel 12 III.", "Singel 12 III"),
        ("Zij woont 1e Oosterparkstraat 12-III.", "1e Oosterparkstraat 12-III"),
        ("Hij ging naar 't Zand 21.", "'t Zand 21"),
        ("Het huis aan de Kastanjelaan is dicht.", "Kastanjelaan"),
        ("Stuur het naar Postbus 1234.", "Postbus 1234"),
        ("Zij woont aan de dorpsstraat 5.", "dorpsstraat 5"),
        ("Adres: De Wieken 3a.", "De Wieken 3a"),
    ],
)
def test_an_address(text, address):
    assert ("adres", address, "") in found(text)


@pytest.mark.parametrize("text", ["Onderweg 3 keer gestopt.", "Bij halte 14.", "Kamer 5 en groep 7.", "EEN ZORGZAAM LAND 13"])
def test_no_address(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Hij woont in Zwolle.", "Zwolle"),
        ("Zij vluchtte via Qamishli naar Nederland.", "Qamishli"),
        ("Wijkteam Zaandam heeft vacatures.", "Zaandam"),
        ("In 's-Hertogenbosch was plek.", "'s-Hertogenbosch"),
    ],
)
def test_a_place(text, place):
    assert [part for kind, part, _ in found(text) if kind == "plaats"] == [place]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Stichting De Haven sloot de groep.", "Stichting De Haven", ""),
        ("Basisschool De Regenboog belde.", "Basisschool De Regenboog", "school"),
        ("De woningcorporatie Thuis aan Zee schreef.", "Thuis aan Zee", "woningcorporatie"),
        ("Hij ging naar het Noorderlicht College.", "Noorderlicht College", "school"),
        ("Zij woonde op De Singel.", "De Singel", ""),
        ("De behandeling bij Meerzicht stopte.", "Meerzicht", ""),
        ("De Van der Meulenstichting betaalde.", "Van der Meulenstichting", ""),
        ("De rekening van Bewind & Beheer B.V. kwam.", "Bewind & Beheer B.V.", ""),
    ],
)
def test_an_institution(text, name, kind):
    assert ("organisatie", name, kind) in [
        (k, part.removeprefix("De ") if part.startswith("De Van") else part, hint) for k, part, hint in found(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Het wijkteam, Veilig Thuis en de inspectie spraken elkaar.",
        "De Raad voor de Kinderbescherming startte een onderzoek.",
        "De Inspectie Gezondheidszorg en Jeugd sloot de melding.",
        "Het Rode Kruis bood kleding aan.",
    ],
)
def test_generic_words_and_national_bodies_stay(text):
    assert found(text) == []
