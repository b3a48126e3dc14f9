"""The list of documents: what was read, what each gave, and what was set aside with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.page import Link, Page, Pager, main_page, pager
from rodedraad.report.views.notices import Notice, notices
from rodedraad.report.views.quotes import document_name
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.report.corpus import Corpus, Document


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the list; the nouns are for windows too narrow for heads above columns."""

    link: Link
    kind: str
    sector: str
    date: str
    date_sort: str
    passages: str
    passages_noun: str
    archetypes: str
    archetypes_noun: str
    warnings: int


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """A page of the list; what was set aside stands on the first."""

    rows: tuple[DocumentRow, ...]
    pager: Pager
    set_aside: tuple[Notice, ...]


def pages(corpus: Corpus, *, show_file_names: bool) -> Iterator[Page]:
    """Yield the list of documents."""
    documents = list(corpus.documents.values())
    aside = tuple(n for n in notices(corpus, show_file_names=show_file_names) if n.level in ("stop", "know"))
    for k in range(1, places.page_count(len(documents)) + 1):
        rows = tuple(_row(corpus, document) for document in places.part(documents, k))
        view = DocumentsView(rows, pager(places.DOCUMENTS, len(documents), k), aside if k == 1 else ())
        yield main_page(places.DOCUMENTS, "documents.jinja", view, number=k)


def _row(corpus: Corpus, document: Document) -> DocumentRow:
    passages = corpus.by_document[document.id]
    found = {p.archetype_id for p in passages} - {None}
    return DocumentRow(
        link=Link(places.document(document.id), document_name(document)),
        kind=words.value("kind", document.kind),
        sector=words.value("sector", document.sector),
        date=fmt.date(document.date) if document.date else t("date_unknown"),
        date_sort=document.date.isoformat() if document.date else "",
        passages=fmt.number(len(passages)),
        passages_noun=fmt.count(len(passages), "passages").partition(" ")[2],
        archetypes=fmt.number(len(found)),
        archetypes_noun=fmt.count(len(found), "archetypes").partition(" ")[2],
        warnings=len(document.warnings),
    )
