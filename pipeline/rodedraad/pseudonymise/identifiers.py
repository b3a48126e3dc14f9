"""Finds identifiers by their form: BSN, bank account, phone, e-mail, web address, postcode, number plate.

Text goes in, proposals come out. A check digit (BSN: the 11-test; IBAN: modulo 97, ISO 13616) tells a number from any other; where one
fails, the word before it decides ("BSN: 123456789" is hidden even when it is mistyped).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise.spans import Kind, Span, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_BSN_DIGITS = 9
_ANNOUNCED_WITHIN = 40  # characters before the number
_PHONE_DIGITS = range(9, 12)  # after the country code's 0, the national number has 10; 9 and 11 occur
_FREE_PHONE_DIGITS = (8, 11)

_EMAIL = regex.compile(r"[\p{L}\d][\p{L}\d._%+'-]*@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+")
_URL = regex.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"|)\]]+[^\s<>\"|)\].,;:!?']|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|net|eu|be|info|nu)\b(?:/[^\s<>\"|)\]]*[\w/])?"
)
_IBAN = regex.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ .]?[A-Z0-9]{4}){2,7}(?:[ .]?[A-Z0-9]{1,3})?(?!\w)", regex.IGNORECASE)
_IBAN_DUTCH = regex.compile(r"(?<!\w)NL\d{2}[ .]?[A-Z]{4}[ .]?(?:\d[ .]?){9}\d(?!\w)", regex.IGNORECASE)
_BSN = regex.compile(r"(?<![\w.,/-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3})(?![\w/]|[.,-]\d)")
_BSN_WORD = regex.compile(r"\b(?:bsn(?:-?nummer)?|burgerservicenummer|sofi-?nummer|sofinr)\b[^\d]*$", regex.IGNORECASE)
_PHONE = regex.compile(r"(?<![\w.,/+-])(?:(?:\+|00)\d{2}|\(?0)[ .()/-]*(?:\d[ .()/-]{0,3}){6,10}\d(?![\w/]|[.,-]\d)")
_FREE_PHONE = regex.compile(r"(?<![\w.,-])0(?:800|900|906|909|88|14)[ -]?\d{4}(?:[ -]?\d{3})?(?![\w]|-\d)")
_NUMERIC_DATE = regex.compile(r"\d{1,2}([./-])\d{1,2}\1\d{4}|\d{4}([./-])\d{1,2}\2\d{1,2}")
_POSTCODE = regex.compile(r"(?<![\w.,-])[1-9]\d{3}(?: ?(?!SA|SD|SS)[A-Z]{2}| [a-z]{2}(?=[,.]?\s+\p{Lu}))(?![\w-])")
_NOT_POSTCODE = frozenset({"MG", "ML", "KG", "CC", "CM", "KM", "IE", "GR", "EN", "IN", "OP", "TE", "BV", "NV", "AD"})

_PLATE = regex.compile(
    r"(?<![\w-])(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}"
    r"|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}"
    r"|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d)(?![\w-])"
)
_PLATE_ANNOUNCED = regex.compile(
    r"(?<![\w-])(?=[A-Z\d-]*\d)(?=[A-Z\d-]*[A-Z])[A-Z\d]{1,3}[- ]?[A-Z\d]{2,3}[- ]?[A-Z\d]{1,3}(?![\w-])", regex.IGNORECASE
)
_PLATE_WORD = regex.compile(
    r"\b(?:kenteken\w*|nummerplaat|(?:taxi|auto|busje|bestelbus|scooter|motor|wagen|personenauto)\s*\()[^\d.;]{0,30}$", regex.IGNORECASE
)


def find(text: str) -> list[Span]:
    """Return every identifier in ``text`` (flattened: plain spaces, quotes and hyphens), overlapping ones included."""
    return [*_written(text), *_accounts(text), *_numbers(text), *_phones(text), *_postcodes(text), *_plates(text)]


def is_bsn(number: str) -> bool:
    """Return whether nine digits pass the 11-test of the Dutch citizen service number."""
    digits = [int(c) for c in number if c.isdigit()]
    return len(digits) == _BSN_DIGITS and any(digits) and sum(w * d for w, d in zip(_BSN_WEIGHTS, digits, strict=True)) % 11 == 0


def is_iban(number: str) -> bool:
    """Return whether an account number passes ISO 13616: the letters as numbers, first four characters last, modulo 97 is 1."""
    compact = "".join(c for c in number.upper() if c.isalnum())
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def _written(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield Span.at(match.span(), Kind.EMAIL, Strength.WRITTEN)
    for match in _URL.finditer(text):
        yield Span.at(match.span(), Kind.URL, Strength.WRITTEN)


def _accounts(text: str) -> Iterator[Span]:
    for match in _IBAN_DUTCH.finditer(text):
        yield Span.at(match.span(), Kind.IBAN, Strength.WRITTEN)
    for match in _IBAN.finditer(text):
        if is_iban(match.group()):
            yield Span.at(match.span(), Kind.IBAN, Strength.WRITTEN)


def _numbers(text: str) -> Iterator[Span]:
    for match in _BSN.finditer(text):
        announced = _BSN_WORD.search(text, max(0, match.start() - _ANNOUNCED_WITHIN), match.start())
        if announced or is_bsn(match.group()):
            yield Span.at(match.span(), Kind.BSN, Strength.WRITTEN if announced else Strength.ANNOUNCED)


def _phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        digits = sum(map(str.isdigit, regex.sub(r"^(?:\+|00)\d{2}", "0", match.group())))
        if digits in _PHONE_DIGITS and not _NUMERIC_DATE.search(match.group()):
            yield Span.at(match.span(), Kind.PHONE, Strength.ANNOUNCED)
    for match in _FREE_PHONE.finditer(text):
        if sum(map(str.isdigit, match.group())) in _FREE_PHONE_DIGITS:
            yield Span.at(match.span(), Kind.PHONE, Strength.ANNOUNCED)


def _postcodes(text: str) -> Iterator[Span]:
    for match in _POSTCODE.finditer(text):
        town_follows = regex.match(r"\s\p{Lu}\p{Ll}", text[match.end() :]) is not None
        if town_follows or match.group()[-2:].upper() not in _NOT_POSTCODE:
            yield Span.at(match.span(), Kind.POSTCODE, Strength.ANNOUNCED)


def _plates(text: str) -> Iterator[Span]:
    for match in _PLATE.finditer(text):
        yield Span.at(match.span(), Kind.PLATE, Strength.ANNOUNCED)
    for match in _PLATE_ANNOUNCED.finditer(text):
        if _PLATE_WORD.search(text, max(0, match.start() - _ANNOUNCED_WITHIN), match.start()):
            yield Span.at(match.span(), Kind.PLATE, Strength.ANNOUNCED)
