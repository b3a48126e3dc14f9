"""The `archetypes` table: what each group is, in words, examples and numbers.

In: the searched passages, their groups, and what is known of each. Out: the frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.cluster import examples, families, keywords, lens_link, phrases
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rodedraad.cluster.density import Groups
    from rodedraad.cluster.select import Searched

DECIMALS = 4


def frame(
    searched: Searched,
    groups: Groups,
    family: NDArray[np.int64],
    likeness: NDArray[np.float64],
    stability: NDArray[np.float64] | None,
    carried: Sequence[tuple[str, str | None]],
    members: pl.DataFrame,
    mappings: pl.DataFrame,
    doc_of: pl.DataFrame,
    content: Mapping[str, keywords.Words],
    tokens: Mapping[str, list[phrases.Token]],
) -> pl.DataFrame:
    """Return ``archetypes``, a row for each of the k groups.

    ``family`` (k,) is the broad level, ``likeness`` (n, k) the cosine of every searched passage to each centre, ``carried`` holds
    (archetype_id, previous_id), ``members`` is the finished table, from which folded duplicates are counted too, ``doc_of`` has passage_id
    and doc_id, ``content`` holds the content words of each passage, ``tokens`` all of them.
    """
    rows_of = [np.flatnonzero(groups.labels == g) for g in range(groups.count)]
    read = [content.get(passage_id, []) for passage_id in searched.ids]
    places = [[int(i) for i in rows] for rows in rows_of]
    telling = keywords.telling(read, searched.doc_ids, places)
    words = keywords.keywords(read, places, telling)
    nearest = lens_link.links(mappings, searched.ids, [[searched.ids[i] for i in rows] for rows in rows_of])
    parent = families.parents(family, np.array([len(rows) for rows in rows_of], dtype=np.int64))
    counts = _counts(members, doc_of)
    result: list[dict[str, object]] = []
    for g, (archetype_id, previous_id) in enumerate(carried):
        head = parent[g]
        typical = examples.exemplars(rows_of[g], likeness[:, g], searched.texts, searched.documents)
        edge = examples.boundary_cases(rows_of[g], likeness, g)
        n_passages, n_documents = counts[archetype_id]
        result.append(
            {
                "archetype_id": archetype_id,
                "parent_id": None if head is None else carried[head][0],
                "label": _label([tokens.get(searched.ids[i], []) for i in rows_of[g]], likeness[rows_of[g], g], telling[g], words[g]),
                "keywords": words[g],
                "n_passages": n_passages,
                "n_documents": n_documents,
                "stability": None if stability is None or np.isnan(stability[g]) else round(float(stability[g]), DECIMALS),
                "exemplars": [searched.ids[i] for i in typical],
                "boundary_cases": [searched.ids[i] for i in edge],
                "nearest_lens": nearest[g].lens,
                "nearest_item": nearest[g].item,
                "nearest_score": nearest[g].score,
                "previous_id": previous_id,
            }
        )
    return TABLES["archetypes"].frame(result)


def _label(
    passages: Sequence[list[phrases.Token]], likeness: NDArray[np.float64], telling: Mapping[str, float], words: Sequence[str]
) -> str:
    """Return the proposal for a name: a phrase from a typical passage, else the first keywords."""
    nearest = float(likeness.max(initial=0.0))
    typical = [max(0.0, float(near)) / nearest if nearest > 0 else 1.0 for near in likeness]
    return phrases.phrase(passages, typical, telling) or keywords.label(words)


def _counts(members: pl.DataFrame, doc_of: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Return for each archetype_id its number of passages and of documents."""
    counted = (
        members.filter(pl.col("archetype_id").is_not_null())
        .join(doc_of, on="passage_id")
        .group_by("archetype_id")
        .agg(pl.len(), pl.col("doc_id").n_unique())
    )
    return {archetype: (passages, documents) for archetype, passages, documents in counted.iter_rows()}
