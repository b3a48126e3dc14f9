"""The fold stage: passages that say nearly the same point to the first of them.

In: the `fragments` of all documents, and what a model read in them. Out: `passages`, the same rows with `duplicate_of` filled in and the
modality of the model where one read. Reports share boilerplate ("De inspectie
houdt toezicht op…"); counted once a report it would look like a pattern. Nothing is deleted.

MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998) proposes, the exact Jaccard similarity of word triples
decides. A passage is compared with passages that stand for themselves only, so similarity never chains: A~B and B~C do not fold C into A.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import polars as pl

from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

    from rodedraad.config import Segment
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables

SHINGLE_WORDS = 3
MIN_WORDS = 8
"""Shorter passages fold only when they are the same word for word: three words of difference would be half of them."""

PERMUTATIONS = 64
WANTED_RECALL = 0.999
"""Chance that a pair at exactly the similarity asked for is proposed."""

_WORD = re.compile(r"\[[^\]\n]*\]|\w+")
_NUMBERED_TAG = re.compile(r"(?<=[a-z])-\d+(?=\])")

Shingles = frozenset[str]


def run(tables: Tables, config: Segment, context: Context) -> Tables:  # noqa: ARG001 - the same signature for every stage
    """Return ``{"passages": …}``: every fragment, with the passage that stands for it where one does."""
    fragments = tables["fragments"].sort("doc_id", "position", "passage_id")
    stands_for = fold(fragments["passage_id"].to_list(), fragments["text"].to_list(), config.duplicate_similarity)
    folded = fragments.with_columns(pl.Series("duplicate_of", stands_for, dtype=pl.String()))
    read = tables["readings"].select("passage_id", pl.col("modality").alias("read"))
    folded = folded.join(read, on="passage_id", how="left").with_columns(modality=pl.coalesce("read", "modality")).drop("read")
    return {"passages": TABLES["passages"].conform(folded)}


def fold(ids: list[str], texts: list[str], similarity: float) -> list[str | None]:
    """Return for each text the id of an earlier text that stands for it (the most alike, then the earliest), or None.

    Args:
        ids: one for each text.
        texts: in the order in which they may stand for each other.
        similarity: Jaccard similarity (0..1) of word triples from which two texts say nearly the same.
    """
    shelf = _Shelf(similarity)
    same: dict[str, str] = {}  # words → the id that stands for them
    result: list[str | None] = []
    for passage, text in zip(ids, texts, strict=True):
        words = _words(text)
        key = " ".join(words)
        owner = same.get(key)
        if owner is None:
            owner = same[key] = shelf.find_or_keep(words, passage) if len(words) >= MIN_WORDS else passage
        result.append(None if owner == passage else owner)
    return result


class _Shelf:
    """The passages that stand for themselves, to be found again by likeness."""

    def __init__(self, similarity: float) -> None:
        self._similarity = similarity
        self._index = _index(similarity)
        self._kept: list[tuple[str, Shingles]] = []

    def find_or_keep(self, words: list[str], passage: str) -> str:
        """Return the id of the kept passage most like these words; where there is none, keep them and return ``passage``."""
        shingles = frozenset(" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1))
        sketch = _sketch(shingles)
        scored = [(_jaccard(shingles, self._kept[number][1]), -number) for number in self._index.query(sketch)]
        best, earliest = max(scored, default=(0.0, 0))
        if scored and best >= self._similarity:
            return self._kept[-earliest][0]
        self._index.insert(len(self._kept), sketch, check_duplication=False)
        self._kept.append((passage, shingles))
        return passage


def _words(text: str) -> list[str]:
    """Return the words in lower case; [PERSOON-1] and [PERSOON-2] are the same word: who it was makes no other boilerplate."""
    return [_NUMBERED_TAG.sub("", word) for word in _WORD.findall(text.lower())]


def _sketch(shingles: Shingles) -> MinHash:
    from datasketch import MinHash

    sketch = MinHash(num_perm=PERMUTATIONS, hashfunc=zlib.crc32)  # the permutations do the mixing: a fast hash is enough
    sketch.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in sorted(shingles)])
    return sketch


def _jaccard(one: Shingles, other: Shingles) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _index(similarity: float) -> MinHashLSH:
    """Return an index with the longest bands that still propose nearly every pair at ``similarity``."""
    from datasketch import MinHashLSH

    rows = 1
    while rows < PERMUTATIONS and 1 - (1 - similarity ** (rows + 1)) ** (PERMUTATIONS // (rows + 1)) >= WANTED_RECALL:
        rows += 1
    return MinHashLSH(num_perm=PERMUTATIONS, params=(PERMUTATIONS // rows, rows))
