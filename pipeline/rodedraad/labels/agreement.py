"""How far labellings agree: Krippendorff's alpha and Cohen's kappa for names without an order.

In: values per labeller. Out: a figure, 1 for full agreement and 0 for that of chance. Sources: Krippendorff (2011), Computing
Krippendorff's alpha-reliability, University of Pennsylvania; Cohen (1960), Educational and Psychological Measurement 20(1). The one kept
library for alpha is GPL; this is the coincidence matrix of the paper.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rodedraad.labels.read import GOLD

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from rodedraad.labels.model import Label
    from rodedraad.labels.read import Corpus

NEEDED = 2  # labellers, to compare anything


def alpha(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Return Krippendorff's nominal alpha.

    Args:
        units: for each unit the values of the labellers, None where one gave none.

    Returns:
        At most 1; None where nothing varies, or no unit has two values, so that agreement says nothing.
    """
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for unit in units:
        values = [value for value in unit if value is not None]
        if len(values) < NEEDED:
            continue
        for i, first in enumerate(values):
            for j, second in enumerate(values):
                if i != j:
                    weights[first, second] = weights.get((first, second), 0.0) + 1 / (len(values) - 1)
    totals: dict[Hashable, float] = {}
    for (first, _), weight in weights.items():
        totals[first] = totals.get(first, 0.0) + weight
    n = sum(totals.values())
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b)
    if not expected:
        return None
    observed = sum(weight for (a, b), weight in weights.items() if a != b)
    return 1 - (n - 1) * observed / expected


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of two labellers; None where agreement by chance is certain or there are no pairs."""
    if not pairs:
        return None
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[value] * second[value] for value in first) / n**2
    return None if chance == 1 else (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)


def by_item(corpus: Corpus, items: Sequence[tuple[str, str]]) -> dict[tuple[str, str], float | None]:
    """Return alpha of the independent labellings for each (lens, item): present with which polarity, or absent."""
    return {(lens, item): alpha(_values(corpus, lens, item)) for lens, item in items}


def of_modality(corpus: Corpus) -> float | None:
    """Return alpha of the independent labellings for the modality of passages."""
    return alpha([[None if label is None else label.modality for label in unit] for unit in _units(corpus)])


def _values(corpus: Corpus, lens: str, item: str) -> list[list[Hashable | None]]:
    return [[None if label is None else _said(label.items(lens), item) for label in unit] for unit in _units(corpus)]


def _said(items: dict[str, int | None], item: str) -> str:
    return f"yes {items[item]}" if item in items else "no"


def _units(corpus: Corpus) -> list[list[Label | None]]:
    independent = [labels for name, labels in sorted(corpus.labellings.items()) if name != GOLD]
    return [[labels.get(passage.passage) for labels in independent] for _, passage in corpus.passages()]
