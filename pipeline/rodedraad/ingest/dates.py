"""Finds a date in Dutch text: "12 mei 2023", "12-05-2023", "2023-05-12", "mei 2023" (its first day)."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
_MONTH_NUMBER = {name: i for i, name in enumerate(_MONTHS, 1)} | {name[:3]: i for i, name in enumerate(_MONTHS, 1)} | {"mrt": 3, "sept": 9}
_NAME = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})\s+)?(?P<name>{_NAME})\.?\s+(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>(?:19|20)\d\d)\b"
    r"|\b(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?:\b|T)",
    re.IGNORECASE,
)


def find(text: str) -> list[date]:
    """Return the dates in ``text`` in order; impossible ones (31 februari) are left out."""
    found = (_read(match) for match in _DATE.finditer(text))
    return [d for d in found if d is not None]


def _read(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["name"]:
        numbers = (part["year"], str(_MONTH_NUMBER[part["name"].lower()]), part["day"] or "1")
    elif part["y"]:
        numbers = (part["y"], part["m"], part["d"])
    else:
        numbers = (part["iy"], part["im"], part["id"])
    try:
        return date(*map(int, numbers))
    except ValueError:
        return None
