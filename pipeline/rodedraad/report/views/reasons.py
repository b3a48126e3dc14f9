"""Why a passage stands where it stands: what it resembles, which key terms it holds, what of a lens matched; and its context.

Passages and their vectors in, short facts out. A reader who disagrees must be able to see what the program went by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rodedraad import messages
from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.page import Link
from rodedraad.report.views.quotes import SIGNS, clipped, document_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from rodedraad.report.corpus import Assignment, Corpus, Paragraph, Passage
    from rodedraad.report.views.quotes import Quote, Quoter

_NEIGHBOURS = 2
_PARAGRAPH = 240  # characters of a paragraph that are shown; the rest is one click away
_STEM, _ENDING = 5, 3  # as stage `cluster` joins words: alike for so many letters, and different in a short ending
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A passage of another document that resembles this one most. ``told`` is where it stands, how much it resembles, and whose it is."""

    text: str
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a lens said: the item, its score beside the threshold, and the words or example of the lens that fitted best.

    ``link`` leads to the item where it is none of the tags of the quote.
    """

    sign: str
    name: str
    link: Link | None
    score: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Context:
    """The text around a passage: the paragraphs before and after, and its own where that says more than the passage."""

    before: str
    lead: str
    passage: str
    rest: str
    after: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote with the reasons for it."""

    quote: Quote
    words: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The vectors of the n passages that have one: rows of unit length, in the order of ``ids``."""

    ids: tuple[str, ...]
    at: dict[str, int]
    vectors: NDArray[np.float32]  # (n, d)

    @classmethod
    def of(cls, embeddings: pl.DataFrame, corpus: Corpus) -> Likeness:
        """Return the vectors of the passages of a corpus; none at all if the table is empty."""
        rows = embeddings.filter(embeddings["passage_id"].is_in(list(corpus.passages))).sort("passage_id")
        ids = tuple(rows["passage_id"].to_list())
        vectors = np.array(rows["vector"].to_list(), dtype=np.float32) if ids else np.zeros((0, 1), dtype=np.float32)
        return cls(ids, {passage_id: at for at, passage_id in enumerate(ids)}, vectors)

    def nearest(self, passage: Passage, corpus: Corpus, most: int = _NEIGHBOURS) -> list[tuple[Passage, float]]:
        """Return the passages of other documents that resemble one most, with the cosine (-1..1); nearly equal ones once."""
        if passage.id not in self.at:
            return []
        likeness = self.vectors @ self.vectors[self.at[passage.id]]
        found: list[tuple[Passage, float]] = []
        seen = {passage.root}
        for row in np.argsort(-likeness, kind="stable"):
            other = corpus.passages[self.ids[row]]
            if other.root in seen or other.doc_id == passage.doc_id:
                continue
            seen.add(other.root)
            found.append((other, float(likeness[row])))
            if len(found) == most:
                break
        return found


@dataclass(frozen=True, slots=True)
class Reasons:
    """Makes evidence of quotes of one corpus."""

    quoter: Quoter

    def evidence(self, passage: Passage, quote: Quote, keywords: Sequence[str]) -> Evidence:
        """Return a quote with why it is here. ``keywords`` are those of the archetype it is shown with."""
        ranked = sorted(passage.assigned, key=lambda a: (-a.score, a.lens_id, a.item_id))
        return Evidence(
            quote=quote,
            words=held(passage.text, keywords),
            findings=tuple(self._finding(assignment, {tag.href for tag in quote.tags}) for assignment in ranked),
        )

    def _finding(self, assignment: Assignment, tagged: set[str]) -> Finding:
        lens = self.quoter.corpus.lenses[assignment.lens_id]
        item = lens.item(assignment.item_id)
        name, href = item.short or item.name, places.item(lens.id, item.id)
        return Finding(
            sign=SIGNS[assignment.polarity] if lens.has_polarity else "none",
            name=name,
            link=None if href in tagged else Link(href, name),
            score=_t("score", score=fmt.number(assignment.score, 2), threshold=fmt.number(assignment.threshold, 2)),
            indicator=clipped(assignment.indicator or ""),
        )


def neighbours(quoter: Quoter, likeness: Likeness, passage: Passage) -> tuple[Neighbour, ...]:
    """Return the passages of other documents that resemble one most."""
    return tuple(_neighbour(quoter, other, share, passage) for other, share in likeness.nearest(passage, quoter.corpus))


def held(text: str, keywords: Sequence[str]) -> tuple[str, ...]:
    """Return the keywords that a text holds, in whatever form; a keyword of several words must stand there as it is."""
    lower = text.lower()
    tokens = set(_WORD.findall(lower))
    return tuple(word for word in keywords if _stands_in(word.lower(), lower, tokens))


def context(passage: Passage, paragraphs: Sequence[Paragraph]) -> Context | None:
    """Return the text around a passage, or None where its paragraph is not known or stands alone and says no more."""
    at = next((k for k, paragraph in enumerate(paragraphs) if paragraph.block == passage.block), None)
    if at is None:
        return None
    own = paragraphs[at]
    start, end = passage.start - own.start, passage.end - own.start
    before = clipped(paragraphs[at - 1].text, _PARAGRAPH) if at else ""
    after = clipped(paragraphs[at + 1].text, _PARAGRAPH) if at + 1 < len(paragraphs) else ""
    found = Context(before, _tail(own.text[: max(0, start)]), own.text[max(0, start) : end], clipped(own.text[end:], _PARAGRAPH), after)
    return found if before or after or found.lead or found.rest else None


def _neighbour(quoter: Quoter, other: Passage, share: float, passage: Passage) -> Neighbour:
    owner = quoter.corpus.archetypes.get(other.archetype_id or "")
    elsewhere = (f"{_t('why_elsewhere')} {owner.label}",) if owner and other.archetype_id != passage.archetype_id else ()
    told = (document_name(quoter.corpus.documents[other.doc_id]), fmt.number(share, 2), *elsewhere)
    return Neighbour(clipped(other.text), quoter.places.passage(other), " · ".join(told))


def _tail(text: str) -> str:
    return text if len(text) <= _PARAGRAPH else f"…{text[-_PARAGRAPH:].partition(' ')[2] or text[-_PARAGRAPH:]}"


def _stands_in(word: str, text: str, tokens: set[str]) -> bool:
    return word in text if " " in word else word in tokens or any(_alike(word, token) for token in tokens)


def _alike(word: str, token: str) -> bool:
    stem = word[: max(_STEM, len(word) - _ENDING)]
    return len(word) >= _STEM and token.startswith(stem) and len(token) - len(stem) <= 2 * _ENDING


def _t(key: str, **values: object) -> str:
    return messages.text(f"pages.{key}", **values)
