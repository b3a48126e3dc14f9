"""The words that tell one archetype from another.

In: the content words of each passage, as stage `syntax` read them, and their documents. Out: at most ten words a group. Class-based TF-IDF
(Grootendorst 2022, arXiv:2203.05794) over dictionary forms, times the share of the group's documents that hold the word: one report's own
vocabulary does not name a pattern. A noun is shown in the form the group writes most ("ouders"), any other word in its dictionary form.
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEYWORDS = 10
LABEL_WORDS = 3
FEWEST_DOCUMENTS = 2  # of the group that must hold a keyword
STEM_LETTERS = 5  # words that begin alike for so long, or longer, and differ in a short ending are one word
ENDING_LETTERS = 3


Words = list[tuple[str, str]]
"""The content words of a passage in order: dictionary form and the form to show, lower case."""


def content(words: pl.DataFrame, passages: pl.DataFrame) -> dict[str, Words]:
    """Return the content words of each passage by its id, from the tables `words` and `passages`."""
    written = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    rows = (
        words.filter(pl.col("is_content"))
        .join(passages.select("passage_id", "text"), on="passage_id")
        .with_columns(
            form=pl.when(pl.col("upos").is_null() | (pl.col("upos") == "NOUN")).then(written).otherwise("lemma").str.to_lowercase()
        )
        .sort("passage_id", "start")
        .group_by("passage_id", maintain_order=True)
        .agg("lemma", "form")
    )
    return {passage_id: list(zip(lemmas, forms, strict=True)) for passage_id, lemmas, forms in rows.iter_rows()}


def telling(words: Sequence[Words], documents: Sequence[str], groups: Sequence[Sequence[int]]) -> list[dict[str, float]]:
    """Return for each group how well each dictionary form (lower case) sets it apart.

    ``groups`` holds indices in ``words``; ``documents`` names the document of each passage.
    """
    lemmas = [[lemma.lower() for lemma, _ in found] for found in words]
    everywhere = Counter(lemma for found in lemmas for lemma in found)
    mean = sum(everywhere.values()) / max(1, len(groups))
    return [_of_group([lemmas[i] for i in group], [documents[i] for i in group], everywhere, mean) for group in groups]


def keywords(words: Sequence[Words], groups: Sequence[Sequence[int]], scores: Sequence[Mapping[str, float]]) -> list[list[str]]:
    """Return the keywords of each group, most telling by ``scores`` first. Equal scores go by alphabet."""
    result = []
    for group, score in zip(groups, scores, strict=True):
        written = _written([words[i] for i in group])
        result.append(list(dict.fromkeys(written[lemma] for lemma in _best(score))))
    return result


def _written(words: Sequence[Words]) -> Mapping[str, str]:
    """Return for each dictionary form the form that stands for it most; of equals the first by alphabet."""
    counts = Counter((lemma.lower(), form) for found in words for lemma, form in found)
    return {lemma: form for (lemma, form), _ in sorted(counts.items(), key=lambda item: (item[1], [-ord(c) for c in item[0][1]]))}


def label(found: Sequence[str]) -> str:
    """Return the first keywords, to call a group by that has no phrase of its own."""
    return ", ".join(found[:LABEL_WORDS])


def _of_group(words: Sequence[list[str]], documents: Sequence[str], everywhere: Counter[str], mean: float) -> dict[str, float]:
    counts = Counter(word for found in words for word in found)
    spread: dict[str, set[str]] = {}
    for found, document in zip(words, documents, strict=True):
        for word in found:
            spread.setdefault(word, set()).add(document)
    total, n_documents = sum(counts.values()), len(set(documents))
    needed = min(FEWEST_DOCUMENTS, max((len(found) for found in spread.values()), default=0))
    return {
        word: count / total * log(1 + mean / everywhere[word]) * (len(spread[word]) / n_documents) ** 0.5
        for word, count in counts.items()
        if len(spread[word]) >= needed
    }


def _best(score: Mapping[str, float]) -> list[str]:
    chosen: list[str] = []
    for word in sorted(score, key=lambda w: (-round(score[w], 9), w)):
        if not any(_same_stem(word, other) for other in chosen):
            chosen.append(word)
        if len(chosen) == KEYWORDS:
            break
    return chosen


def _same_stem(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return len(short) >= STEM_LETTERS and len(long) - len(short) <= ENDING_LETTERS and long.startswith(short)
