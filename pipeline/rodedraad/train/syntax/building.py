"""The pipeline before it has learned anything: made from spaCy's own configuration.

In: a .cfg file and sentences. Out: an initialised spaCy pipeline (it knows which tags, labels and lemma trees there are) and its optimizer.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.errors import ConfigError
from rodedraad.ids import digest
from rodedraad.train.syntax.examples import example

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rodedraad.syntax.conllu import Sentence

EMBEDDER = "tok2vec"


def pipeline(config: Path, sentences: Sequence[Sentence], seed: int) -> Any:  # noqa: ANN401 - a spaCy Language
    """Return the pipeline of a spaCy configuration, initialised on ``sentences``; the same seed gives the same weights.

    Raises:
        ConfigError: the file is no spaCy configuration, or has no component ``tok2vec``.
    """
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    from rodedraad.syntax import parts  # noqa: F401 - registers the embedding

    set_current_ops(NumpyOps(use_blis=False))  # numpy's own matrix product was three times as fast as blis where it was measured
    try:
        settings = spacy.util.load_config(config)
        fix_randomness(seed, "weights")
        nlp = spacy.util.load_model_from_config(settings, auto_fill=True, validate=True)
    except (OSError, ImportError, ValueError, KeyError, TypeError) as error:
        raise ConfigError("language_cfg", str(config), reason=str(error).strip().splitlines()[0][:200]) from None
    if EMBEDDER not in nlp.pipe_names:
        raise ConfigError("language_cfg", str(config), reason=EMBEDDER)
    examples = [example(nlp.vocab, [s]) for s in sentences]
    nlp.initialize(lambda: examples)
    return nlp


def optimizer(nlp: Any, rate: float) -> Any:  # noqa: ANN401 - a thinc Optimizer
    """Return the optimizer of the pipeline's configuration with a learning rate of ``rate``."""
    from spacy.util import registry

    settings = nlp.config["training"]["optimizer"].copy()
    settings["learn_rate"] = rate
    return registry.resolve({"optimizer": settings})["optimizer"]


def models(nlp: Any) -> list[Any]:  # noqa: ANN401
    """Return the thinc models of the pipeline's trainable components, in order."""
    return [pipe.model for _, pipe in nlp.pipeline if getattr(pipe, "is_trainable", False)]


def fix_randomness(seed: int, *place: str) -> None:
    """Seed the generators that spaCy and thinc draw from (Python's and numpy's global ones) for one stretch of work.

    A stretch that is done again after a kill then draws the same.
    """
    number = int(digest(str(seed), *place)[:8], 16)
    random.seed(number)
    np.random.seed(number)  # noqa: NPY002 - thinc draws its dropout masks from the global generator
