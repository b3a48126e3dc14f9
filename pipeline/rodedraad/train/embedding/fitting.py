"""One training with the sentence-transformers trainer: checkpoints, going on after a kill, figures a step, averaging.

In: a model, a data set with a label column, a loss, the settings. Out: the trained model. All that must survive lies in ``folder``.
"""

from __future__ import annotations

import json
import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

from sentence_transformers import SentenceTransformerTrainer
from transformers import TrainerCallback

from rodedraad.train.embedding.batches import LengthBatches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rodedraad.train.embedding.settings import Fit
    from rodedraad.train.steplog import StepLog

TOKENS = r"embeddings?\."  # parameters that hold a vector a token or position
STATE = "trainer_state.json"


def fit(
    model: Any,  # noqa: ANN401 - sentence-transformers has no types
    rows: Any,  # noqa: ANN401 - a datasets.Dataset
    lengths: Sequence[int],
    loss: Any,  # noqa: ANN401
    settings: Fit,
    *,
    folder: Path,
    phase: str,
    log: StepLog,
    seed: int,
    precision: str,
    measure: Callable[[Any], dict[str, float]],
    rates: dict[str, float] | None = None,
) -> None:
    """Train ``model`` in place on ``rows``; ``lengths`` are those of their texts, ``measure`` gives the figures of a checkpoint.

    ``rates``, by a pattern of parameter names, are the learning rates of what does not learn at ``settings.rate``.
    A second call with the same ``folder`` goes on from its last checkpoint, with the same weights as an undisturbed training.
    """
    from sentence_transformers import SentenceTransformerTrainingArguments

    rates = (rates or {}) | ({TOKENS: settings.token_rate} if settings.token_rate else {})
    steps = -(-len(lengths) // settings.batch_size) * settings.epochs
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(folder),
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch_size,
        learning_rate=settings.rate,
        learning_rate_mapping=rates,
        warmup_steps=int(steps * settings.warmup),
        weight_decay=settings.decay,
        max_grad_norm=1.0,
        lr_scheduler_type="linear",
        bf16=precision == "bfloat16",
        use_cpu=True,
        seed=seed,
        data_seed=seed,
        batch_sampler=partial(LengthBatches, lengths=lengths),
        save_strategy="steps",
        save_steps=settings.checkpoint_steps,
        save_total_limit=max(2, settings.average),
        logging_steps=1,
        logging_strategy="steps",
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=False,
        dataloader_num_workers=0,
    )
    diary = _Diary(log, phase, model, measure)
    trainer = _Trainer(model=model, args=arguments, train_dataset=rows, loss=loss, callbacks=[diary])
    _quiet(trainer)
    trainer.train(resume_from_checkpoint=str(last) if (last := _last_whole(folder)) else None)
    if settings.average > 1:
        _average(model, _checkpoints(folder)[-settings.average :])


class _Trainer(SentenceTransformerTrainer):  # type: ignore[misc]  # sentence-transformers has no types
    """The library's trainer, which goes on with the weights that the model has and no others."""

    def _load_from_checkpoint(self, checkpoint_path: str) -> None:
        self.model.load_state_dict(_weights(self.model, checkpoint_path))


class _Diary(TrainerCallback):
    """Hands every step's figures to the step log."""

    def __init__(self, log: StepLog, phase: str, model: Any, measure: Callable[[Any], dict[str, float]]) -> None:  # noqa: ANN401
        self._log = log
        self._phase = phase
        self._model = model
        self._measure = measure
        self._figures: dict[str, float] = {}

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ANN401, ARG002
        self._log.phase(self._phase, state.max_steps)

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ANN401, ARG002
        self._model.eval()
        self._figures = self._measure(self._model)
        self._model.train()

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:  # noqa: ANN401, ARG002
        if logs and "loss" in logs:
            figures = {name: float(logs[name]) for name in ("loss", "grad_norm", "learning_rate") if name in logs}
            self._log.step(state.global_step, **figures, **self._figures)
            self._figures = {}


def _quiet(trainer: Any) -> None:  # noqa: ANN401
    """Leave showing progress to the step log."""
    from transformers.trainer_callback import PrinterCallback, ProgressCallback

    for callback in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(callback)


def _checkpoints(folder: Path) -> list[Path]:
    return sorted(folder.glob("checkpoint-*"), key=lambda path: int(path.name.rpartition("-")[2]))


def _last_whole(folder: Path) -> Path | None:
    """Return the newest checkpoint that was written to its end; what a kill cut short is thrown away."""
    for path in reversed(_checkpoints(folder)):
        if _whole(path / STATE):
            return path
        shutil.rmtree(path)
    return None


def _whole(state: Path) -> bool:
    """Tell whether a checkpoint's state, which the trainer writes last, is there to its end: a kill can tear it."""
    try:
        json.loads(state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _average(model: Any, checkpoints: list[Path]) -> None:  # noqa: ANN401
    """Set the model's weights to the mean of those of the checkpoints (Izmailov et al. 2018, arXiv:1803.05407)."""
    import torch

    states = [_weights(model, str(path)) for path in checkpoints]
    mean = {
        name: torch.stack([state[name].float() for state in states]).mean(dim=0) if value.is_floating_point() else value
        for name, value in states[-1].items()
    }
    model.load_state_dict(mean)


def _weights(model: Any, checkpoint: str) -> dict[str, Any]:  # noqa: ANN401
    """Return the weights of a checkpoint as ``model`` names them. A checkpoint, loaded, has a pooling layer that our BERT goes without."""
    from sentence_transformers import SentenceTransformer

    found = SentenceTransformer(checkpoint, device="cpu", local_files_only=True).state_dict()
    return {name: found[name] for name in model.state_dict()}
