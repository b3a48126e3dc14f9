"""Ids carried over: archetype 7 of last month is not another one today.

In: the groups of this run and the members of the previous one. Out: an id per group, and the id it continues. Passage ids are the same in
every run, so groups are matched by the passages they share; one to one, for the largest overlap in all (Kuhn 1955, the Hungarian method).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.ids import archetype_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

MINIMUM_OVERLAP = 0.3  # Jaccard over the passages that both runs know


def carried_ids(
    groups: Sequence[Sequence[str]], previous: Mapping[str, str | None], present: Collection[str]
) -> list[tuple[str, str | None]]:
    """Return (archetype_id, previous_id) for each group of passage ids.

    ``previous`` gives for every passage of the previous run its archetype or None, ``present`` the passages of this run. Added and
    removed passages do not count against a match. A group that overlaps no archetype by ``MINIMUM_OVERLAP`` gets a new id.
    """
    known = {passage: old for passage, old in previous.items() if passage in present}
    matched = _matched(groups, known)
    return [(matched[i], matched[i]) if i in matched else (archetype_id(list(group)), None) for i, group in enumerate(groups)]


def _matched(groups: Sequence[Sequence[str]], known: Mapping[str, str | None]) -> dict[int, str]:
    old_ids = sorted({old for old in known.values() if old})
    if not old_ids or not groups:
        return {}
    from scipy.optimize import linear_sum_assignment

    overlap = _overlap(groups, known, old_ids)
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    return {int(i): old_ids[j] for i, j in zip(rows, columns, strict=True) if overlap[i, j] >= MINIMUM_OVERLAP}


def _overlap(groups: Sequence[Sequence[str]], known: Mapping[str, str | None], old_ids: list[str]) -> NDArray[np.float64]:
    old_sizes = Counter(old for old in known.values() if old)
    result = np.zeros((len(groups), len(old_ids)))
    for i, group in enumerate(groups):
        shared = Counter(known.get(passage) for passage in group)
        seen = sum(1 for passage in group if passage in known)
        for j, old in enumerate(old_ids):
            result[i, j] = shared[old] / (seen + old_sizes[old] - shared[old])
    return result
