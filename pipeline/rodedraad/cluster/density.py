"""The one place where hdbscan is called.

In: coordinates. Out: a group per passage, or none, and how firmly it is in it. Source: Campello, Moulavi & Sander (2013); McInnes, Healy
& Astels (2017), JOSS 2(11).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.config import Cluster

NOISE = -1
CORE_STRENGTH = 0.5  # a passage in a dense core has this strength or more, one that joined later less; a community's begin at `belonging`
MIN_SAMPLES = 3  # passages that make a spot dense
GROWTH = 0.25  # times the square root of the number of passages: the smallest group in a large corpus
LARGEST_SHARE = 0.25  # of all passages; a larger group is about everything and falls apart in its parts
SEVERAL_GROUPS = 200  # passages; in a smaller corpus one group may hold any share


@dataclass(frozen=True, slots=True)
class Groups:
    """A grouping of n passages."""

    labels: NDArray[np.int64]  # 0..k-1, NOISE for none
    strengths: NDArray[np.float64]  # 0..1; in a dense core CORE_STRENGTH or more, in a community `belonging` or more; 0 for none

    @property
    def count(self) -> int:
        """How many groups."""
        return int(self.labels.max(initial=NOISE)) + 1


def smallest_group(n_passages: int, config: Cluster) -> int:
    """Return the fewest passages a group may have: the configured number, growing with the square root of the corpus."""
    return max(config.min_passages, round(GROWTH * math.sqrt(n_passages)))


def dense_groups(coordinates: NDArray[np.float64], smallest: int) -> Groups:
    """Return the dense groups of at least ``smallest`` rows of ``coordinates`` (n, c), by excess of mass. Rows of zeros are noise."""
    n = len(coordinates)
    placed = coordinates.any(axis=1)
    groups = Groups(np.full(n, NOISE, dtype=np.int64), np.zeros(n))
    if placed.sum() < 2 * smallest:
        return groups
    from hdbscan import HDBSCAN

    model = HDBSCAN(
        min_cluster_size=smallest,
        min_samples=MIN_SAMPLES,
        max_cluster_size=int(LARGEST_SHARE * n) if n >= SEVERAL_GROUPS else 0,
        core_dist_n_jobs=1,
        approx_min_span_tree=False,
    ).fit(np.round(coordinates[placed], 9))
    firm = CORE_STRENGTH + (1 - CORE_STRENGTH) * np.nan_to_num(model.probabilities_)
    groups.labels[placed], groups.strengths[placed] = model.labels_, np.where(model.labels_ == NOISE, 0.0, firm)
    return groups
