"""Training of a static Dutch model: one vector a token, averaged; a hundred times faster than a transformer.

In: settings and declared data. Out: a sentence-transformers folder with a ``StaticEmbedding``. It learns the same lesson as the transformer
(the teacher's vector for a translation), and from Dutch texts what the Dutch transformer makes of them, so that it knows the words of the
field. Source of the form: Aarsen (2025), Train 400x faster static embedding models with sentence transformers, huggingface.co/blog.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.errors import ConfigError
from rodedraad.run.folder import write_text
from rodedraad.train.corpora import Pair
from rodedraad.train.embedding import corpus, measure, precision, teacher
from rodedraad.train.embedding.steps import Fits, save
from rodedraad.train.embedding.tokenizer import train_tokenizer
from rodedraad.train.leaks import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rodedraad.train.corpora import Corpora
    from rodedraad.train.embedding.corpus import Texts
    from rodedraad.train.embedding.settings import DutchTeacher, StaticTraining
    from rodedraad.train.runner import Workshop

LEAST_WORDS, MOST_WORDS = 5, 40  # of a sentence worth learning from


def train(config: StaticTraining, data: Corpora, workshop: Workshop) -> None:
    """Train the model of ``config`` and leave it in ``workshop.model``.

    Raises:
        MissingError: a teacher is not on this machine.
        ConfigError: a teacher or a source does not fit, or nothing is left to learn from.
    """
    import torch

    torch.use_deterministic_algorithms(mode=True)
    precision.hush()
    texts = corpus.read(config.distil, config.vocabulary, data, workshop.leaks)
    tokenizer = _tokenizer(config, texts, workshop)
    pairs, wide = _lessons(config, texts, workshop)
    targets = reduced(wide, config.dimensions)
    model = _model(tokenizer, first_vectors(tokenizer, [pair.dutch for pair in pairs], targets))
    fits = Fits(model, workshop, config.seed, config.precision, measure.on(data.scored(config.dev)))
    fits.distil(pairs, targets, config.distil)
    if config.labels:
        fits.judge(corpus.scored(config.labels, data, workshop.leaks), config.labels)
    save(model, workshop.model)


def _tokenizer(config: StaticTraining, texts: Texts, workshop: Workshop) -> Any:  # noqa: ANN401 - tokenizers has no stubs
    """Return the tokenizer, kept in the work folder: the checkpoints of a resumed training have a vector for each of its tokens."""
    from tokenizers import Tokenizer

    kept = workshop.folder / "tokenizer.json"
    if not kept.is_file():
        workshop.log.phase("tokenizer")
        made = train_tokenizer([*texts.dutch, *texts.monolingual], texts.frequencies, config.vocabulary.size)
        write_text(kept, made.to_str())
    return Tokenizer.from_file(str(kept))


def reduced(vectors: NDArray[np.float16], dimensions: int) -> NDArray[np.float16]:
    """Return unit vectors (n, dimensions): ``vectors`` (n, d) on their first principal directions, uncentred so that cosines stay.

    ``dimensions`` is at most d.
    """
    wide = vectors.astype(np.float32)
    _, directions = np.linalg.eigh(wide.T @ wide)  # ascending
    short = wide @ directions[:, ::-1][:, :dimensions]
    unit: NDArray[np.float16] = (short / np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-9)).astype(np.float16)
    return unit


def first_vectors(tokenizer: Any, texts: list[str], targets: NDArray[np.float16]) -> NDArray[np.float32]:  # noqa: ANN401
    """Return a vector (vocabulary, d) a token: the mean target of the texts that hold it, less the mean of all. Zeros for an unseen one."""
    total = np.zeros((tokenizer.get_vocab_size(), targets.shape[1]), dtype=np.float32)
    count = np.zeros(len(total), dtype=np.float32)
    wide = targets.astype(np.float32)
    wide -= wide.mean(axis=0)
    for encoding, target in zip(tokenizer.encode_batch(texts, add_special_tokens=False), wide, strict=True):
        tokens = np.unique(np.array(encoding.ids, dtype=np.int64))
        total[tokens] += target
        count[tokens] += 1
    return np.asarray(total / np.maximum(count, 1)[:, None], dtype=np.float32)


def _lessons(config: StaticTraining, texts: Texts, workshop: Workshop) -> tuple[list[Pair], NDArray[np.float16]]:
    """Return the pairs with the teacher's vectors, and after them Dutch sentences with those of the Dutch teacher."""
    english = teacher.load(config.teacher)
    if (width := english.get_embedding_dimension()) < config.dimensions:
        raise ConfigError("train_dimensions", config.teacher.model, n=width, asked=config.dimensions)
    numbers = precision.resolved(config.precision)
    targets = teacher.vectors(english, texts.english, config.teacher, workshop.folder, workshop.log, numbers)
    if config.dutch is None:
        return texts.pairs, targets
    dutch = teacher.load(config.dutch)
    if (other := dutch.get_embedding_dimension()) != width:
        raise ConfigError("train_width", config.dutch.model, n=other, m=width)
    chosen = sample(texts.monolingual, config.dutch, config.seed)
    if not chosen:
        raise ConfigError("train_nothing_left", ", ".join(config.vocabulary.texts))
    extra = teacher.vectors(dutch, chosen, config.dutch, workshop.folder, workshop.log, numbers)
    return [*texts.pairs, *(Pair("", sentence, "dutch") for sentence in chosen)], np.concatenate([targets, extra])


def sample(paragraphs: list[str], settings: DutchTeacher, seed: int) -> list[str]:
    """Return at most ``settings.sample`` different sentences of some length from ``paragraphs``."""
    found = {part.strip() for text in paragraphs for part in sentences(text) if LEAST_WORDS <= len(part.split()) <= MOST_WORDS}
    ordered = sorted(found)
    return random.Random(seed).sample(ordered, min(settings.sample, len(ordered)))  # noqa: S311 - no secret


def _model(tokenizer: Any, vectors: NDArray[np.float32]) -> Any:  # noqa: ANN401
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    return SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=vectors), Normalize()], device="cpu")
