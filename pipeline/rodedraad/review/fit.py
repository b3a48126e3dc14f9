"""Passages found again that a decision was about, also when the text is cut otherwise by now.

In: passage id and anchor of a decision, the passages and paragraphs of this run. Out: the passage of today, or why there is none. Documents
are files by their bytes, so the words stay; what moves are the cuts (another setting of `segment`) and, where names are replaced otherwise,
letters and offsets.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

OF_OLD = 0.5  # of the old passage that must be in the new one
OF_NEW = 1 / 3  # of the new passage that must be the old one: up to three sentences may have been joined
ALIKE = 0.85  # likeness (difflib's ratio, 0..1) from which two texts say the same
NO_ANCHOR, DOCUMENT_GONE, TEXT_GONE, CUT_OTHERWISE = "no_anchor", "document_gone", "text_gone", "cut_otherwise"
_SEPARATOR = "\n\n"  # between the paragraphs of a document's text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stood, as in `review.model.Anchor`, and its text if it is still known."""

    document: str
    start: int
    end: int
    text_hash: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """The passage of today, or None and the reason."""

    passage_id: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    passage_id: str
    start: int
    end: int
    text: str
    hash: str


class Passages:
    """The passages of a run, to be found by id or by place."""

    def __init__(self, passages: pl.DataFrame, paragraphs: pl.DataFrame) -> None:
        self._pieces: dict[str, list[_Piece]] = defaultdict(list)
        self.texts: dict[str, str] = {}
        for row in passages.sort("doc_id", "start").select("passage_id", "doc_id", "start", "end", "text").iter_rows():
            passage, document, start, end, text = row
            self._pieces[document].append(_Piece(passage, start, end, text, text_hash(text)))
            self.texts[passage] = text
        self._paragraphs = paragraphs
        self._whole: dict[str, str] = {}

    def find(self, passage_id: str | None, place: Place | None) -> Fit:
        """Return the passage that ``passage_id`` and ``place`` mean in this run."""
        if passage_id in self.texts:
            return Fit(passage_id)
        if place is None:
            return Fit(None, NO_ANCHOR)
        pieces = self._pieces.get(place.document)
        if not pieces:
            return Fit(None, DOCUMENT_GONE)
        same = [piece for piece in pieces if piece.hash == place.text_hash]
        if same:
            return Fit(min(same, key=lambda piece: (abs(piece.start - place.start), piece.start)).passage_id)
        if text_hash(self._text(place.document)[place.start : place.end]) == place.text_hash:
            return _overlapping(pieces, place)
        return _alike(pieces, place)

    def _text(self, document: str) -> str:
        """Return a document's text: its paragraphs, each where its offsets say."""
        if document not in self._whole:
            rows = self._paragraphs.filter(pl.col("doc_id") == document).sort("block")
            self._whole[document] = _SEPARATOR.join(rows["text"].to_list())
        return self._whole[document]


def text_hash(text: str) -> str:
    """Return the hash by which an anchor knows a passage's text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _overlapping(pieces: Sequence[_Piece], place: Place) -> Fit:
    """Return the passage that holds most of the old one, if that is enough of both."""

    def shared(piece: _Piece) -> int:
        return min(piece.end, place.end) - max(piece.start, place.start)

    best = max(pieces, key=lambda piece: (shared(piece), -piece.start))
    if shared(best) < max(OF_OLD * (place.end - place.start), OF_NEW * (best.end - best.start)):
        return Fit(None, CUT_OTHERWISE)
    return Fit(best.passage_id)


def _alike(pieces: Sequence[_Piece], place: Place) -> Fit:
    """Return the passage that says nearly what the old one said; of equals the nearest."""
    if not place.quote:
        return Fit(None, TEXT_GONE)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(place.quote)
    best: tuple[float, int, str] | None = None
    for piece in pieces:
        matcher.set_seq1(piece.text)
        if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
            continue
        found = (matcher.ratio(), -abs(piece.start - place.start), piece.passage_id)
        if found[0] >= ALIKE and (best is None or found > best):
            best = found
    return Fit(best[2]) if best else Fit(None, TEXT_GONE)
