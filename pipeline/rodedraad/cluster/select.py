"""Which passages enter the search.

In: the cluster stage's tables. Out: the passages that tell or judge what happened, in the order of their ids, with vectors and numbered
documents. Folded duplicates, norms, recommendations and front matter stay out: they recur because they are rules or boilerplate. With
``focus`` on findings, so does plain narrative: most of a report tells what the house looked like and who was interviewed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.schema import Modality

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.config import Cluster
    from rodedraad.schema import Tables


@dataclass(frozen=True, slots=True)
class Searched:
    """n passages in the order of their ids."""

    ids: list[str]
    texts: list[str]
    doc_ids: list[str]
    documents: NDArray[np.int64]  # (n,), 0..D-1 in the order of doc_ids
    vectors: NDArray[np.float32]  # (n, d)

    def part(self, rows: NDArray[np.int64]) -> Searched:
        """Return the passages ``rows`` alone, documents numbered anew."""
        return _searched([self.ids[i] for i in rows], [self.texts[i] for i in rows], [self.doc_ids[i] for i in rows], self.vectors[rows])


def searched(tables: Tables, config: Cluster) -> Searched:
    """Return the passages to search: not folded, of a wanted modality, outside the excluded sections, with a vector other than zero."""
    data = (
        tables["passages"]
        .filter(
            pl.col("duplicate_of").is_null()
            & pl.col("modality").is_in(config.modalities)
            & ~pl.col("section_role").is_in(config.excluded_roles).fill_null(value=False)
            & _finding(tables["mappings"], config)
        )
        .select("passage_id", "doc_id", "text")
        .join(tables["embeddings"].select("passage_id", "vector"), on="passage_id")
        .filter(pl.col("vector").list.eval(pl.element() != 0).list.any())
        .sort("passage_id")
    )
    vectors = data["vector"].list.to_array(len(data["vector"][0])).to_numpy() if len(data) else np.zeros((0, 1))
    return _searched(
        data["passage_id"].to_list(), data["text"].to_list(), data["doc_id"].to_list(), np.ascontiguousarray(vectors, dtype=np.float32)
    )


def _finding(mappings: pl.DataFrame, config: Cluster) -> pl.Expr:
    """A passage that judges, stands where a report draws lessons, or touches an item of a guiding lens."""
    if config.focus == "all":
        return pl.lit(value=True)
    touched = mappings.filter(pl.col("lens_id").is_in(config.guides) & (pl.col("score") >= config.evidence))["passage_id"].unique()
    telling = pl.col("section_role").is_in(config.finding_roles).fill_null(value=False)
    return telling | (pl.col("modality") == Modality.JUDGEMENT) | pl.col("passage_id").is_in(touched.implode())


def _searched(ids: list[str], texts: list[str], doc_ids: list[str], vectors: NDArray[np.float32]) -> Searched:
    documents = np.unique(np.array(doc_ids, dtype=str), return_inverse=True)[1].astype(np.int64)
    return Searched(ids, texts, doc_ids, documents, vectors)
