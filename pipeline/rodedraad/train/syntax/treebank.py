"""The sentences that a language pipeline learns from and is measured with.

In: the settings and the declared sources. Out: sentences in one annotation, none of them in a test set, a part of the newest kept apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.errors import ConfigError
from rodedraad.ids import digest
from rodedraad.syntax import conllu
from rodedraad.train.syntax import harmonise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.syntax.conllu import Sentence
    from rodedraad.train.corpora import Corpora
    from rodedraad.train.runner import Workshop
    from rodedraad.train.syntax.settings import LanguageTraining

_FEWEST = 2  # sentences that can be called a training set
_TOLD = 20  # broken sentences named one by one


@dataclass(frozen=True, slots=True)
class Treebank:
    """What is learned from (``current`` and ``older``, both in today's annotation) and measured with."""

    current: list[Sentence]
    older: list[Sentence]
    dev: list[Sentence]


@dataclass(frozen=True, slots=True)
class TreebankSentence:
    """A sentence as the leak check wants it."""

    sentence: Sentence
    source: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Its raw text."""
        return (self.sentence.text,)


def read(config: LanguageTraining, data: Corpora, shop: Workshop) -> Treebank:
    """Return the treebank of the settings; a broken sentence is set aside and named.

    Raises:
        ConfigError: a file is no CoNLL-U, or too little is left.
    """
    faults: list[conllu.SetAside] = []
    current = _sentences(config.current, data, shop, faults)
    older = _sentences(config.older, data, shop, faults)
    dev = [s for s in current if in_dev(s, config.seed, config.dev_share)]
    rest = [s for s in current if not in_dev(s, config.seed, config.dev_share)]
    for fault in faults[:_TOLD]:
        reason = messages.text(f"syntax.conllu.{fault.reason}")
        shop.log.say(messages.text("syntax.set_aside", file=fault.file, line=fault.line, reason=reason))
    shop.log.say(messages.text("syntax.sentences", n=len(rest) + len(older), dev=len(dev), aside=len(faults)))
    if len(rest) < _FEWEST or not dev:
        raise ConfigError("train_too_few", ", ".join(config.current), n=len(rest), dev=len(dev))
    for name, value in (
        ("sentences to learn from", len(rest) + len(older)),
        ("sentences to measure with", len(dev)),
        ("set aside", len(faults)),
    ):
        shop.log.fact(name, value)
    if not older:
        return Treebank(rest, [], dev)
    votes = harmonise.Votes.of(rest)
    older = [harmonise.older(s, votes) if config.harmonise else s for s in older]
    # Features that the two annotations give differently would only split the tags.
    return Treebank([harmonise.today(s) for s in rest], [harmonise.today(s) for s in older], dev)


def in_dev(sentence: Sentence, seed: int, share: float) -> bool:
    """Tell whether a sentence is only measured with: by a hash of its document, so that no text lies on both sides."""
    return int(digest(str(seed), sentence.document)[:8], 16) < share * 16**8


def _sentences(ids: Sequence[str], data: Corpora, shop: Workshop, faults: list[conllu.SetAside]) -> list[Sentence]:
    found: list[Sentence] = []
    for source, path in zip(ids, data.files(ids), strict=True):
        reading = conllu.read([path])
        faults += reading.set_aside
        found += [kept.sentence for kept in shop.leaks.keep([TreebankSentence(s, source) for s in reading.sentences])]
    return found
