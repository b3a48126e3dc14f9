"""The read stage: the fragments of a document in; what each does, and which lens items it gives evidence of, out.

Per document, so that one added report costs one report. What is decided with it (is an item assigned, what is folded) comes later: `fold`
takes the modality, `lens` the evidence. Where rules read, both tables are empty and those stages go by words and indicators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.reading import load
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from rodedraad.config import Read
    from rodedraad.reading.heads import Outputs
    from rodedraad.reading.heads import Read as Figures
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables

FLOOR = 0.02  # a lower probability is no evidence
BEST_KEPT = 3  # of each lens and passage, whatever their probability


def run(tables: Tables, config: Read, context: Context) -> Tables:  # noqa: ARG001 - the signature of every stage
    """Return ``readings`` (a row a fragment) and ``evidence`` (a row an item that is worth a look).

    Raises:
        MissingError: the model is not on this machine.
        ConfigError: the model cannot be used.
    """
    fragments = tables["fragments"].sort("passage_id")
    reader = None if fragments.is_empty() else load.reader(config)
    if reader is None:
        return {"readings": TABLES["readings"].empty(), "evidence": TABLES["evidence"].empty()}
    from threadpoolctl import threadpool_limits

    ids, texts = fragments["passage_id"], fragments["text"].to_list()
    with threadpool_limits(1):
        figures = reader.read(texts, fragments["section"].fill_null("").to_list())
    best = figures.modalities.argmax(axis=1)
    readings = pl.DataFrame(
        {
            "passage_id": ids,
            "modality": [reader.heads.outputs.modalities[i] for i in best.tolist()],
            "modality_score": figures.modalities.max(axis=1),
            "model_id": reader.model_id,
        }
    )
    return {
        "readings": TABLES["readings"].conform(readings),
        "evidence": TABLES["evidence"].conform(_evidence(ids, figures, reader.heads.outputs, reader.heads.thresholds)),
    }


def _evidence(ids: pl.Series, figures: Figures, outputs: Outputs, thresholds: tuple[float, ...]) -> pl.DataFrame:
    lenses = np.array([lens for lens, _ in outputs.items])
    kept = figures.items >= FLOOR
    for lens in np.unique(lenses):
        mine = np.flatnonzero(lenses == lens)
        order = mine[np.argsort(-figures.items[:, mine], axis=1, kind="stable")[:, :BEST_KEPT]]
        np.put_along_axis(kept, order, values=True, axis=1)
    # A row of every item in every document: by the rows a later stage sees what the model knows.
    kept[figures.items.argmax(axis=0), np.arange(len(lenses))] = True
    passage, item = np.nonzero(kept)
    sign = {key: n for n, key in enumerate(outputs.signed)}
    column = np.array([sign.get(key, -1) for key in outputs.items])[item]
    leaning = np.where(column >= 0, figures.leaning[passage, column] if sign else 0.0, 0.0)
    return pl.DataFrame(
        {
            "passage_id": ids.gather(passage),
            "lens_id": [outputs.items[i][0] for i in item.tolist()],
            "item_id": [outputs.items[i][1] for i in item.tolist()],
            "score": figures.items[passage, item],
            "threshold": np.array(thresholds, dtype=np.float32)[item],
            "polarity_score": leaning.astype(np.float32) + np.float32(0.0),
        }
    )
