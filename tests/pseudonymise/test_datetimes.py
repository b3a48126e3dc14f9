import pytest

from rodedraad.pseudonymise import datetimes
from rodedraad.pseudonymise.spans import settle


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.hint) for span in settle(datetimes.find(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Op 3 juni werd hij opgenomen.", [("3 juni", "")]),
        ("Geboren op 14 februari 2009.", [("14 februari 2009", "2009")]),
        ("Begin maart '22 startte de hulp.", [("maart '22", "2022")]),
        ("Op 4 en 5 augustus 2020 was er niemand.", [("4 en 5 augustus 2020", "2020")]),
        ("Op 01/02/2016, 30-4-1951 en 2021-03-04.", [("01/02/2016", "2016"), ("30-4-1951", "1951"), ("2021-03-04", "2021")]),
        ("D.d. 12-03 is gebeld, op drie juni ook.", [("12-03", ""), ("drie juni", "")]),
        ("Van 31 december op 1 januari.", [("31 december", ""), ("1 januari", "")]),
        ("Op 29 FEBRUARI 2020 om 14.30 uur.", [("29 FEBRUARI 2020", "2020"), ("14.30 uur", "")]),
        ("Tussen 23.00 en 6.30 uur, om 14:30.", [("23.00", ""), ("6.30 uur", ""), ("14:30", "")]),
        ("Op 4 mei. Daarna niet.", [("4 mei", "")]),
    ],
)
def test_is_found(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In maart en in 2018 was het druk, elke dinsdag.",
        "De zorg is 36 uur per week aanwezig, tot 24 uur per dag.",
        "Kinderen van 3-4 jaar, score 3-1, 39,2 graden, 2 x 3 mg.",
        "Zie artikel 7.1.4 en paragraaf 4.2.",
    ],
)
def test_stays(text):
    assert found(text) == []


def test_a_year_of_two_digits_belongs_to_the_nearest_century():
    assert found("Op 3-4-'51 en 3-4-19.") == [("3-4-'51", "1951"), ("3-4-19", "2019")]
