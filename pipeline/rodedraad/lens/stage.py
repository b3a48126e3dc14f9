"""The lens stage: passages in, for every lens the items that each passage touches, with polarity and the words that gave rise to it.

An item that the reading model knows is scored by its evidence; every other (a lens of one's own, say) by indicators: cues and example
sentences. Which of the two it was stands in the column ``method``.

Every assigned item is kept, and the three best of each lens even when none is assigned: "geen uitspraak" is an answer that can be looked
into. A folded duplicate gets the mapping of the passage that stands for it. What reviewers decided is laid over it at the end, with
``reviewer`` as the method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.ids import digest
from rodedraad.lens import decided, evidence
from rodedraad.lens import score as scoring
from rodedraad.lens.indicators import Framework, compile_lenses
from rodedraad.lens.load import load_lenses
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.config import Lens as LensConfig
    from rodedraad.lens.model import Lens
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables

BEST_KEPT = 3
NO_LEANING = 0.15  # a polarity score nearer to 0 than this is no finding
_MODEL_VERSION = 1  # raise it when scoring changes


def run(tables: Tables, config: LensConfig, context: Context) -> Tables:  # noqa: ARG001 - a stage's signature
    """Return ``mappings`` of every row of ``passages`` on the chosen lenses.

    Raises:
        ConfigError: a lens cannot be used, or a chosen one does not exist.
    """
    passages = tables["passages"].sort("passage_id")
    table = TABLES["mappings"]
    framework = compile_lenses(load_lenses(config))
    if passages.is_empty():
        return {"mappings": table.empty()}
    from threadpoolctl import threadpool_limits

    standing = passages.filter(pl.col("duplicate_of").is_null())
    with threadpool_limits(1):
        scores = scoring.score_passages(standing["text"].to_list(), standing["modality"].to_list(), framework)
    told = evidence.told(tables["evidence"], tables["readings"], framework, standing)
    judged = evidence.over_indicators(scores, told, config)
    mapped = pl.concat([_of_lens(number, framework, judged, standing["passage_id"]) for number in range(len(framework.lenses))])
    folded = passages.filter(pl.col("duplicate_of").is_not_null()).select("passage_id", pl.col("duplicate_of").alias("stands"))
    copies = folded.join(mapped.rename({"passage_id": "stands"}), on="stands").drop("stands")
    proposed = table.conform(pl.concat([mapped, copies.select(mapped.columns)]))
    names = [(framework.lenses[lens].id, item.id) for lens, item in framework.items]
    thresholds = dict(zip(names, judged.thresholds.tolist(), strict=True))
    return {"mappings": decided.apply(proposed, tables["decisions"], passages, thresholds)}


def model_id(lens: Lens) -> str:
    """Return the name of what scores a lens: its id and version, and a hash of its content and of the scoring."""
    return f"{lens.id}@{lens.lens.version}-{digest(str(_MODEL_VERSION), lens.model_dump_json())[:16]}"


def _of_lens(number: int, framework: Framework, judged: evidence.Judged, ids: pl.Series) -> pl.DataFrame:
    """Return the rows of one lens: all that is assigned and the best three."""
    items = framework.items_of(number)
    score = judged.scores.score[:, items.start : items.stop]
    leaning = judged.scores.polarity[:, items.start : items.stop]
    threshold = judged.thresholds[items.start : items.stop]
    passage, item = np.nonzero(_kept(score, threshold))
    values, lean = score[passage, item], leaning[passage, item]
    sign = np.where(np.abs(lean) < NO_LEANING, 0, np.sign(lean)).astype(np.int8)
    names = [framework.items[i][1].id for i in items]
    texts: list[str | None] = [*(indicator.text for indicator in framework.indicators), None]  # the last for "none"
    found = judged.scores.indicator[:, items.start : items.stop][passage, item]
    known = judged.by_model[items.start : items.stop][item]
    data = {
        "passage_id": ids.gather(passage),
        "lens_id": framework.lenses[number].id,
        "item_id": [names[i] for i in item.tolist()],
        "score": values,
        "threshold": threshold[item],
        "assigned": values >= threshold[item],
        "polarity": sign,
        "polarity_score": lean + np.float32(0.0),  # no minus zero
        "indicator": [texts[i] for i in found.tolist()],
        "method": np.where(known, "model", "indicators"),
        "model_id": np.where(known, judged.model_id, model_id(framework.lenses[number])),
    }
    return pl.DataFrame(data, schema=TABLES["mappings"].schema)


def _kept(score: NDArray[np.float32], threshold: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which cells are assigned or among the best of their row; of equal ones the first of the lens."""
    order = np.argsort(-score, axis=1, kind="stable")[:, :BEST_KEPT]
    kept = score >= threshold
    np.put_along_axis(kept, order, values=True, axis=1)
    return np.asarray(kept, dtype=bool)
