"""How a passage judges what it tells: the lens mappings go in, a sign for a kind of relation comes out.

Principle 3 is about handing over, 6 about tuning, 1 about reports; the mapper has decided their polarity from the whole passage.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

LENS = "puddingprincipes"
_PRINCIPLES = {"overdracht": "p03", "afstemming": "p06", "melding": "p01"}
_NUMBER = 3  # letters of an item's id that are its number: p03_overdragen_niet_verwijzen


def by_passage(mappings: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Return passage → principle ("p03") → polarity, of what was assigned."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    assigned = mappings.filter(pl.col("assigned") & (pl.col("lens_id") == LENS)).sort("passage_id", "item_id")
    for passage_id, item_id, sign in assigned.select("passage_id", "item_id", "polarity").iter_rows():
        if item_id[:_NUMBER] in _PRINCIPLES.values():
            found[passage_id][item_id[:_NUMBER]] = sign
    return dict(found)


def choose(signs: Mapping[str, int], kind: str) -> int:
    """Return the polarity of the principle that fits the kind, else of 3, 6 or 1 in that order, else 0."""
    wanted = [_PRINCIPLES[kind]] if kind in _PRINCIPLES else []
    return next((signs[principle] for principle in (*wanted, *_PRINCIPLES.values()) if principle in signs), 0)
