"""The name by which a reviewer's decisions know the report they were made in.

In: the corpus. Out: a short id of its documents: the same after another run or on another machine, another one when documents came or went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

LETTERS = 12


def report_id(doc_ids: Iterable[str]) -> str:
    """Return twelve hexadecimal characters for these documents, in whatever order they come."""
    return digest(*sorted(doc_ids))[:LETTERS]
