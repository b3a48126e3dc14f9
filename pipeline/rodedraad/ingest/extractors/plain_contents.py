"""Finds a table of contents in plain text: lines that lead to page numbers, one after another.

In: lines. Out: the numbers of the lines that belong to it, so that its entries are not taken for the headings themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENTRY = re.compile(r"^(?=.*[^\W\d_]).*(?:\s|\.)(\d{1,3})(?:inhoud(?:sopgave)?)?\s*$", re.IGNORECASE)  # or the page's title glued on
_MIN_ENTRIES = 5
_MAX_BETWEEN = 9  # lines without a page number: sub-entries, entries of two lines
_MAX_CHARACTERS = 90


def contents_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the indexes of lines from the first to the last entry of a table of contents; page numbers in it never fall."""
    result: set[int] = set()
    run: list[int] = []
    last_page = 0
    for i, line in enumerate(lines):
        found = _ENTRY.match(line) if len(line) <= _MAX_CHARACTERS else None
        if found is None and (_could_be_between(line) and run and i - run[-1] <= _MAX_BETWEEN):
            continue
        if found is not None and (not run or int(found[1]) >= last_page):
            run.append(i)
            last_page = int(found[1])
            continue
        result |= _span(run)
        run, last_page = ([i], int(found[1])) if found else ([], 0)
    return frozenset(result | _span(run))


def _could_be_between(line: str) -> bool:
    return len(line) <= _MAX_CHARACTERS and not line.rstrip().endswith((".", ":", ";"))


def _span(run: Sequence[int]) -> set[int]:
    return set(range(run[0], run[-1] + 1)) if len(run) >= _MIN_ENTRIES else set()
