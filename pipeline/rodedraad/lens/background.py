"""How common a stem is in reports of this kind, whatever corpus is being read.

In: a stem. Out: its inverse document frequency. Counted once over the sentences of the demo corpus (benchmarks/lens_background.py), so
that the score of a passage depends on the passage and the lens alone: another report added, or another lens chosen, does not move it.
"""

from __future__ import annotations

import math
from functools import cache
from importlib import resources

RAREST = 2  # sentences; what the list leaves out counts as this rare


def weight(stem: str) -> float:
    """Return ln((1 + n) / (1 + df)) + 1 of a stem: 1 for one that is in every sentence, about 8 for a rare one."""
    n, counts = _counts()
    return math.log((1 + n) / (1 + counts.get(stem, RAREST))) + 1


@cache
def _counts() -> tuple[int, dict[str, int]]:
    lines = resources.files("rodedraad.lens").joinpath("data", "background.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    counts = {stem: int(count) for stem, count in rows}
    return counts.pop("*"), counts
