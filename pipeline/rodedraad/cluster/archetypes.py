"""The `archetypes` table: what each group is, in words, examples and numbers.

In: the searched passages, their groups, and what is known of each. Out: the frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.cluster import examples, families, keywords, lens_link
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
) -> pl.DataFrame:
    """Return ``archetypes``, a row for each of the k groups.

    ``family`` (k,) is the broad level, ``likeness`` (n, k) the cosine of every searched passage to each centre, ``carried`` holds
    (archetype_id, previous_id), ``members`` is the finished table, from which folded duplicates are counted too, ``doc_of`` has passage_id
    and doc_id, ``content`` holds the content words of each passage.
    """
    rows_of = [np.flatnonzero(groups.labels == g) for g in range(groups.count)]
    read = [content.get(passage_id, []) for passage_id in searched.ids]
    words = keywords.keywords(read, searched.doc_ids, [[int(i) for i in rows] for rows in rows_of])
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
                "label": keywords.label(words[g]),
                "keywords": words[g],
                "n_passages": n_passages,
                "n_documents": n_documents,
                "stability": None if stability is None else round(float(stability[g]), DECIMALS),
                "exemplars": [searched.ids[i] for i in typical],
                "boundary_cases": [searched.ids[i] for i in edge],
                "nearest_lens": nearest[g].lens,
                "nearest_item": nearest[g].item,
                "nearest_score": nearest[g].score,
                "previous_id": previous_id,
            }
        )
    return TABLES["archetypes"].frame(result)


def _counts(members: pl.DataFrame, doc_of: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Return for each archetype_id its number of passages and of documents."""
    counted = (
        members.filter(pl.col("archetype_id").is_not_null())
        .join(doc_of, on="passage_id")
        .group_by("archetype_id")
        .agg(pl.len(), pl.col("doc_id").n_unique())
    )
    return {archetype: (passages, documents) for archetype, passages, documents in counted.iter_rows()}
