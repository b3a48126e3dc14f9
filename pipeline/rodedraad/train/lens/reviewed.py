"""What reviewers decided in finished runs, as examples to learn from.

In: run folders with their tables. Out: the passages about whose items something was decided. A passage weighs what one of the gold corpus
weighs. Only what was said counts: what a reviewer rejected is a no for that item alone, and items that nobody asked about are ``UNTOLD``,
for a reviewer who takes one item away does not say that the others are wrong. Its modality is the one that the run gave it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad import manifest
from rodedraad.ids import digest
from rodedraad.run.store import file_hash, published
from rodedraad.train.lens.examples import UNTOLD, Examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rodedraad.reading.heads import Outputs

TABLES = ("decisions", "passages")
Said = dict[str, dict[tuple[str, str], tuple[bool | None, int]]]  # passage → (lens, item) → yes or no (None: not said), sign


def decisions_hash(run: Path) -> str:
    """Return a hash of what is learned from a run. Raises as `of_runs`."""
    manifest.read(run)
    return digest(*(file_hash(published(run, name)) for name in TABLES))


def of_runs(runs: Iterable[Path], kinds: Outputs) -> Examples:
    """Return the examples that the valid decisions of ``runs`` give for the items of ``kinds``.

    Raises:
        UsageError: no finished run is in one of the folders.
        EnvironmentFault: it was made by another version.
    """
    rows: list[tuple[str, str, str, str, dict[tuple[str, str], tuple[bool | None, int]]]] = []
    for run in runs:
        manifest.read(run)
        decisions, passages = (pl.read_parquet(published(run, name)) for name in TABLES)
        said = _said(decisions, set(kinds.items))
        told = passages.filter(pl.col("passage_id").is_in(list(said))).sort("passage_id")
        wanted = ("passage_id", "text", "section", "doc_id", "modality")
        rows += [(text, section or "", doc, mode, said[p]) for p, text, section, doc, mode in told.select(wanted).iter_rows()]
    return _examples(rows, kinds)


def _said(decisions: pl.DataFrame, known: set[tuple[str, str]]) -> Said:
    """Return what is said by passage and item. What is chosen instead of another yields to what is said of it itself."""
    found: Said = {}
    rows = decisions.filter((pl.col("state") == "valid") & pl.col("item_id").is_not_null()).sort("decision_id").rows(named=True)
    for row in rows:
        key = (row["lens_id"], row["item_id"])
        if key in known:
            cells = found.setdefault(row["passage_id"], {})
            yes, sign = cells.get(key, (None, 0))
            if row["action"] == "polarity":
                cells[key] = (yes, int(row["value"]))
            else:
                cells[key] = (row["action"] == "accept", sign)
    for row in rows:
        key = (row["lens_id"], row["value"] or "")
        if row["action"] == "other" and key in known:
            cells = found.setdefault(row["passage_id"], {})
            yes, sign = cells.get(key, (None, 0))
            cells[key] = (True if yes is None else yes, sign)
    return found


def _examples(rows: Sequence[tuple[str, str, str, str, dict[tuple[str, str], tuple[bool | None, int]]]], kinds: Outputs) -> Examples:
    column = {key: n for n, key in enumerate(kinds.items)}
    signed = {key: n for n, key in enumerate(kinds.signed)}
    items = np.full((len(rows), len(column)), UNTOLD, np.float32)
    signs = np.zeros((len(rows), len(signed)), np.float32)
    for n, (*_, cells) in enumerate(rows):
        for key, (yes, sign) in cells.items():
            if yes is not None:
                items[n, column[key]] = yes
            if key in signed:
                signs[n, signed[key]] = sign
    modality = np.array([kinds.modalities.index(mode) for _, _, _, mode, _ in rows], dtype=np.int64)
    texts, headings, documents = tuple(t for t, *_ in rows), tuple(h for _, h, *_ in rows), tuple(d for _, _, d, *_ in rows)
    return Examples(texts, headings, documents, items, signs, modality)
