"""The reading page of a document: its pseudonymised text in reading order, with what was found in the margin.

Paragraphs and passages in, blocks of segments out. Every character of the text is in exactly one segment, in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.page import CHOICES, Link, Page, Pager, neighbours, steps, trail
from rodedraad.report.views.blocks import Block, Heading, blocks, headings
from rodedraad.report.views.notices import file_name
from rodedraad.report.views.quotes import document_name
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.report.corpus import Corpus, Document
    from rodedraad.report.views.quotes import Quoter


_SHORT = 5  # passages of a document that needs no overview of itself, such as a row of a register


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a document."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A page of a document; a very long one is cut into several."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    counts: str
    is_short: bool  # read at a glance: what was found stands in its margin alone
    has_notes: bool
    archetypes: tuple[tuple[Link, str], ...]
    outline: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    pager: Pager | None


def pages(corpus: Corpus, quoter: Quoter, *, show_file_names: bool) -> Iterator[Page]:
    """Yield the reading pages of every document."""
    documents = list(corpus.documents.values())
    links = [Link(places.document(d.id), document_name(d)) for d in documents]
    for at, document in enumerate(documents):
        paragraphs = corpus.paragraphs.get(document.id, ())
        n_pages = places.page_count(len(paragraphs), places.PARAGRAPHS_PER_PAGE)
        for k in range(1, n_pages + 1):
            part = tuple(places.part(paragraphs, k, places.PARAGRAPHS_PER_PAGE))
            made = blocks(part, corpus.by_document[document.id], quoter)
            yield Page(
                path=places.paged(places.document(document.id), k),
                template="document.jinja",
                title=document_name(document) if k == 1 else t("page_of", title=document_name(document), number=fmt.number(k)),
                section=places.DOCUMENTS,
                view=_view(corpus, document, made, _pager(document, n_pages, k), show_file_names=show_file_names),
                crumbs=trail(places.DOCUMENTS),
                data=(CHOICES,),
                **neighbours(links, at),
            )


def _view(corpus: Corpus, document: Document, made: tuple[Block, ...], pager: Pager | None, *, show_file_names: bool) -> DocumentView:
    passages = corpus.by_document[document.id]
    owned = [a for a in corpus.archetypes.values() if any(p.archetype_id == a.id for p in passages)]
    return DocumentView(
        id=document.id,
        title=document_name(document),
        facts=_facts(document, show_file_names=show_file_names),
        warnings=tuple(words.warning(code) for code in document.warnings),
        counts=" · ".join(
            (
                fmt.count(len(passages), "passages"),
                t("document.in_archetype", n=fmt.number(sum(p.archetype_id is not None for p in passages))),
                t("document.in_lens", n=fmt.number(sum(bool(p.assigned) for p in passages))),
            )
        ),
        is_short=len(passages) <= _SHORT,
        has_notes=any(block.notes for block in made),
        archetypes=tuple(
            (Link(places.archetype(a.id), a.label), fmt.count(sum(p.archetype_id == a.id for p in passages), "passages")) for a in owned
        ),
        outline=headings(made),
        blocks=made,
        pager=pager,
    )


def _facts(document: Document, *, show_file_names: bool) -> tuple[Fact, ...]:
    pages = [Fact(t("fact.pages"), fmt.number(document.n_pages))] if document.n_pages is not None else []
    return (
        Fact(t("fact.kind"), words.value("kind", document.kind)),
        Fact(t("fact.date"), fmt.date(document.date) if document.date else t("date_unknown")),
        Fact(t("fact.sector"), words.value("sector", document.sector)),
        Fact(t("fact.organisation"), words.organisation(document.organisation_type)),
        *pages,
        Fact(t("fact.language"), words.value("language", document.language)),
        Fact(t("fact.file"), file_name(document.source_path, document.sha256, show_file_names=show_file_names)),
    )


def _pager(document: Document, n_pages: int, k: int) -> Pager | None:
    if n_pages == 1:
        return None
    return Pager(t("pager.document", k=fmt.number(k), n=fmt.number(n_pages)), steps(places.document(document.id), n_pages, k))
