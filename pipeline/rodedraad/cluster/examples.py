"""The passages that show what an archetype is, and those that show where it ends.

In: likeness of members to all centres, texts and documents. Out: exemplars and boundary cases, as indices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rodedraad.text.wordlists import content_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

EXEMPLARS = 8
BOUNDARY_CASES = 5
NEAR_IDENTICAL = 0.7  # Jaccard of content words from which two passages show the same


def exemplars(members: NDArray[np.int64], typical: NDArray[np.float64], texts: Sequence[str], documents: NDArray[np.int64]) -> list[int]:
    """Return at most ``EXEMPLARS`` of ``members``, most typical first, never two that say nearly the same.

    First one a document, then a second from each, and so on. ``typical`` (n,) gives the likeness of every passage to the centre;
    equal ones go by position.
    """
    order = sorted((int(i) for i in members), key=lambda i: (-typical[i], i))
    chosen: list[int] = []
    words: list[set[str]] = []
    used: dict[int, int] = {}
    for round_ in range(EXEMPLARS):
        for i in order:
            document = int(documents[i])
            own = set(content_words(texts[i]))
            if i in chosen or used.get(document, 0) > round_ or any(_overlap(own, other) >= NEAR_IDENTICAL for other in words):
                continue
            chosen.append(i)
            words.append(own)
            used[document] = used.get(document, 0) + 1
            if len(chosen) == EXEMPLARS:
                return chosen
    return chosen


def boundary_cases(members: NDArray[np.int64], likeness: NDArray[np.float64], group: int) -> list[int]:
    """Return at most ``BOUNDARY_CASES`` of ``members`` that lie nearest to another centre than their own, nearest first.

    There are none when there is one group. ``likeness`` (n, k) is that of every passage to every centre.
    """
    if likeness.shape[1] < 2 or not len(members):  # noqa: PLR2004 - nowhere else to belong
        return []
    own = likeness[members, group]
    others = np.delete(likeness[members], group, axis=1).max(axis=1)
    order = np.lexsort((members, np.round(own - others, 6)))
    return [int(i) for i in members[order[:BOUNDARY_CASES]]]


def _overlap(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second) if first or second else 1.0
