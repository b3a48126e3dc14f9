"""What judges passages of the gold corpus: the product as it runs, with a reading model or with indicators, and plain classifiers.

In: labelled passages. Out: for each what was assigned, with which probability, sign and modality. The product is measured through its own
stages, so a figure is what a user gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import polars as pl

from rodedraad.config import Config
from rodedraad.evaluate.baselines import BASELINES, Baseline
from rodedraad.ingest.sections import role_of
from rodedraad.labels.model import Split
from rodedraad.labels.read import read
from rodedraad.lens import stage as lens_stage
from rodedraad.reading import load as reading_load
from rodedraad.reading import stage as reading_stage
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.segment.modality import classify
from rodedraad.train.lens import examples as learning

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rodedraad.evaluate.models import Library
    from rodedraad.labels.read import Labelled
    from rodedraad.reading.heads import Outputs

INDICATORS = "indicators"
LINEAR = "+lr"  # after the name of an embedder: logistic regression on its vectors, learned from the gold corpus


@dataclass(frozen=True)
class Verdict:
    """Of n passages over the items of ``Outputs``: assigned (n, m), probability (n, m), sign (n, m) −1, 0 or 1; modality (n,) numbers."""

    assigned: NDArray[np.bool_]
    probability: NDArray[np.float32]
    sign: NDArray[np.int8]
    modality: NDArray[np.int64]


class Judge(Protocol):
    """Judges passages."""

    @property
    def name(self) -> str:
        """What the table calls it."""
        ...

    @property
    def model_id(self) -> str:
        """Name, ``@`` and a hash of what shapes its verdicts."""
        ...

    @property
    def folder(self) -> Path | None:
        """Where its files are; None where it has none."""
        ...

    def verdict(self, passages: Sequence[Labelled], kinds: Outputs) -> Verdict:
        """Return what it makes of each passage."""
        ...


@dataclass(frozen=True, slots=True)
class Product:
    """The stages `read` and `lens` with ``model``, a reading model or ``rules``."""

    name: str
    model_id: str
    folder: Path | None
    model: str

    def verdict(self, passages: Sequence[Labelled], kinds: Outputs) -> Verdict:
        """Return what the stages make of each passage."""
        config = Config()
        config = config.model_copy(update={"read": config.read.model_copy(update={"model": self.model})})
        ids = [f"{n:06d}" for n in range(len(passages))]
        fragments = pl.DataFrame(
            {
                "passage_id": ids,
                "text": [each.passage.text for each in passages],
                "section": [each.passage.section for each in passages],
                "modality": [classify(each.passage.text, role_of(each.passage.section)).value for each in passages],
                "duplicate_of": pl.Series([None] * len(ids), dtype=pl.String),
            }
        )
        context = Context(source_root=None, seed=config.seed)
        read_tables = reading_stage.run({"fragments": fragments}, config.read, context)
        told = read_tables["readings"].select("passage_id", pl.col("modality").alias("read"))
        fragments = fragments.join(told, on="passage_id", how="left").with_columns(modality=pl.coalesce("read", "modality"))
        mappings = lens_stage.run({"passages": fragments, "decisions": TABLES["decisions"].empty(), **read_tables}, config.lens, context)[
            "mappings"
        ]
        modality = np.array([kinds.modalities.index(m) for m in fragments.sort("passage_id")["modality"].to_list()])
        return _of_mappings(mappings, read_tables["evidence"], len(ids), kinds, modality)


def _of_mappings(mappings: pl.DataFrame, evidence: pl.DataFrame, n: int, kinds: Outputs, modality: NDArray[np.int64]) -> Verdict:
    column = {key: i for i, key in enumerate(kinds.items)}
    shape = (n, len(column))
    found = Verdict(np.zeros(shape, bool), np.zeros(shape, np.float32), np.zeros(shape, np.int8), modality)
    for passage, lens, item, score in evidence.select("passage_id", "lens_id", "item_id", "score").iter_rows():
        if (lens, item) in column:
            found.probability[int(passage), column[lens, item]] = score
    names = ("passage_id", "lens_id", "item_id", "score", "assigned", "polarity")
    for passage, lens, item, score, assigned, polarity in mappings.select(names).iter_rows():
        if (lens, item) in column:
            cell = int(passage), column[lens, item]
            found.probability[cell], found.assigned[cell], found.sign[cell] = score, assigned, polarity
    return found


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic regression on the vectors of an embedder, learned from the part train, thresholds from the part validation.

    It reads the text of a passage alone, without the heading above it. An embedder that is fitted is fitted on the part train.
    """

    name: str
    model_id: str
    folder: Path | None
    models: Library
    embedder: str
    corpus: Path

    def verdict(self, passages: Sequence[Labelled], kinds: Outputs) -> Verdict:
        """Return what the classifiers make of each passage."""
        corpus = read(self.corpus)
        learned, weighed = (learning.of_split(corpus, split, kinds) for split in (Split.TRAIN, Split.VALIDATION))
        candidate = self.models.open(self.embedder)
        encode = candidate.fitted_on(learned.texts) if isinstance(candidate, Baseline) else candidate.vectors
        rows, held, asked = (encode(texts) for texts in (learned.texts, weighed.texts, [each.passage.text for each in passages]))
        probability = np.zeros((len(passages), len(kinds.items)), np.float32)
        assigned = np.zeros(probability.shape, bool)
        for n, answers in enumerate(learned.items.T):
            model = _logistic(rows, answers > 0)
            probability[:, n] = model.predict_proba(asked)[:, 1]
            assigned[:, n] = probability[:, n] >= _threshold(model.predict_proba(held)[:, 1], weighed.items[:, n] > 0)
        sign = np.zeros(probability.shape, np.int8)
        for n, key in enumerate(kinds.signed):
            told = np.flatnonzero(learned.signs[:, n])
            sign[:, kinds.items.index(key)] = np.where(_logistic(rows[told], learned.signs[told, n] > 0).predict(asked), 1, -1)
        modality = _logistic(rows, learned.modality).predict(asked)
        return Verdict(assigned, probability, sign, modality)


def _logistic(rows: Any, answers: NDArray[Any]) -> Any:  # noqa: ANN401 - scikit-learn has no types
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=5.0, class_weight="balanced", max_iter=300, random_state=0).fit(rows, answers)


def _threshold(probability: NDArray[np.float32], yes: NDArray[np.bool_]) -> float:
    steps = np.linspace(0.05, 0.95, 91)
    scores = [2 * ((probability >= s) & yes).sum() / max(1, (probability >= s).sum() + yes.sum()) for s in steps]
    return float(steps[int(np.argmax(scores))])


def open_judge(name: str, models: Library, corpus: Path) -> Judge:
    """Return the judge called ``name``: ``indicators``, an embedder with ``+lr``, or a reading model.

    Raises:
        MissingError: there is no such model on this machine.
        ConfigError: its folder cannot be used.
    """
    if name == INDICATORS:
        return Product(INDICATORS, f"{INDICATORS}@1", None, reading_load.RULES)
    if name.endswith(LINEAR):
        embedder = name.removesuffix(LINEAR)
        candidate = models.open(embedder)
        return Linear(name, f"{name}@{candidate.model_id.rpartition('@')[2]}", None, models, embedder, corpus)
    from rodedraad import registry

    found = registry.find(name)
    return Product(name, f"{name}@{found.sha256[:16]}", found.folder, name)


def is_judge(name: str) -> bool:
    """Return whether a name means something that judges passages."""
    from rodedraad import registry

    if name == INDICATORS or (name.endswith(LINEAR) and name not in BASELINES):
        return True
    return any(entry.role == "lens" and name in (entry.id, entry.name) for entry in registry.entries())
