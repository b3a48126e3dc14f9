"""The steps of training that both kinds of model take: learning from the teacher, then from human judgements.

In: a model, pairs and the teacher's vectors, scored pairs. Out: the model, trained in place.
"""

from __future__ import annotations

import json
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rodedraad.errors import ConfigError
from rodedraad.run.folder import write_json
from rodedraad.train.embedding import corpus, precision, student

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from rodedraad.train.corpora import Pair, Scored
    from rodedraad.train.embedding.measure import Measure
    from rodedraad.train.embedding.settings import Distil, Fit, Labels
    from rodedraad.train.runner import Workshop


class Fits:
    """The steps of training on one model."""

    def __init__(self, model: Any, workshop: Workshop, seed: int, numbers: str, check: Measure) -> None:  # noqa: ANN401
        self._model = model
        self._workshop = workshop
        self._seed = seed
        self._numbers = numbers
        self._check = check

    def distil(self, pairs: list[Pair], targets: NDArray[np.float16], settings: Distil) -> None:
        """Teach the model to give ``targets`` (n, d), unit vectors, for the Dutch side of the n ``pairs``.

        Raises:
            ConfigError: the filter leaves no pair.
        """
        from datasets import Dataset

        from rodedraad.train.embedding.losses import DistillationLoss

        chosen = self._agreeing(pairs, targets, settings)
        if not chosen:
            raise ConfigError("train_nothing_left", ", ".join(settings.pairs))
        dutch = [pairs[i].dutch for i in chosen]
        rows = Dataset.from_dict({"dutch": dutch, "label": list(targets[chosen])})
        rows = rows.with_format("torch", columns=["label"], output_all_columns=True)  # ten times as fast as by way of Python's numbers
        loss = DistillationLoss(self._model, cosine=settings.cosine, contrast=settings.contrast, temperature=settings.temperature)
        self._fit(rows, dutch, loss, settings, "distillation")

    def judge(self, scored: list[Scored], settings: Labels) -> None:
        """Teach the model the order that people gave to ``scored``."""
        from datasets import Dataset
        from sentence_transformers.sentence_transformer.losses import CoSENTLoss

        first, second = [pair.first for pair in scored], [pair.second for pair in scored]
        rows = Dataset.from_dict({"first": first, "second": second, "label": [pair.score for pair in scored]})
        self._fit(rows, first, CoSENTLoss(self._model, scale=settings.scale), settings, "labels")

    def _agreeing(self, pairs: list[Pair], targets: NDArray[np.float16], settings: Distil) -> list[int]:
        """Return the positions of the pairs that are worth learning from, and note how many fell out."""
        kept = self._workshop.folder / "agreeing.json"
        if kept.is_file():
            chosen: list[int] = json.loads(kept.read_text(encoding="utf-8"))
            return chosen
        filtered = [i for i, pair in enumerate(pairs) if pair.source in settings.filtered]
        likeness = [1.0] * len(pairs)
        if filtered:
            self._workshop.log.phase("agreement")
            with precision.autocast(self._numbers):
                made = self._model.encode([pairs[i].dutch for i in filtered], batch_size=settings.batch_size, show_progress_bar=False)
            for i, value in zip(filtered, student.likeness(made, targets[filtered]), strict=True):
                likeness[i] = value
        chosen = corpus.agreeing(pairs, likeness, settings.filtered, settings.agreement)
        self._workshop.log.fact("pairs dropped because teacher and untrained student disagree", len(pairs) - len(chosen))
        write_json(kept, chosen)
        return chosen

    def _fit(self, rows: Any, texts: list[str], loss: Any, settings: Fit, phase: str) -> None:  # noqa: ANN401
        from rodedraad.train.embedding.fitting import fit

        tokenizer = getattr(self._model.tokenizer, "backend_tokenizer", self._model.tokenizer)
        lengths = [len(encoding.ids) for encoding in tokenizer.encode_batch(texts)]
        with _reading(self._model, settings.max_tokens):
            fit(
                self._model,
                rows,
                lengths,
                loss,
                settings,
                folder=self._workshop.folder / phase,
                phase=phase,
                log=self._workshop.log,
                seed=self._seed,
                precision=self._numbers,
                measure=self._check,
            )


@contextmanager
def _reading(model: Any, tokens: int) -> Iterator[None]:  # noqa: ANN401
    """Let ``model`` read no more than ``tokens`` of a text for a while. A static model reads all: its length has no bound and no setter."""
    longest = model.max_seq_length
    if not math.isfinite(longest):
        yield
        return
    model.max_seq_length = tokens
    try:
        yield
    finally:
        model.max_seq_length = longest


def save(model: Any, folder: Path) -> None:  # noqa: ANN401
    """Write the model in half precision, which halves its size and changes no score."""
    model.half()
    model.save_pretrained(str(folder), create_model_card=False, safe_serialization=True)
    model.float()
