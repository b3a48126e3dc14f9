"""Sentences to what spaCy learns from, in an order that depends on the seed and the position alone.

In: annotated sentences. Out: an endless, repeatable stream of batches that can be entered anywhere.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from rodedraad.ids import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.syntax.conllu import Sentence
    from rodedraad.train.syntax.settings import Fit

GROUPS = (1, 2, 3, 5, 8)  # sentences per text: teaches where sentences end


def example(vocab: Any, sentences: Sequence[Sentence], *, lower: bool = False) -> Any:  # noqa: ANN401 - spaCy has no types here
    """Return a spaCy Example of a text of these sentences; with ``lower`` its words are in lower case."""
    from spacy.tokens import Doc
    from spacy.training import Example

    tokens = [
        (token, i == 0, i == len(sentence.tokens) - 1, first)
        for sentence, first in zip(sentences, _offsets(sentences), strict=True)
        for i, token in enumerate(sentence.tokens)
    ]
    words = [t.form.lower() if lower else t.form for t, *_ in tokens]
    spaces = [t.space_after or last for t, _, last, _ in tokens]
    gold = Doc(
        vocab,
        words=words,
        spaces=spaces,
        pos=[t.upos for t, *_ in tokens],
        morphs=[t.feats for t, *_ in tokens],
        lemmas=[t.lemma for t, *_ in tokens],
        heads=[first + t.head for t, _, _, first in tokens],
        deps=["ROOT" if t.deprel == "root" else t.deprel for t, *_ in tokens],
        sent_starts=[start for _, start, _, _ in tokens],
    )
    return Example(Doc(vocab, words=words, spaces=spaces), gold)


def batches(vocab: Any, sentences: Sequence[Sentence], fit: Fit, seed: int, skip: int = 0) -> Iterator[list[Any]]:  # noqa: ANN401
    """Yield batches of about ``fit.batch_words`` words for ever, epoch after epoch, without the first ``skip``.

    What is skipped is shuffled but not built, so entering late is cheap.
    """
    batch: list[tuple[list[Sentence], bool]] = []
    words = 0
    for group, lower in _groups(sentences, fit.lower_case, seed):
        batch.append((group, lower))
        words += sum(len(s.tokens) for s in group)
        if words >= fit.batch_words:
            if skip:
                skip -= 1
            else:
                yield [example(vocab, g, lower=low) for g, low in batch]
            batch, words = [], 0


def _groups(sentences: Sequence[Sentence], lower: float, seed: int) -> Iterator[tuple[list[Sentence], bool]]:
    epoch = 0
    while True:
        rng = random.Random(digest(str(seed), str(epoch)))  # noqa: S311 - order of training, no secret
        order = list(sentences)
        rng.shuffle(order)
        place = 0
        while place < len(order):
            size = rng.choice(GROUPS)
            yield order[place : place + size], rng.random() < lower
            place += size
        epoch += 1


def _offsets(sentences: Sequence[Sentence]) -> Iterator[int]:
    first = 0
    for sentence in sentences:
        yield first
        first += len(sentence.tokens)
