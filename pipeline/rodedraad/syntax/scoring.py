"""How well a language pipeline reads raw text, counted against a treebank.

In: a loaded spaCy pipeline and sentences with their annotation. Out: counts per text, from which figures and their spread can be made.
Tokens are aligned by their characters, so that a wrong split costs what it should: the CoNLL 2018 shared task's way (Zeman et al. 2018,
https://aclanthology.org/K18-2001). Labels are compared without their subtype there, and here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from rodedraad.syntax.conllu import Sentence, Token

METRICS = ("token", "upos", "lemma", "uas", "las", "sentence")
_RAW_TEXT_SENTENCES = 40  # a text is cut after so many, so that one long file is more than one item to draw


class Span(NamedTuple):
    """Where a token or sentence lies, counted in characters other than white space."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted, a row per text and a column per metric of ``METRICS``: correct, and how many gold and predicted there are."""

    correct: NDArray[np.int64]
    gold: NDArray[np.int64]
    predicted: NDArray[np.int64]
    words_per_cpu_second: float

    def f1(self, metric: str) -> float:
        """Return a metric over all texts, 0..100."""
        column = METRICS.index(metric)
        both = int(self.gold[:, column].sum() + self.predicted[:, column].sum())
        return 200 * int(self.correct[:, column].sum()) / both if both else 0.0


def texts(sentences: Iterable[Sentence]) -> list[list[Sentence]]:
    """Group consecutive sentences of one document, as far as the treebank says, into texts; the reader finds their ends itself."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if groups and groups[-1][0].document == sentence.document and len(groups[-1]) < _RAW_TEXT_SENTENCES:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return groups


def count(nlp: Any, sentences: Iterable[Sentence]) -> Counts:  # noqa: ANN401 - a spaCy Language, whose import is heavy
    """Read the sentences' raw text with ``nlp`` and count what it got right."""
    groups = texts(sentences)
    raw = [" ".join(sentence.text for sentence in group) for group in groups]
    began = time.process_time()
    docs = list(nlp.pipe(raw))
    spent = time.process_time() - began
    rows = [_text(group, doc) for group, doc in zip(groups, docs, strict=True)]
    table = np.array(rows, dtype=np.int64).reshape(len(rows), 3, len(METRICS))
    words = int(table[:, 1, 0].sum())
    return Counts(table[:, 0], table[:, 1], table[:, 2], words / spent if spent else 0.0)


def _text(group: Sequence[Sentence], doc: Any) -> tuple[list[int], list[int], list[int]]:  # noqa: ANN401
    """Return correct, gold and predicted counts of one text."""
    gold, ends = _gold(group)
    found: dict[Span, Any] = {}
    span_of: dict[int, Span] = {}
    sentences: set[Span] = set()
    position = 0
    for sentence in doc.sents if doc.has_annotation("SENT_START") else [doc[:]]:
        start = position
        for token in sentence:
            size = _size(token.text)
            if size:
                span_of[token.i] = Span(position, position + size)
                found[span_of[token.i]] = token
            position += size
        sentences.add(Span(start, position))
    same = [(token, head, found[span]) for span, (token, head) in gold.items() if span in found]
    hung = [(token, guess) for token, head, guess in same if _head(guess, span_of) == head]
    correct = [
        len(same),
        sum(guess.pos_ == token.upos for token, _, guess in same),
        sum(guess.lemma_ == token.lemma for token, _, guess in same),
        len(hung),
        sum(_label(guess.dep_) == _label(token.deprel) for token, guess in hung),
        len(sentences & ends),
    ]
    words = len(METRICS) - 1
    return correct, [len(gold)] * words + [len(ends)], [len(found)] * words + [len(sentences)]


def _gold(group: Sequence[Sentence]) -> tuple[dict[Span, tuple[Token, Span | None]], set[Span]]:
    """Return each token's span with the token and its head's span (None for a root), and the spans of the sentences."""
    tokens: dict[Span, tuple[Token, Span | None]] = {}
    ends: set[Span] = set()
    position = 0
    for sentence in group:
        start = position
        spans = [Span(position, position := position + _size(token.form)) for token in sentence.tokens]
        for i, token in enumerate(sentence.tokens):
            tokens[spans[i]] = (token, None if token.head == i else spans[token.head])
        ends.add(Span(start, position))
    return tokens, ends


def _head(token: Any, span_of: dict[int, Span]) -> Span | None:  # noqa: ANN401
    return None if token.head.i == token.i else span_of.get(token.head.i)


def _label(name: str) -> str:
    return name.lower().partition(":")[0]


def _size(text: str) -> int:
    return sum(not c.isspace() for c in text)
