"""Finds dates (with and without a year) and clock times. Weekdays, months alone, years alone and durations stay: they point at no one.

Text goes in, proposals come out; a date's hint is its year, so that "[DATUM 2023]" keeps the order of events readable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise.spans import Kind, Span, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"(?:jan|feb|febr|mrt|apr|jun|jul|aug|sept|sep|okt|nov|dec)\b\.?)(?!\p{L})"
)
_DAY_WORD = (
    r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien|(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]ntwintig|twintig|(?:een[eë]n)?dertig"
    r"|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|(?:der|veer|vijf|zes|zeven|acht|negen)tiende|(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]ntwintigste|twintigste|(?:een[eë]n)?dertigste)"
)
_DAY = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:ste|de|e)?|\b{_DAY_WORD}\b)"
_YEAR = r"(?:(?:19|20)\d{2}|['’]\d{2})"
_DAYS = rf"{_DAY}(?:\s?(?:,|en|of|-|–|/|t/m|tot en met|tot|op)\s?{_DAY}){{0,4}}"
_WRITTEN = regex.compile(
    rf"(?<![\w.,:-])(?<!\d\s?/){_DAYS}[\s-]{{1,2}}(?:{_MONTH})(?:[\s,-]{{0,2}}(?<=[\s,-]|\.|(?='))(?P<year>{_YEAR})(?!\w|[.,]\d))?",
    regex.IGNORECASE,
)
_MONTH_YEAR = regex.compile(
    rf"(?<!\w)(?:{_MONTH}\s?(?:[-/–]|en|of|tot|t/m|tot en met)\s?)?{_MONTH}[\s-]{{1,2}}(?P<year>{_YEAR})(?!\w)", regex.IGNORECASE
)
_MONTH_FIRST = regex.compile(rf"(?<!\w){_MONTH}\s{_DAY}(?:ste|e)?,\s(?P<year>{_YEAR})(?!\w)", regex.IGNORECASE)
_NUMERIC = regex.compile(
    r"(?<![\w.,/-])(?:(?:3[01]|[12]\d|0?[1-9])(?P<s>[-/.]| - )(?:1[0-2]|0?[1-9])(?P=s)(?P<year>(?:19|20)\d{2}|'?\d{2})"
    r"|(?P<year>(?:19|20)\d{2})(?P<t>[-/.])(?:1[0-2]|0[1-9])(?P=t)(?:3[01]|[12]\d|0[1-9]))(?!(?!T\d\d:)\w|[-/]\d|\.\d)"
)
_NUMERIC_NO_YEAR = regex.compile(
    r"(?:(?<!\w)(?:d\.?d\.|datum:?|per|sinds|op|tot|vanaf|van|tussen|dag|nacht|avond|ochtend)\s+|^\s*|\|\s?)(?P<date>(?:3[01]|[12]\d|0?[1-9])[-/](?:1[0-2]|0?[1-9]))"
    r"(?![\w/-]|[.,]\d|\s?(?:jaar|jarige|keer|maal|dag|dagen|weken|uur|uren|maanden|minuten|mg|ml|procent|%|punten|personen|x\b))",
    regex.IGNORECASE,
)

_NUMERIC_MONTH = regex.compile(r"(?<![\w.,/-])(?:0[1-9]|1[0-2])[-/](?P<year>(?:19|20)\d{2})(?![\w/-]|[.,]\d)")

_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_CLOCK_SURE = regex.compile(
    rf"(?<![\w.,:/-])(?:{_CLOCK}(?::[0-5]\d)?\s?(?:uur|u\b|h\b)|(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:]|\s?(?:%|keer))|(?:[01]?\d|2[0-4])[uh][0-5]\d(?!\w))",
    regex.IGNORECASE,
)
_CLOCK_AFTER = regex.compile(
    rf"\b(?:om|rond|omstreeks|tegen|vanaf|sinds|circa|ca\.|tijdstip:?|tijd:?)\s+(?P<time>{_CLOCK})(?![\w%]|[.,]\d)", regex.IGNORECASE
)
_CLOCK_RANGE = regex.compile(rf"(?<![\w.,])(?P<time>{_CLOCK})(?=\s?(?:tot|en|-|–|t/m|à|of)\s?(?:{_CLOCK})\s?(?:uur|u\b))", regex.IGNORECASE)
_HOUR = regex.compile(
    r"\b(?:om|rond|omstreeks|tegen|vanaf)\s+(?P<time>(?:1?\d|2[0-4])\s?(?:uur|u\b)(?:\s?[0-5]\d(?!\d))?)(?!\s+(?:per|zorg|lang|later|observatie|begeleiding|na|eerder|tevoren|nuchter))",
    regex.IGNORECASE,
)
_CENTURY_PIVOT = 40  # '39 is 2039, '40 is 1940: files reach back further than they look ahead


def find(text: str) -> list[Span]:
    """Return every date and clock time in ``text`` (flattened)."""
    return [*_dates(text), *_times(text)]


def _dates(text: str) -> Iterator[Span]:
    for pattern in (_WRITTEN, _MONTH_FIRST, _MONTH_YEAR, _NUMERIC, _NUMERIC_MONTH):
        for match in pattern.finditer(text):
            yield Span.at(match.span(), Kind.DATE, Strength.ANNOUNCED, hint=_full_year(match.group("year")))
    for match in _NUMERIC_NO_YEAR.finditer(text):
        yield Span.at(match.span("date"), Kind.DATE, Strength.ANNOUNCED)


def _times(text: str) -> Iterator[Span]:
    for match in _CLOCK_SURE.finditer(text):
        yield Span.at(match.span(), Kind.TIME, Strength.ANNOUNCED)
    for pattern in (_CLOCK_AFTER, _CLOCK_RANGE, _HOUR):
        for match in pattern.finditer(text):
            yield Span.at(match.span("time"), Kind.TIME, Strength.ANNOUNCED)


def _full_year(year: str | None) -> str:
    """Return four digits for "2023", "'23" or "23"; empty for none."""
    digits = (year or "").lstrip("'’")
    if len(digits) != 2:  # noqa: PLR2004 - two digits of a year
        return digits
    return ("20" if int(digits) < _CENTURY_PIVOT else "19") + digits
