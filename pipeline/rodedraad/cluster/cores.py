"""Groups as dense cores: HDBSCAN on few dimensions (``cluster.method = "hdbscan"``).

In: the corpus, its neighbour lists and the settings. Out: a grouping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.cluster import graph, reduce
from rodedraad.cluster.assign import join
from rodedraad.cluster.cohesion import holding
from rodedraad.cluster.density import Groups, dense_groups, smallest_group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.cluster.neighbours import Corpus, Near
    from rodedraad.config import Cluster


def cores(corpus: Corpus, near: Near, config: Cluster) -> Groups:
    """Return the groups among the passages of ``corpus``, whose neighbour lists are ``near``."""
    found = dense_groups(_coordinates(corpus, near, config), smallest_group(len(corpus.documents), config))
    found = holding(near, found)
    return join(found, near, found)


def _coordinates(corpus: Corpus, near: Near, config: Cluster) -> NDArray[np.float64]:
    if config.reduction == "svd":
        return reduce.svd(corpus.vectors, config.components)
    if config.reduction == "none":
        return corpus.vectors.astype(np.float64)
    return reduce.spectral(graph.shared_neighbours(near), config.components)
