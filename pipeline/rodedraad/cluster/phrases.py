"""A short phrase out of the passages themselves, to call an archetype by until somebody names it.

In: the words of an archetype's passages with their parts of speech, how telling each word is, and how typical each passage. Out: a phrase
of a few words, as written, or nothing. Three loose keywords leave the reader to guess how they hang together ("lijst, plek, bellen"); what
a report itself calls it says so ("een plek op de lijst"). Source: noun-phrase candidates scored by the words they hold, as in RAKE (Rose et
al. 2010) and YAKE (Campos et al. 2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LONGEST = 7  # words
FIRST = frozenset({"NOUN", "ADJ"})
INSIDE = FIRST | {"ADP", "DET"}  # no verb: "moeder belde" is half a sentence, not a name
LAST = "NOUN"
FEWEST_TELLING = 2  # telling words in a phrase


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a passage: as written, dictionary form (lower case), part of speech ('' where rules read), and its place in the text."""

    form: str
    lemma: str
    upos: str
    start: int
    end: int


def tokens(words: pl.DataFrame, passages: pl.DataFrame) -> dict[str, list[Token]]:
    """Return the words of each passage by its id, from the tables ``words`` and ``passages``."""
    written = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    rows = (
        words.join(passages.select("passage_id", "text"), on="passage_id")
        .select("passage_id", written.alias("form"), pl.col("lemma").str.to_lowercase(), pl.col("upos").fill_null(""), "start", "end")
        .sort("passage_id", "start")
    )
    found: dict[str, list[Token]] = {}
    for passage_id, form, lemma, upos, start, end in rows.iter_rows():
        found.setdefault(passage_id, []).append(Token(form, lemma, upos, start, end))
    return found


def phrase(passages: Sequence[Sequence[Token]], typical: Sequence[float], telling: Mapping[str, float]) -> str:
    """Return the phrase that holds the most telling words in the fewest words, from the more typical passages; '' when there is none.

    ``typical`` (n,) in 0..1, how near each passage is to the middle of the archetype; ``telling`` how well a dictionary form sets the
    archetype apart. Equal phrases go by alphabet.
    """
    scored = {
        " ".join(token.form for token in span).lower(): score * near
        for words, near in zip(passages, typical, strict=True)
        for span in _spans(words)
        if (score := _score(span, telling)) > 0
    }
    return min(scored, key=lambda text: (-round(scored[text], 9), text), default="")


def _score(span: Sequence[Token], telling: Mapping[str, float]) -> float:
    words = {token.lemma for token in span if token.lemma in telling}
    if len(words) < FEWEST_TELLING:
        return 0.0
    return sum(telling[word] for word in words) / sqrt(len(span))


def _spans(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield noun phrases without punctuation, name or figure, with what hangs on them: "plek op de lijst"."""
    for first, token in enumerate(words):
        if token.upos not in FIRST or not _plain(token):
            continue
        for last in range(first + 1, min(first + LONGEST, len(words))):
            before, here = words[last - 1], words[last]
            if here.upos not in INSIDE or here.start != before.end + 1 or not _plain(here):
                break
            if here.upos == LAST:
                yield words[first : last + 1]


def _plain(token: Token) -> bool:
    return token.form.replace("-", "").isalpha()
