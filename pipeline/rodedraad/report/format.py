"""Numbers and dates as people write them: 1.234,5 and 12 maart 2024. Rules: Unicode CLDR, through Babel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal

from rodedraad import messages

if TYPE_CHECKING:
    from datetime import date as Date  # noqa: N812 - a class, used as a type

_LOCALES = {"nl": "nl_NL", "en": "en_GB"}
_MINUS = "−"  # U+2212, as wide as the plus


def number(value: float, decimals: int = 0) -> str:
    """Return a number with separators: 1234.5 → '1.234,5' with one decimal."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=_locale()).replace("-", _MINUS)


def percent(part: int, whole: int) -> str:
    """Return a share in whole percents, '38%'; never said without its numbers beside it. Nothing of nothing is 0%."""
    return f"{number(100 * part / whole if whole else 0)}%"


def date(value: Date) -> str:
    """Return a date in words: '12 maart 2024'."""
    return format_date(value, "d MMMM y", locale=_locale())


def count(n: int, noun: str) -> str:
    """Return a number with its noun in the right form: '1 document', '2 documenten' (catalogue: report.count)."""
    return messages.text(f"report.count.{noun}.{'one' if n == 1 else 'many'}", n=number(n))


def _locale() -> str:
    return _LOCALES[messages.language()]
