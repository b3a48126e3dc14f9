"""Ids carried over: archetype 7 of last month is not another one today.

In: the groups of this run and the members of the previous one. Out: an id per group, and the id it continues. Passage ids are the same in
every run, so groups are matched by the passages they share; one to one, for the largest overlap in all (Kuhn 1955, the Hungarian method).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad.ids import archetype_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

MINIMUM_OVERLAP = 0.3  # Jaccard over the passages that both runs know


@dataclass(frozen=True, slots=True)
class Shared:
    """What k groups have in common with m earlier archetypes, counted over the passages that both runs know."""

    earlier: list[str]  # (m,) their ids, sorted
    counts: NDArray[np.int64]  # (k, m) passages in both
    known: NDArray[np.int64]  # (k,) passages of the group that the earlier run held
    held: NDArray[np.int64]  # (m,) passages of the earlier archetype that this run holds

    @property
    def jaccard(self) -> NDArray[np.float64]:
        """Return the overlap of each group with each earlier archetype, shape (k, m)."""
        return _ratio(self.counts, self.known[:, None] + self.held[None, :] - self.counts)

    @property
    def of_earlier(self) -> NDArray[np.float64]:
        """Return which share of each earlier archetype went to each group, shape (k, m); 0 where nothing of it is here."""
        return _ratio(self.counts, np.broadcast_to(self.held[None, :], self.counts.shape))

    @property
    def of_present(self) -> NDArray[np.float64]:
        """Return which share of each group came from each earlier archetype, shape (k, m); 0 where nothing of it was there."""
        return _ratio(self.counts, np.broadcast_to(self.known[:, None], self.counts.shape))


def carried_ids(
    groups: Sequence[Sequence[str]], previous: Mapping[str, str | None], present: Collection[str]
) -> list[tuple[str, str | None]]:
    """Return (archetype_id, previous_id) for each group of passage ids.

    ``previous`` gives for every passage of the previous run its archetype or None, ``present`` the passages of this run. Added and
    removed passages do not count against a match. A group that overlaps no archetype by ``MINIMUM_OVERLAP`` gets a new id.
    """
    matched = _matched(shared(groups, previous, present))
    return [(matched[i], matched[i]) if i in matched else (archetype_id(list(group)), None) for i, group in enumerate(groups)]


def shared(groups: Sequence[Collection[str]], earlier: Mapping[str, str | None], present: Collection[str]) -> Shared:
    """Return what ``groups`` of passage ids have in common with the archetypes of ``earlier``; arguments as of ``carried_ids``."""
    ids = sorted({archetype for archetype in earlier.values() if archetype})
    column = {archetype: j for j, archetype in enumerate(ids)}
    held = Counter(archetype for passage, archetype in earlier.items() if archetype and passage in present)
    counts = np.zeros((len(groups), len(ids)), dtype=np.int64)
    for i, group in enumerate(groups):
        for archetype, n in Counter(earlier.get(passage) for passage in group).items():
            if archetype:
                counts[i, column[archetype]] = n
    known = np.array([sum(1 for passage in group if passage in earlier) for group in groups], dtype=np.int64)
    return Shared(ids, counts, known, np.array([held[archetype] for archetype in ids], dtype=np.int64))


def _matched(found: Shared) -> dict[int, str]:
    """Return for each group that continues an archetype its id."""
    if not found.counts.size:
        return {}
    from scipy.optimize import linear_sum_assignment

    overlap = found.jaccard
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    return {int(i): found.earlier[j] for i, j in zip(rows, columns, strict=True) if overlap[i, j] >= MINIMUM_OVERLAP}


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
