"""The texts of a training: read, checked for leaks, deduplicated.

In: settings, declared sources, the leak check. Out: English-Dutch pairs and Dutch texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.errors import ConfigError
from rodedraad.train.leaks import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.train.corpora import Corpora, Pair, Scored
    from rodedraad.train.embedding.settings import Distil, Labels, Vocabulary
    from rodedraad.train.leaks import Leaks


@dataclass(frozen=True, slots=True)
class Texts:
    """What a training reads."""

    pairs: list[Pair]
    monolingual: list[str]  # Dutch paragraphs
    frequencies: dict[str, int]

    @property
    def dutch(self) -> list[str]:
        """The Dutch side of the pairs."""
        return [pair.dutch for pair in self.pairs]

    @property
    def english(self) -> list[str]:
        """The English side of the pairs."""
        return [pair.english for pair in self.pairs]


def read(distil: Distil, vocabulary: Vocabulary, corpora: Corpora, leaks: Leaks) -> Texts:
    """Return the texts of a training; equal pairs count once.

    Raises:
        ConfigError: a source does not fit, or no pair is left.
    """
    pairs = {(normalise(pair.english), normalise(pair.dutch)): pair for pair in leaks.keep(corpora.pairs(distil.pairs))}
    if not pairs:
        raise ConfigError("train_nothing_left", ", ".join(distil.pairs))
    texts = leaks.keep(corpora.sentences(vocabulary.texts))
    return Texts(list(pairs.values()), [text.text for text in texts], corpora.frequencies(vocabulary.frequencies))


def scored(settings: Labels, corpora: Corpora, leaks: Leaks) -> list[Scored]:
    """Return the pairs with a human judgement.

    Raises:
        ConfigError: a source does not fit, or no pair is left.
    """
    kept = leaks.keep(corpora.scored(settings.scored))
    if not kept:
        raise ConfigError("train_nothing_left", ", ".join(settings.scored))
    return kept


def agreeing(pairs: Sequence[Pair], likeness: Sequence[float], filtered: Sequence[str], least: float) -> list[int]:
    """Return the positions of the pairs to keep: all but those of the ``filtered`` sources whose likeness is under ``least``."""
    return [i for i, pair in enumerate(pairs) if pair.source not in filtered or likeness[i] >= least]
