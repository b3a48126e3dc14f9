"""Values of the tables as words a reader understands, all from the catalogue: strength, stability, kinds, reasons.

A value the catalogue does not know (a sector from a register, say) is shown as it stands: it is the user's own word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.errors import RodeDraadError
from rodedraad.report import format as fmt
from rodedraad.text import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

THIN_DOCUMENTS = 5  # fewer documents than this is thin evidence
FEW_DOCUMENTS = 10  # in a corpus smaller than this no share says much, and every pattern is thin evidence
_STRONG, _CLEAR = 0.8, 0.5
# C. Hennig, Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52 (2007):
# a mean Jaccard of 0.75 or more is a valid, stable cluster; between 0.6 and 0.75 there is a pattern, but which points belong is doubtful.
_STABLE, _PATTERN = 0.75, 0.6
_PLAIN = re.compile(r"[a-z]{2,3}|\d[\d ,.–-]*")
_BRACES = re.compile(r"\{(\w*)[^{}]*\}")


def thin_below(n_documents: int) -> int:
    """Return in how many documents something must stand not to be thin evidence, in a corpus of so many documents."""
    return THIN_DOCUMENTS if n_documents >= FEW_DOCUMENTS else n_documents + 1


def is_shaky(stability: float | None) -> bool:
    """Tell whether a group fell apart in most resamples; one that was not resampled is not called shaky."""
    return stability is not None and stability < _PATTERN


def t(key: str, **values: object) -> str:
    """Return a text of the report's own catalogue."""
    return messages.text(f"report.{key}", **values)


def value(group: str, code: str | None) -> str:
    """Return the name of a value such as a kind or a sector; null is said to be unknown."""
    if code is None:
        return t(f"{group}.unknown")
    return messages.section(f"report.{group}").get(code, code)


def organisation(code: str | None) -> str:
    """Return the name of a type of organisation, as the gazetteer has it."""
    if code is None:
        return t("organisation.unknown")
    kind = gazetteer.load().kinds.get(code)
    if kind is None:
        return code
    return kind.en if messages.language() == "en" else kind.naam


def strength(share: float) -> str:
    """Return how much a passage belongs, in words and number: 'sterk (0,91)'."""
    return t(f"strength.{strength_level(share)}", number=fmt.number(share, 2))


def strength_level(share: float) -> str:
    """Return how much a passage belongs, as the catalogue calls it: strong, clear or weak."""
    return "strong" if share >= _STRONG else "clear" if share >= _CLEAR else "weak"


def stability(share: float | None) -> str:
    """Return how well an archetype survives resampling, in words and number."""
    if share is None:
        return t("stability.unmeasured")
    word = "stable" if share >= _STABLE else "pattern" if share >= _PATTERN else "shaky"
    return t(f"stability.{word}", number=fmt.number(share, 2))


def period(dates: Iterable[date]) -> str:
    """Return the first and the last of these dates, or that they are unknown."""
    ordered = sorted(dates)
    if not ordered:
        return t("period.unknown")
    if ordered[0] == ordered[-1]:
        return fmt.date(ordered[0])
    return t("period.range", first=fmt.date(ordered[0]), last=fmt.date(ordered[-1]))


def reason(told: str) -> tuple[str, str]:
    """Return what is wrong with a file that was set aside and what to do, from a ``reason`` of a table (``pdf_scan?pages=2``)."""
    code = RodeDraadError.from_reason(told).code
    return _filled(f"errors.{code}.what", told) or t("unknown_code", code=code), _filled(f"errors.{code}.remedy", told)


def warning(told: str) -> str:
    """Return the text of a warning about a document (``scan_page?pages=3``)."""
    code = RodeDraadError.from_reason(told).code
    return _filled(f"warnings.{code}", told) or t("unknown_code", code=code)


def general(told: str) -> str:
    """Return a reason or warning without its values, which for several documents together become an ellipsis."""
    return told.partition("?")[0]


def _filled(key: str, told: str) -> str:
    """Return a text with the values of ``told``; empty when tables of another version hold a code that this version does not know.

    Only numbers and language codes are filled in: other values (the column names of a register, say) come from the raw file.
    """
    try:
        text = messages.text(key)
    except (KeyError, FileNotFoundError):
        return ""
    values = RodeDraadError.from_reason(told).values
    return _BRACES.sub(lambda found: v if _PLAIN.fullmatch(v := values.get(found.group(1), "")) else "…", text)
