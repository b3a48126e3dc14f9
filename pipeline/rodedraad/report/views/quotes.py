"""Quotes: verbatim passages with where they stand, how much they belong and what they were mapped on.

Passages in, ``Quote`` out. Passages that say nearly the same become one quote that tells how many others there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rodedraad import ids
from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.page import Link
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rodedraad.report.corpus import Assignment, Corpus, Document, Passage
    from rodedraad.report.places import Places

EXCERPT = 90  # characters of a passage in a list that leads to where the whole of it stands
_TAGS = 3  # items shown at a quote; all of them stand in the margin of the document
SIGNS = {1: "plus", -1: "minus", 0: "neutral"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A lens item at a passage. ``sign`` is plus, minus, neutral, or none for a lens without polarity."""

    sign: str
    text: str
    href: str
    absent: bool = False  # a reviewer said so; the machine does not


@dataclass(frozen=True, slots=True)
class Mark:
    """What a decision about a passage needs to know of it: where it stands, its text, and what the machine says of it.

    ``archetype`` is where it is, ``proposed`` where the machine would have it. ``absent``: the machine does not give it the item that it is
    shown for, and a reviewer does.
    """

    passage: str
    document: str
    start: int
    end: int
    hash: str
    archetype: str
    proposed: str
    absent: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage as evidence. ``facts`` are kind, date, place in the document and section; ``place`` is the latter two alone."""

    text: str
    href: str
    document: str
    facts: str
    place: str
    sign: str
    strength: str | None
    archetype: Link | None
    tags: tuple[Tag, ...]
    more_tags: str
    same: tuple[Link, ...]
    same_text: str
    mark: Mark
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A passage in a long list. ``facts`` are those of a quote with the strength, or in a brief line document and place.

    ``sign`` is empty where the list says it, or nobody judged.
    """

    is_brief: bool
    text: str
    href: str
    source: str
    facts: str
    sign: str
    same: tuple[Link, ...]
    same_text: str
    mark: Mark
    state: str


@dataclass(frozen=True, slots=True)
class Quoter:
    """Makes quotes of one corpus."""

    corpus: Corpus
    places: Places

    def quote(self, passage: Passage, *here: str) -> Quote:
        """Return a passage as a quote. ``here`` are pages of the archetype or lens item that stand above it and are not said again."""
        document = self.corpus.documents[passage.doc_id]
        owner = self.corpus.archetypes.get(passage.archetype_id or "")
        tags = [tag for tag in self.tags(passage) if tag.href not in here]
        same = self._same(passage)
        return Quote(
            text=passage.text,
            href=self.places.passage(passage),
            document=document_name(document),
            facts=" · ".join((*document_facts(document), *passage_facts(passage))),
            place=" · ".join(passage_facts(passage)),
            sign=SIGNS[passage.polarity] if passage.polarity else "",
            strength=words.strength(passage.strength) if owner else None,
            archetype=Link(places.archetype(owner.id), owner.label) if owner and places.archetype(owner.id) not in here else None,
            tags=tuple(tags[:_TAGS]),
            more_tags=fmt.count(len(tags) - _TAGS, "statements") if len(tags) > _TAGS else "",
            same=same,
            same_text=fmt.count(len(same), "same") if same else "",
            mark=self.mark(passage, *here),
            state=passage.state,
        )

    def line(self, passage: Passage, *here: str, is_signed: bool = True) -> Line:
        """Return a passage as a line of a list on the pages ``here``."""
        quote = self.quote(passage, *here)
        return Line(
            is_brief=False,
            text=quote.text,
            href=quote.href,
            source=quote.document,
            facts=" · ".join(filter(None, (quote.facts, quote.strength))),
            sign=quote.sign if is_signed else "",
            same=quote.same,
            same_text=quote.same_text,
            mark=quote.mark,
            state=quote.state,
        )

    def brief(self, passage: Passage, *here: str, is_signed: bool = False) -> Line:
        """Return the beginning of a passage that stands in whole on the page of its document, and perhaps above on the same page."""
        line = self.line(passage, *here, is_signed=is_signed)
        return replace(line, is_brief=True, text=clipped(line.text), facts=self._where(passage))

    def mark(self, passage: Passage, *here: str) -> Mark:
        """Return what a decision about a passage needs. ``here`` may hold the page of the lens item it is shown for."""
        shown = next((a for a in passage.assigned if places.item(a.lens_id, a.item_id) in here), None)
        return Mark(
            passage=passage.id,
            document=passage.doc_id,
            start=passage.start,
            end=passage.end,
            hash=ids.text_hash(passage.text),
            archetype=passage.archetype_id or "",
            proposed=passage.proposed_id or "",
            absent=shown is not None and shown.absent,
        )

    def tags(self, passage: Passage) -> tuple[Tag, ...]:
        """Return the items a passage is assigned to, best score first."""
        ranked = sorted(passage.assigned, key=lambda a: (-a.score, a.lens_id, a.item_id))
        return tuple(self._tag(assignment) for assignment in ranked)

    def _tag(self, assignment: Assignment) -> Tag:
        lens = self.corpus.lenses[assignment.lens_id]
        item = lens.item(assignment.item_id)
        sign = SIGNS[assignment.polarity] if lens.has_polarity else "none"
        return Tag(sign, item.short or item.name, places.item(lens.id, item.id), assignment.absent)

    def _same(self, passage: Passage) -> tuple[Link, ...]:
        """Return where the passages stand that are nearly equal to this one."""
        others = [self.corpus.passages[i] for i in self.corpus.same[passage.root] if i != passage.id]
        return tuple(Link(self.places.passage(p), self._where(p)) for p in others)

    def _where(self, passage: Passage) -> str:
        return " · ".join((document_name(self.corpus.documents[passage.doc_id]), *passage_facts(passage)[:1]))


def folded(passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages without those that say nearly the same as an earlier one."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.root, passage)
    return list(first.values())


def clipped(text: str, most: int = EXCERPT) -> str:
    """Return the start of a text, cut between words, with an ellipsis where something follows."""
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0] or text[:most]}…"


def document_name(document: Document) -> str:
    """Return the title of a document, or its short id."""
    return document.title or t("document.untitled", id=document.id[:8])


def document_facts(document: Document) -> tuple[str, ...]:
    """Return kind and date of a document."""
    return words.value("kind", document.kind), fmt.date(document.date) if document.date else t("date_unknown")


def passage_facts(passage: Passage) -> tuple[str, ...]:
    """Return where in its document a passage stands: page or paragraph, then the heading it is under."""
    if passage.page_first is not None and passage.page_last not in (None, passage.page_first):
        where = t("where.pages", first=passage.page_first, last=passage.page_last)
    elif passage.page_first is not None:
        where = t("where.page", page=passage.page_first)
    elif passage.paragraph is not None:
        where = t("where.paragraph", paragraph=passage.paragraph)
    else:
        where = t("where.position", position=passage.position + 1)
    return (where, passage.section) if passage.section else (where,)
