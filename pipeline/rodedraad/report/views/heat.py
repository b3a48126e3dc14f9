"""Cells of a heat map: the signs of the passages in a cell in, its numbers and its colour out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEPS = 3  # of colour, either way


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``level`` from minus-3 (mostly −) to plus-3 (mostly +), or many-1 to many-3 by number without polarity."""

    href: str
    n: str
    plus: str
    minus: str
    level: str
    count: int = 0  # of passages, to sort by
    documents: str = ""  # in how many documents, where the table tells it


def weight(signs: Sequence[int], *, polar: bool) -> int:
    """Return what the colour of a cell stands for: the surplus of one sign, or without polarity the number of passages."""
    return abs(sum(signs)) if polar else len(signs)


def cell(href: str, signs: Sequence[int], peak: int, *, polar: bool = True, documents: str = "") -> Cell:
    """Return a cell with a passage for each of the ``signs``; ``peak`` is the largest weight in the table."""
    surplus = sum(signs)
    step = min(_STEPS, -(-weight(signs, polar=polar) * _STEPS // max(peak, 1)))  # passages without archetype may exceed the peak
    return Cell(
        href=href,
        n=fmt.number(len(signs)),
        plus=f"+{fmt.number(signs.count(1))}" if polar and 1 in signs else "",
        minus=f"−{fmt.number(signs.count(-1))}" if polar and -1 in signs else "",
        level=f"{'many' if not polar else 'minus' if surplus < 0 else 'plus' if surplus else 'zero'}-{step}",
        count=len(signs),
        documents=documents,
    )
