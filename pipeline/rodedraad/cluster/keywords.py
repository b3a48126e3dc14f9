"""The words that tell one archetype from another.

In: the texts of each group and their documents. Out: at most ten words a group. Class-based TF-IDF (Grootendorst 2022, arXiv:2203.05794),
times the share of the group's documents that hold the word: one report's own vocabulary does not name a pattern. Tags, numbers and stop
words never count.
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING

from rodedraad.text.wordlists import content_words

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYWORDS = 10
LABEL_WORDS = 3
FEWEST_DOCUMENTS = 2  # of the group that must hold a keyword
STEM_LETTERS = 5  # words that begin alike for so long, or longer, and differ in a short ending are one word
ENDING_LETTERS = 3


def keywords(texts: Sequence[str], documents: Sequence[str], groups: Sequence[Sequence[int]]) -> list[list[str]]:
    """Return the keywords of each group, most telling first.

    ``groups`` holds indices in ``texts``; ``documents`` names the document of each text. Equal scores go by alphabet.
    """
    words = [content_words(text) for text in texts]
    everywhere = Counter(word for found in words for word in found)
    mean = sum(everywhere.values()) / max(1, len(groups))
    return [_of_group([words[i] for i in group], [documents[i] for i in group], everywhere, mean) for group in groups]


def label(found: Sequence[str]) -> str:
    """Return the proposal for a name: the first keywords."""
    return ", ".join(found[:LABEL_WORDS])


def _of_group(words: Sequence[list[str]], documents: Sequence[str], everywhere: Counter[str], mean: float) -> list[str]:
    counts = Counter(word for found in words for word in found)
    spread: dict[str, set[str]] = {}
    for found, document in zip(words, documents, strict=True):
        for word in found:
            spread.setdefault(word, set()).add(document)
    total, n_documents = sum(counts.values()), len(set(documents))
    needed = min(FEWEST_DOCUMENTS, max((len(found) for found in spread.values()), default=0))
    score = {
        word: count / total * log(1 + mean / everywhere[word]) * (len(spread[word]) / n_documents) ** 0.5
        for word, count in counts.items()
        if len(spread[word]) >= needed
    }
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
