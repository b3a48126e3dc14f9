import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.pseudonymise import identifiers
from rodedraad.pseudonymise.spans import Kind, settle


def found(text: str) -> list[tuple[str, str]]:
    return [(span.kind.value, text[span.start : span.end]) for span in settle(identifiers.find(text))]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("Het BSN is 111222333.", "bsn", "111222333"),
        ("BSN: 123456789 (mistyped, but announced)", "bsn", "123456789"),
        ("Bel 06-12345678.", "telefoon", "06-12345678"),
        ("Bel (050) 555 01 23 of mail.", "telefoon", "(050) 555 01 23"),
        ("Bel +31 6 12 34 56 78.", "telefoon", "+31 6 12 34 56 78"),
        ("Mail j.de-vries+zorg@voorbeeld.nl.", "email", "j.de-vries+zorg@voorbeeld.nl"),
        ("Zie https://voorbeeld.nl/pad?x=1.", "url", "https://voorbeeld.nl/pad?x=1"),
        ("Zie www.voorbeeld.nl, bladzijde 3", "url", "www.voorbeeld.nl"),
        ("Postcode 9712 AB.", "postcode", "9712 AB"),
        ("Rekening NL91 ABNA 0417 1643 00.", "iban", "NL91 ABNA 0417 1643 00"),
        ("Rekening NL12 RABO 0123 4567 89 klopt niet.", "iban", "NL12 RABO 0123 4567 89"),
        ("Rekening DE89370400440532013000.", "iban", "DE89370400440532013000"),
        ("De auto 12-ABC-3 reed weg.", "kenteken", "12-ABC-3"),
        ("Kenteken PX123R stond er.", "kenteken", "PX123R"),
    ],
)
def test_is_found(text, kind, part):
    assert (kind, part) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Serienummer 123456789 is vervangen.",  # fails the 11-test and is not announced
        "De pomp gaf 2500 mg per dag.",
        "Bel 112.",
        "Op 06-12-2023 om 14.30 uur.",
        "Kamer B-12-A is leeg.",
        "Er waren 1.234.567 euro en 12.000 stuks.",
        "In 2019 en 2020 was dat anders.",
        "Artikel 7.1.4, bladzijde 12, RR 180/95.",
    ],
)
def test_stays(text):
    assert found(text) == []


def test_the_eleven_test():
    assert identifiers.is_bsn("111222333")
    assert not identifiers.is_bsn("111222334")
    assert not identifiers.is_bsn("000000000")


@given(st.integers(0, 10**8 - 1))
def test_one_wrong_digit_breaks_a_bsn(stem):
    """The 11-test exists to catch one mistyped digit."""
    number = next((f"{stem:08d}{d}" for d in range(10) if identifiers.is_bsn(f"{stem:08d}{d}")), None)
    if number is not None:
        for place in range(9):
            other = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
            assert not identifiers.is_bsn(other)


def test_a_hostile_cell_takes_no_time():
    """A million characters without a blank, in one cell of a register."""
    assert found("0612345678" * 100_000) == []
    assert [kind for kind, _ in found("a@" * 5000)] == []
    assert Kind.URL not in {kind for kind, _ in found("www" * 100_000)}
