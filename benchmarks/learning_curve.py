"""How much the lens mapper gains from reviewers' decisions, asked in the order of the work queue or at random.

    python benchmarks/learning_curve.py [--model nl-lens] [--draws 3]

A simulated reviewer answers questions "does this passage touch this item?" about the part validation of the gold corpus, by its labels.
After 0, 50, 100 and 200 answers the two judges of the reading model are weighed anew (train/lens/refit.py) and macro-F1 is measured on the
part test. The encoder and the weights of both judges are those of the model, learned from the part train alone; the weighing and thresholds
that the shipped model took from all labels of the part validation are left out, since that is what decisions have to give. The last line
is with those: what every label of that part is worth. Both orders draw from the same questions: per passage the best three items of a
lens and what is assigned, as a run keeps them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad import resources
from rodedraad.config import Lens as LensConfig
from rodedraad.config import Read
from rodedraad.evaluate import gold
from rodedraad.ids import digest
from rodedraad.labels.model import Split
from rodedraad.labels.read import read
from rodedraad.lens.load import load_lenses
from rodedraad.reading.load import reader
from rodedraad.review.queue import work_queue
from rodedraad.schema import TABLES
from rodedraad.train.lens import examples, refit

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from rodedraad.labels.read import Corpus
    from rodedraad.reading.heads import Outputs
    from rodedraad.reading.load import Reader

STEPS = (0, 50, 100, 200)
BEST_KEPT = 3


@dataclass(frozen=True)
class Part:
    """Passages of a part: logits of both judges, probabilities of the model as shipped, and answers, all (n, items)."""

    by_vector: NDArray[np.float32]
    by_ngram: NDArray[np.float32]
    shipped: NDArray[np.float32]
    yes: NDArray[np.bool_]


def part(model: Reader, corpus: Corpus, split: Split) -> Part:
    """Return what the judges of ``model`` make of a part."""
    kinds = model.heads.outputs
    told = examples.of_split(corpus, split, kinds)
    vectors = model.encoder.encode(told.texts)
    n, heads = len(kinds.items), model.heads
    by_vector = (vectors @ heads.vector_weights + heads.vector_bias)[:, :n]
    rows = heads.features.rows(told.texts, told.headings)
    by_ngram = (np.asarray(rows @ heads.ngram_weights) + heads.ngram_bias)[:, :n]
    shipped = heads.read(vectors, told.texts, told.headings).items
    return Part(by_vector.astype(np.float32), by_ngram.astype(np.float32), shipped, told.items > 0)


def questions(pool: Part, kinds: Outputs) -> pl.DataFrame:
    """Return the mappings that a run over the part validation would show before any decision."""
    before = refit.untaught(len(kinds.items)).probabilities(pool.by_vector, pool.by_ngram)
    steps = refit.thresholds(before)
    kept = before >= steps
    lenses = np.array([lens for lens, _ in kinds.items])
    for lens in np.unique(lenses):
        mine = np.flatnonzero(lenses == lens)
        best = mine[np.argsort(-before[:, mine], axis=1, kind="stable")[:, :BEST_KEPT]]
        np.put_along_axis(kept, best, values=True, axis=1)
    rows = [
        {
            "passage_id": f"p{i:06}",
            "lens_id": kinds.items[j][0],
            "item_id": kinds.items[j][1],
            "score": float(before[i, j]),
            "threshold": float(steps[j]),
            "assigned": bool(before[i, j] >= steps[j]),
        }
        for i, j in zip(*(each.tolist() for each in kept.nonzero()), strict=True)
    ]
    return TABLES["mappings"].frame(rows)


def by_queue(asked: pl.DataFrame, report: str) -> list[tuple[str, str, str]]:
    """Return the first questions of the work queue of a report."""
    passages = TABLES["passages"].frame([{"passage_id": p} for p in asked["passage_id"].unique()])
    empty = [TABLES[name].empty() for name in ("members", "archetypes", "decisions")]
    found = work_queue(passages, empty[0], empty[1], asked, empty[2], report, max(STEPS))
    return [(one.passage_id, one.lens_id or "", one.item_id or "") for one in found]


def by_chance(asked: pl.DataFrame, seed: int) -> list[tuple[str, str, str]]:
    """Return questions drawn at random."""
    rows = asked.select("passage_id", "lens_id", "item_id").rows()
    return [rows[i] for i in np.random.default_rng(seed).choice(len(rows), max(STEPS), replace=False)]


def macro(said: NDArray[np.bool_], yes: NDArray[np.bool_], columns: NDArray[np.int64]) -> float:
    """Return the mean F1 over the items of ``columns`` that occur."""
    mine = [j for j in columns if yes[:, j].any()]
    return float(np.mean([2 * (said[:, j] & yes[:, j]).sum() / (said[:, j].sum() + yes[:, j].sum()) for j in mine]))


def curve(order: list[tuple[str, str, str]], pool: Part, test: Part, kinds: Outputs, columns: NDArray[np.int64]) -> list[float]:
    """Return macro-F1 on the part test after each of ``STEPS`` answers."""
    column = {key: j for j, key in enumerate(kinds.items)}
    cells = np.array([(int(passage[1:]), column[lens, item]) for passage, lens, item in order])
    found = []
    for step in STEPS:
        told = cells[:step]
        weighing = refit.taught(pool.by_vector, pool.by_ngram, told, pool.yes[told[:, 0], told[:, 1]])
        steps = refit.thresholds(weighing.probabilities(pool.by_vector, pool.by_ngram))
        found.append(macro(weighing.probabilities(test.by_vector, test.by_ngram) >= steps, test.yes, columns))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="nl-lens")
    parser.add_argument("--draws", type=int, default=3)
    options = parser.parse_args()
    corpus = read(resources.corpora() / gold.CORPUS)
    load_lenses(LensConfig())
    model = reader(Read(model=options.model))
    if model is None:
        parser.error("a model is needed")
    kinds = model.heads.outputs
    pool, test = part(model, corpus, Split.VALIDATION), part(model, corpus, Split.TEST)
    asked = questions(pool, kinds)
    orders = {
        "queue": [by_queue(asked, digest("learning_curve", str(n))[:12]) for n in range(options.draws)],
        "random": [by_chance(asked, n) for n in range(options.draws)],
    }
    print(f"{len(pool.yes)} passages to ask about, {asked.height} questions; {len(test.yes)} passages to measure on; {options.draws} draws")
    thresholds = np.array(model.heads.thresholds)
    for name, lenses in (("principles", gold.LENSES[:1]), ("principles and archetypes", gold.LENSES)):
        columns = np.array([j for j, (lens, _) in enumerate(kinds.items) if lens in lenses])
        print(f"\nmacro-F1, {name} ({len(columns)} items)\norder   " + "".join(f"{step:>18}" for step in STEPS))
        for order, draws in orders.items():
            found = np.array([curve(draw, pool, test, kinds, columns) for draw in draws])
            cells = (
                f"{mean:.3f} ({low:.3f}–{high:.3f})" for mean, low, high in zip(found.mean(0), found.min(0), found.max(0), strict=True)
            )
            print(f"{order:<8}" + "".join(f"{cell:>22}" if n else f"{cell:>18}" for n, cell in enumerate(cells)))
        print(f"every label of the part validation (the model as shipped): {macro(test.shipped >= thresholds, test.yes, columns):.3f}")


if __name__ == "__main__":
    main()
