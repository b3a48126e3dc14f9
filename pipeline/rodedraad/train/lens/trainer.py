"""Training of a reading model: examples, two judges, their weighing, a folder.

In: settings and a labelled corpus. Out: a sentence-transformers folder with half-precision weights and a model.onnx, and the heads beside
it. Of the corpus the part train is learned from, validation weighs and sets thresholds, test is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad.config import Lens as LensConfig
from rodedraad.errors import ConfigError
from rodedraad.labels import check, read
from rodedraad.labels.model import Split
from rodedraad.lens.load import load_lenses
from rodedraad.reading import heads
from rodedraad.train.embedding import onnx_export, places, precision, steps
from rodedraad.train.lens import combine, examples, finetune, ngrams, reviewed
from rodedraad.train.settings import resolve

if TYPE_CHECKING:
    from rodedraad.lens.model import Lens
    from rodedraad.train.corpora import Corpora
    from rodedraad.train.lens.settings import LensTraining
    from rodedraad.train.runner import Workshop


def train(config: LensTraining, data: Corpora, workshop: Workshop) -> None:  # noqa: ARG001 - the signature of every trainer
    """Train the model of ``config`` and leave it in ``workshop.model``.

    Raises:
        ConfigError: the corpus has faults, a lens does not exist, or no item has examples enough.
        MissingError: the corpus or the encoder is not on this machine.
    """
    import torch

    torch.use_deterministic_algorithms(mode=True)
    precision.hush()
    lenses = {lens.id: lens for lens in load_lenses(LensConfig())}
    corpus = _corpus(config, lenses)
    kinds = examples.outputs(corpus, lenses, config.lenses, config.least_examples)
    if not kinds.items:
        raise ConfigError("train_nothing_left", str(config.corpus))
    train_part, validation = (examples.of_split(corpus, split, kinds) for split in (Split.TRAIN, Split.VALIDATION))
    if config.examples:
        train_part = examples.together(train_part, examples.of_lenses((lenses[name] for name in config.lenses), kinds))
    if config.reviews:
        told = reviewed.of_runs(config.reviews, kinds)
        workshop.log.fact("passages judged by reviewers", len(told.texts))
        train_part = examples.together(train_part, told)
    workshop.log.fact("passages learned from", len(train_part.texts))
    workshop.log.fact("passages weighed on", len(validation.texts))
    numbers = precision.resolved(config.precision)
    tuned = finetune.model(places.folder(config.encoder), config, kinds.width)
    finetune.tune(tuned, train_part, kinds, config, workshop, numbers)
    weights, bias = finetune.layer(tuned)
    tuned[0].max_seq_length = config.max_tokens
    workshop.log.phase("ngrams")
    linear = ngrams.fit(train_part, kinds, config.ngrams, config.seed)
    by_vector = finetune.vectors(tuned, validation.texts, numbers) @ weights + bias
    mixed = combine.mix(by_vector, linear.logits(validation), validation, kinds)
    blank = (0.5,) * len(kinds.items)
    made = heads.Heads(kinds, blank, weights, bias, linear.weights, linear.bias, mixed, linear.features)
    sure = made.read(finetune.vectors(tuned, validation.texts, numbers), validation.texts, validation.headings)
    steps.save(tuned, workshop.model)
    onnx_export.export(workshop.model, workshop.model)
    heads.save(heads.replace_thresholds(made, combine.thresholds(sure.items, validation.items)), workshop.model)


def _corpus(config: LensTraining, lenses: dict[str, Lens]) -> read.Corpus:
    folder = resolve(config.corpus)
    corpus = read.read(folder)
    report = check.check(corpus, lenses, read.GOLD)
    if report.faults:
        raise ConfigError("labels_faults", str(folder), faults="\n".join(report.faults[:20]))
    unknown = sorted(set(config.lenses) - set(lenses))
    if unknown:
        raise ConfigError("lens_unknown", unknown[0], near=", ".join(lenses), known=", ".join(lenses))
    styles = sorted({story.narrative.style for story in corpus.stories})
    for style in config.without_styles:
        if style not in styles:
            raise ConfigError("train_no_style", style, known=", ".join(styles))
    return corpus.without(config.without_styles)
