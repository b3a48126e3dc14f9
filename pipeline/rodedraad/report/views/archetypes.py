"""Archetypes: the table of all of them, and a page each with the evidence for and against it.

Corpus in, pages out. A reader must see how wide a pattern is, how sure it is, what speaks for it and what speaks against it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.page import Counts, Link, Page, Pager, counts, main_page, neighbours, pager, trail
from rodedraad.report.views.charts import Balance, Bars, balance, length, spread
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.report.corpus import Archetype, Corpus, Passage
    from rodedraad.report.views.quotes import Quote, Quoter

_SECTORS = 3  # named in a row of the table
FEWEST_SIGNED = 5  # passages with a judgement, before the report says which way most of them point


@dataclass(frozen=True, slots=True)
class Row:
    """An archetype in the table."""

    number: str
    link: Link
    thin: bool
    documents: str
    documents_length: str
    counts: str
    sectors: tuple[str, ...]
    balance: Balance
    stability: str
    keywords: tuple[str, ...]
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class TableView:
    """All archetypes."""

    rows: tuple[Row, ...]
    pager: Pager
    counts: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lens item nearest to an archetype: a proposal of the machine, with the share of members behind it."""

    link: Link
    lens: Link
    share: str


@dataclass(frozen=True, slots=True)
class ArchetypeView:
    """One archetype. The pages after the first hold only the rest of its members."""

    position: str
    label: str
    named: bool
    counts: Counts
    first: bool
    thin_text: str
    stability: str
    balance: Balance
    direction: str
    keywords: tuple[str, ...]
    continues: bool
    related: tuple[Link, ...]
    proposal: Proposal | None
    typical: tuple[Quote, ...]
    contradicting: tuple[Quote, ...]
    boundary: tuple[Quote, ...]
    spread: tuple[Bars, ...]
    members: tuple[Quote, ...]
    pager: Pager


def rows(corpus: Corpus, quoter: Quoter) -> tuple[Row, ...]:
    """Return every archetype as a row of the table, widest first."""
    return tuple(_row(corpus, quoter, archetype) for archetype in corpus.archetypes.values())


def pages(corpus: Corpus, quoter: Quoter, n_quotes: int) -> Iterator[Page]:
    """Yield the table of archetypes and the page of each."""
    found = rows(corpus, quoter)
    for k in range(1, places.page_count(len(found)) + 1):
        view = TableView(tuple(places.part(found, k)), pager(places.ARCHETYPES, len(found), k), fmt.count(len(found), "archetypes"))
        yield main_page(places.ARCHETYPES, "archetypes.jinja", view, number=k)
    links = [row.link for row in found]
    for at, archetype in enumerate(corpus.archetypes.values()):
        yield from _archetype_pages(quoter, archetype, n_quotes, neighbours(links, at))


def typical(archetype: Archetype, corpus: Corpus) -> list[Passage]:
    """Return the exemplars of an archetype, or its strongest members when none were chosen."""
    chosen = [corpus.passages[i] for i in archetype.exemplars if i in corpus.passages]
    return chosen or list(archetype.members)


def direction(archetype: Archetype) -> int:
    """Return the sign most members have: +1, -1, or 0 when neither prevails."""
    total = sum(p.polarity for p in archetype.members)
    return (total > 0) - (total < 0)


def direction_text(archetype: Archetype) -> str:
    """Return in words which way most judgements point, or, when there are too few to say, how many there are."""
    found = Counter(p.polarity for p in archetype.members)
    signed = found[1] + found[-1]
    if signed >= FEWEST_SIGNED:
        return t(f"direction.{direction(archetype)}")
    counted = {"whole": fmt.count(len(archetype.members), "passages"), "plus": fmt.number(found[1]), "minus": fmt.number(found[-1])}
    return t("direction.few" if signed else "direction.none", n=fmt.number(signed), **counted)


def _row(corpus: Corpus, quoter: Quoter, archetype: Archetype) -> Row:
    found = counts(corpus, archetype.members)
    strongest = typical(archetype, corpus)[:1]
    return Row(
        number=fmt.number(archetype.number),
        link=Link(places.archetype(archetype.id), archetype.label),
        thin=found.thin,
        documents=t("of", n=fmt.number(found.documents), whole=fmt.number(len(corpus.documents))),
        documents_length=length(found.documents, len(corpus.documents)),
        counts=" · ".join((fmt.count(found.passages, "passages"), fmt.count(found.organisations, "organisations"))),
        sectors=_sectors(corpus, archetype),
        balance=balance(archetype.members),
        stability=words.stability(archetype.stability),
        keywords=archetype.keywords,
        quote=quoter.quote(strongest[0], places.archetype(archetype.id)) if strongest else None,
    )


def _sectors(corpus: Corpus, archetype: Archetype) -> tuple[str, ...]:
    found = Counter(corpus.documents[doc_id].sector for doc_id in sorted({p.doc_id for p in archetype.members}))
    ranked = sorted(found.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or ""))
    named = tuple(t("sector_count", name=words.value("sector", code), n=fmt.number(n)) for code, n in ranked[:_SECTORS])
    rest = len(ranked) - _SECTORS
    return (*named, fmt.count(rest, "more")) if rest > 0 else named


def _archetype_pages(quoter: Quoter, archetype: Archetype, most: int, beside: dict[str, Link | None]) -> Iterator[Page]:
    path = places.archetype(archetype.id)
    members = quoter.quotes(archetype.members, None, path)
    for k in range(1, places.page_count(len(members)) + 1):
        view = _view(quoter, archetype, most if k == 1 else 0, members, k)
        yield Page(
            path=places.paged(path, k),
            template="archetype.jinja",
            title=archetype.label if k == 1 else t("page_of", title=archetype.label, number=fmt.number(k)),
            section=places.ARCHETYPES,
            view=view,
            crumbs=trail(places.ARCHETYPES),
            **beside,
        )


def _view(quoter: Quoter, archetype: Archetype, most: int, members: tuple[Quote, ...], k: int) -> ArchetypeView:
    corpus = quoter.corpus
    way, here = direction(archetype), places.archetype(archetype.id)
    against = [p for p in archetype.members if way and p.polarity == -way]
    edge = [corpus.passages[i] for i in archetype.boundary_cases if i in corpus.passages]
    shown = {p.root for p in typical(archetype, corpus)[:most]}
    found = counts(corpus, archetype.members)
    return ArchetypeView(
        position=t("archetype.position", number=fmt.number(archetype.number), n=fmt.number(len(corpus.archetypes))),
        label=archetype.label,
        named=archetype.named,
        counts=found,
        first=k == 1,
        thin_text=t("thin.explained", documents=fmt.count(found.documents, "documents")) if found.thin else "",
        stability=words.stability(archetype.stability),
        balance=balance(archetype.members),
        direction=direction_text(archetype),
        keywords=archetype.keywords,
        continues=archetype.previous_id is not None,
        related=_related(corpus, archetype),
        proposal=_proposal(corpus, archetype),
        typical=quoter.quotes(typical(archetype, corpus), most, here),
        contradicting=quoter.quotes(against, most, here),
        boundary=quoter.quotes([p for p in edge if p.root not in shown], most, here),
        spread=spread(corpus, archetype.members) if k == 1 else (),
        members=tuple(places.part(members, k)),
        pager=pager(here, len(members), k, "#alle"),
    )


def _related(corpus: Corpus, archetype: Archetype) -> tuple[Link, ...]:
    family = [a for a in corpus.archetypes.values() if archetype.parent_id and a.parent_id == archetype.parent_id and a.id != archetype.id]
    return tuple(Link(places.archetype(a.id), a.label) for a in family)


def _proposal(corpus: Corpus, archetype: Archetype) -> Proposal | None:
    lens = corpus.lenses.get(archetype.nearest_lens or "")
    if lens is None or archetype.nearest_item is None:
        return None
    item = lens.item(archetype.nearest_item)
    return Proposal(
        Link(places.item(lens.id, item.id), item.name or item.short),
        Link(places.lens(lens.id), lens.name),
        f"{fmt.number(100 * archetype.nearest_score)}%",
    )
