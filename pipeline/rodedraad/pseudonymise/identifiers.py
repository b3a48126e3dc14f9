"""Finds identifiers by their form: BSN, bank account, phone, e-mail, web address, postcode, address, number plate, case number.

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

_CASE_WORD = (
    r"(?:zaak|dossier|rapport|pati[eë]nt|cli[eë]nt|bewoners?|meldings?|incident|registratie|document|casus|klacht|rekest|parket|proces-?verbaal|pv|polis|klant|big|agb|"
    r"personeels|volg|contract|factuur|indicatie|beschikkings?|aanvraag|inschrijf|serie|vim|mic|mip|mim|fona|ecd|epd|hkz|lsp|kvk|besluit|order|ticket|verwijs|calamiteiten?|signaal|opname|behandel|zorg|kenmerk|pgb|uzovi|verzekerings?|verzekerden|leerling|student|studie|kamerstuk|pas|id|paspoort|rijbewijs|visum|vreemdelingen|v|rapportage|brief)"
)
_CASE_STRONG = regex.compile(
    rf"\b(?:{_CASE_WORD}[ -]?(?:nummer|nr\.?|no\.?|id|code)(?!\w)|(?:ons|uw|mijn)\s+kenmerk|kenmerk|ons\s+ref(?:erentie)?\.?|referentie(?:nummer)?|zaak-?id|registratie-?id|ref\.|kenm\.|(?:onder|met|het)\s+nummer|nummer:|nr\.:)(?<!v-?id)\.?"
    r"(?:\s+(?:is|was|luidt|van\s+\w+))?\s*[:#=]?\s*",
    regex.IGNORECASE,
)
_CASE_WEAK = regex.compile(
    r"\b(?:dossier|zaak|melding|meldingen|incident|klacht|calamiteit|vim|mic|mip|mim|vim-melding|mic-melding|mip-melding|mim-melding|casus|rapport|proces-verbaal|pv|beschikking|nr\.)(?::\s*|\s+)(?:nr\.?\s*|nummer\s+)?",
    regex.IGNORECASE,
)
_CASE_CODE = regex.compile(
    r"(?=[A-Za-z/._-]{0,12} ?\d)(?:[A-Z]{1,6} (?=\d))?[A-Za-z\d]+(?:[-./_:][A-Za-z\d]+)*(?:\s?/\s?[A-Z]{1,3}(?:\s[A-Z]{1,3})?\s\d+(?:[-/.]\d+)+)?"
)
_CASE_FORM = regex.compile(
    r"(?<![\w./-])(?:ECLI(?::[\w.]+){3,4}|[A-Z]{1,6}[-/](?:19|20)\d{2}[-/.]?\d{2,}(?:[-/.]\d+)*|[A-Z]{2,6}[-/.]?\d{2}[-/.]\d{3,}(?:[-/.]\d+)*|[A-Z]/\d{2}/\d{5,6}(?:\s?/\s?[A-Z]{2}\s[A-Z]{2}\s\d{2}-\d+)?"
    r"|(?:19|20)\d{2}[-/]\d{4,}(?:[-/.]\d+)*|\d{2}/\d{5,}|[A-Z]{2}\d{3,4}-\d{6,}(?:-\d+)?|[A-Z]{2,5}-\d{5,})(?![\w])"
)
_YEAR_ALONE = regex.compile(r"(?:19|20)\d{2}(?:\s?[-/]\s?(?:19|20)\d{2})?$")
_SERIAL_WORD = regex.compile(r"\bserie-?(?:nummer|nr)", regex.IGNORECASE)


def find(text: str) -> list[Span]:
    """Return every identifier in ``text`` (flattened: plain spaces, quotes and hyphens), overlapping ones included."""
    return [*_written(text), *_accounts(text), *_numbers(text), *_phones(text), *_postcodes(text), *_plates(text), *_cases(text)]


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


def _cases(text: str) -> Iterator[Span]:
    for match in _CASE_FORM.finditer(text):
        if _YEAR_ALONE.match(match.group()):
            continue
        yield Span.at(match.span(), Kind.CASE, Strength.ANNOUNCED)
    announced = [
        Span.at(code.span(), Kind.CASE, Strength.ANNOUNCED)
        for word in _CASE_STRONG.finditer(text)
        if (code := _code_after(text, word)) and _is_code(code.group(), 2)
    ]
    announced += [
        Span.at(code.span(), Kind.CASE, Strength.ANNOUNCED)
        for word in _CASE_WEAK.finditer(text)
        if (code := _code_after(text, word)) and _is_code(code.group(), 4)
    ]
    yield from announced
    shapes = {_shape(text[s.start : s.end]) for s in announced}
    for match in regex.finditer(r"(?<![\w.,/-])[\dA-Z]+(?:[-./][\dA-Z]+)*(?![\w/-])", text):
        if _shape(match.group()) in shapes and _is_code(match.group(), 4):  # "patiëntnummer 7745120 was verwisseld met 7745102"
            yield Span.at(match.span(), Kind.CASE, Strength.ANNOUNCED)


def _code_after(text: str, word: regex.Match[str]) -> regex.Match[str] | None:
    if _SERIAL_WORD.match(word.group()):  # a device's number says nothing about a person
        return None
    return _CASE_CODE.match(text, word.end())


def _is_code(code: str, least: int) -> bool:
    """Return whether it has enough digits to point at one file, and is no year."""
    digits = sum(map(str.isdigit, code))
    separated = any(c in "-/." for c in code[1:-1])
    return (digits >= least or (separated and digits >= min(least, 3))) and not _YEAR_ALONE.match(code)


def _shape(code: str) -> str:
    return regex.sub(r"\d", "9", regex.sub(r"[A-Za-z]", "A", code))
