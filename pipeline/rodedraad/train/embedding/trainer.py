"""Training of a Dutch sentence transformer: tokenizer, alignment, transplant, distillation, and a last step on human judgements.

In: settings and declared data. Out: a sentence-transformers folder with half-precision safetensors, and a model.onnx for the processor.
Source of the recipe: Remy et al. (2024), arXiv:2408.04303 (new vocabulary) and Reimers & Gurevych (2020), arXiv:2004.09813 (distillation
over translations).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad.train.embedding import corpus, measure, onnx_export, precision, student, teacher
from rodedraad.train.embedding.steps import Fits, save

if TYPE_CHECKING:
    from rodedraad.train.corpora import Corpora
    from rodedraad.train.embedding.settings import EmbeddingTraining
    from rodedraad.train.runner import Workshop


def train(config: EmbeddingTraining, data: Corpora, workshop: Workshop) -> None:
    """Train the model of ``config`` and leave it in ``workshop.model``.

    Raises:
        MissingError: the teacher is not on this machine.
        ConfigError: the teacher or a source does not fit, or nothing is left to learn from.
    """
    import torch

    torch.use_deterministic_algorithms(mode=True)
    precision.hush()
    texts = corpus.read(config.distil, config.vocabulary, data, workshop.leaks)
    taught = teacher.load(config.teacher)
    student.require(config, taught)
    numbers = precision.resolved(config.precision)
    prepared, tokens = student.prepare(texts, config.vocabulary, config.transfer, taught, config.seed, workshop.folder, workshop.log)
    model = student.transformer(config, prepared / student.TOKENIZER, tokens, taught, workshop.folder / "start")
    targets = teacher.vectors(taught, texts.english, config.teacher, workshop.folder, workshop.log, numbers)
    check = measure.on(data.scored(config.dev))
    fits = Fits(model, workshop, config.seed, numbers, check)
    fits.distil(texts.pairs, targets, config.distil)
    if config.labels:
        fits.judge(corpus.scored(config.labels, data, workshop.leaks), config.labels)
    save(model, workshop.model)
    onnx_export.export(workshop.model, workshop.model)
