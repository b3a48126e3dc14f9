"""Learning to spell before learning to annotate: spaCy's characters objective over running text.

In: texts and the pipeline's embedder. Out: the same embedder, its weights better placed to begin with. From its context, each word's first
and last letters are predicted (spaCy ``pretrain``, https://spacy.io/usage/embeddings-transformers#pretraining).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rodedraad.train.syntax import building, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.train.runner import Workshop
    from rodedraad.train.syntax.settings import Pretraining

LETTERS = 4  # first and last ones, to be predicted
HIDDEN = 128
LONGEST = 600  # characters of a text
DROPOUT = 0.1
WARMUP = 30
LEAST_RATE = 0.05
CHECKPOINT_STEPS = 100


def pretrain(nlp: Any, texts: Sequence[str], config: Pretraining, seed: int, shop: Workshop) -> None:  # noqa: ANN401 - a spaCy Language
    """Train the embedder of ``nlp`` in place; goes on from its checkpoint after a kill."""
    from spacy.ml.models.multi_task import create_pretrain_characters
    from thinc.api import set_dropout_rate

    embedder = nlp.get_pipe(building.EMBEDDER).model
    building.fix_randomness(seed, "pretraining")
    model = create_pretrain_characters(maxout_pieces=3, hidden_size=HIDDEN, n_characters=LETTERS)(nlp.vocab, embedder)
    model.initialize(X=[nlp.make_doc(text[:LONGEST]) for text in texts[:10]])
    adam = building.optimizer(nlp, config.rate)
    adam.averages = None
    checkpoint = shop.folder / "pretraining.safetensors"
    figures = state.load(checkpoint, [model], adam) or {"step": 0, "words": 0, "text": 0}
    total = max(1, config.words // config.batch_words)
    shop.log.phase("pretrain", total)
    set_dropout_rate(model, DROPOUT)
    stream = _batches(nlp, texts, config.batch_words, figures["text"])
    for step in range(figures["step"], total):
        if step % CHECKPOINT_STEPS == 0:
            building.fix_randomness(seed, "pretraining", str(step))
        docs, figures["text"] = next(stream)
        adam.learn_rate = config.rate * min(1, (step + 1) / WARMUP) * max(LEAST_RATE, 1 - step / total)
        loss = _update(model, docs, adam)
        figures["step"] = step + 1
        shop.log.step(step + 1, loss=round(loss, 4), words=sum(map(len, docs)))
        if (step + 1) % CHECKPOINT_STEPS == 0 or step + 1 == total:
            state.save(checkpoint, [model], adam, figures)
    set_dropout_rate(model, 0.0)


def _update(model: Any, docs: list[Any], adam: Any) -> float:  # noqa: ANN401
    """Take one step and return the loss per word."""
    predicted, backprop = model.begin_update(docs)
    loss, gradient = model.attrs["loss"](model.ops, docs, predicted)
    backprop(gradient)
    model.finish_update(adam)
    return float(loss) / sum(map(len, docs))


def _batches(nlp: Any, texts: Sequence[str], words: int, first: int) -> Iterator[tuple[list[Any], int]]:  # noqa: ANN401
    """Yield batches of Docs of about ``words`` words from text number ``first`` on, round and round, with the number of the next text."""
    number = first
    while True:
        docs: list[Any] = []
        while sum(map(len, docs)) < words:
            docs.append(nlp.make_doc(texts[number % len(texts)][:LONGEST]))
            number += 1
        yield docs, number
