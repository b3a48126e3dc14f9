"""Archetypes: the table of all of them, and a page each with the evidence for and against it.

Corpus in, pages out. A reader must see how wide a pattern is, how sure it is, what speaks for it and what speaks against it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.page import CHOICES, Counts, Link, Page, Pager, counts, main_page, neighbours, pager, trail
from rodedraad.report.views.charts import Balance, Bars, balance, length, spread
from rodedraad.report.views.decided import Gone, Standing, gone, standing
from rodedraad.report.views.evidence import Case, Shown, around, direction, typical
from rodedraad.report.views.multiples import Multiples, Spreads
from rodedraad.report.views.quotes import folded
from rodedraad.report.words import t
from rodedraad.schema import Descent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.report.corpus import Archetype, Corpus
    from rodedraad.report.page import Beside
    from rodedraad.report.views.quotes import Line, Quote, Quoter
    from rodedraad.report.views.reasons import Reasons

FEWEST_SIGNED = 5  # passages with a judgement, before the report says which way most of them point


@dataclass(frozen=True, slots=True)
class Row:
    """An archetype in the table."""

    number: str
    link: Link
    thin: bool
    standing: Standing
    documents: str
    documents_length: str
    counts: str
    spread: Multiples
    balance: Balance
    stability: str
    descent: str
    keywords: tuple[str, ...]
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class TableView:
    """All archetypes."""

    rows: tuple[Row, ...]
    pager: Pager
    counts: str
    gone: tuple[Gone, ...]  # on the last page


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lens item nearest to an archetype: a proposal of the machine, with the share of members behind it."""

    link: Link
    lens: Link
    share: str
    passages: str


@dataclass(frozen=True, slots=True)
class ArchetypeView:
    """One archetype. The pages after the first hold only the rest of its members."""

    id: str
    position: str
    label: str
    named: bool
    standing: Standing
    counts: Counts
    first: bool
    thin_text: str
    stability: str
    balance: Balance
    direction: str
    keywords: tuple[str, ...]
    descent: str
    earlier: tuple[Link, ...]
    related: tuple[Link, ...]
    proposal: Proposal | None
    fresh: bool  # a pattern with a name of its own that the lenses have no item for
    typical: Shown
    contradicting: Shown
    boundary: Shown
    spread: tuple[Bars, ...]
    members: tuple[Line, ...]
    pager: Pager


def rows(corpus: Corpus, quoter: Quoter) -> tuple[Row, ...]:
    """Return every archetype as a row of the table, widest first."""
    spreads = Spreads.of(corpus)
    return tuple(_row(quoter, spreads, archetype) for archetype in corpus.archetypes.values())


def pages(corpus: Corpus, reasons: Reasons, n_quotes: int) -> Iterator[Page]:
    """Yield the table of archetypes and the page of each."""
    found = rows(corpus, reasons.quoter)
    last = places.page_count(len(found))
    for k in range(1, last + 1):
        over = gone(corpus) if k == last else ()
        view = TableView(tuple(places.part(found, k)), pager(places.ARCHETYPES, len(found), k), fmt.count(len(found), "archetypes"), over)
        yield main_page(places.ARCHETYPES, "archetypes.jinja", view, number=k)
    links = [row.link for row in found]
    for at, archetype in enumerate(corpus.archetypes.values()):
        yield from _archetype_pages(reasons, archetype, n_quotes, neighbours(links, at))


def direction_text(archetype: Archetype) -> str:
    """Return in words which way most judgements point, or, when there are too few to say, how many there are."""
    found = Counter(p.polarity for p in archetype.members)
    signed = found[1] + found[-1]
    if signed >= FEWEST_SIGNED:
        return t(f"direction.{direction(archetype)}")
    counted = {"whole": fmt.count(len(archetype.members), "passages"), "plus": fmt.number(found[1]), "minus": fmt.number(found[-1])}
    return t("direction.few" if signed else "direction.none", n=fmt.number(signed), **counted)


def descent_text(archetype: Archetype, group: str) -> str:
    """Return whether an archetype is new, known, split off or merged, from the texts of ``group``; empty in a first report."""
    if not archetype.lines:
        return ""
    kinds = [line.kind for line in archetype.lines]
    if archetype.lines[0].known:
        return t(f"{group}.known" if Descent.KEPT in kinds else f"{group}.unknown")
    if Descent.MERGED in kinds:
        return t(f"{group}.merged", n=fmt.number(kinds.count(Descent.MERGED)))
    if Descent.KEPT in kinds:
        return t(f"{group}.kept")
    if Descent.SPLIT not in kinds:
        return t(f"{group}.born")
    lost_part = any(line.earlier_id == archetype.id for line in archetype.lines)
    return t(f"{group}.split_here" if lost_part else f"{group}.split")


def _earlier(corpus: Corpus, archetype: Archetype) -> tuple[Link, ...]:
    """Return the archetypes of this report that this one was split off from."""
    ids = {line.earlier_id for line in archetype.lines if line.kind == Descent.SPLIT} - {archetype.id}
    return tuple(Link(places.archetype(a.id), a.label) for a in corpus.archetypes.values() if a.id in ids)


def _row(quoter: Quoter, spreads: Spreads, archetype: Archetype) -> Row:
    corpus = quoter.corpus
    found = counts(corpus, archetype.members)
    strongest = typical(archetype, corpus)[:1]
    return Row(
        number=fmt.number(archetype.number),
        link=Link(places.archetype(archetype.id), archetype.label),
        thin=found.thin,
        standing=standing(corpus, archetype),
        documents=t("of", n=fmt.number(found.documents), whole=fmt.number(len(corpus.documents))),
        documents_length=length(found.documents, len(corpus.documents)),
        counts=" · ".join((fmt.count(found.passages, "passages"), fmt.count(found.organisations, "organisations"))),
        spread=spreads.row(archetype.members),
        balance=balance(archetype.members),
        stability=words.stability(archetype.stability),
        descent=descent_text(archetype, "descent_short"),
        keywords=archetype.keywords,
        quote=quoter.quote(strongest[0], places.archetype(archetype.id)) if strongest else None,
    )


def _archetype_pages(reasons: Reasons, archetype: Archetype, most: int, beside: Beside) -> Iterator[Page]:
    path, quoter = places.archetype(archetype.id), reasons.quoter
    case = Case.of(quoter.corpus, archetype, most)
    quoted = case.quoted
    members = tuple(quoter.brief(p, path, is_signed=True) if p.root in quoted else quoter.line(p, path) for p in folded(archetype.members))
    for k in range(1, places.page_count(len(members)) + 1):
        view = _view(reasons, case, members, k)
        yield Page(
            path=places.paged(path, k),
            template="archetype.jinja",
            title=archetype.label if k == 1 else t("page_of", title=archetype.label, number=fmt.number(k)),
            section=places.ARCHETYPES,
            view=view,
            crumbs=trail(places.ARCHETYPES),
            data=(CHOICES, around(archetype.id)) if k == 1 else (CHOICES,),
            **beside,
        )


def _view(reasons: Reasons, case: Case, members: tuple[Line, ...], k: int) -> ArchetypeView:
    corpus, archetype = reasons.quoter.corpus, case.archetype
    shown = case.shown(reasons) if k == 1 else (Shown(), Shown(), Shown())
    found = counts(corpus, archetype.members)
    return ArchetypeView(
        id=archetype.id,
        position=t("archetype.position", number=fmt.number(archetype.number), n=fmt.number(len(corpus.archetypes))),
        label=archetype.label,
        named=archetype.named,
        standing=standing(corpus, archetype),
        counts=found,
        first=k == 1,
        thin_text=t("thin.explained", documents=fmt.count(found.documents, "documents")) if found.thin else "",
        stability=words.stability(archetype.stability),
        balance=balance(archetype.members),
        direction=direction_text(archetype),
        keywords=archetype.keywords,
        descent=descent_text(archetype, "descent"),
        earlier=_earlier(corpus, archetype),
        related=_related(corpus, archetype),
        proposal=_proposal(corpus, archetype),
        fresh=is_new(corpus, archetype),
        typical=shown[0],
        contradicting=shown[1],
        boundary=shown[2],
        spread=spread(corpus, archetype.members) if k == 1 else (),
        members=tuple(places.part(members, k)),
        pager=pager(places.archetype(archetype.id), len(members), k, "#alle"),
    )


def _related(corpus: Corpus, archetype: Archetype) -> tuple[Link, ...]:
    family = [a for a in corpus.archetypes.values() if archetype.parent_id and a.parent_id == archetype.parent_id and a.id != archetype.id]
    return tuple(Link(places.archetype(a.id), a.label) for a in family)


def is_new(corpus: Corpus, archetype: Archetype) -> bool:
    """Return whether an archetype with a name is like no item of a lens; without a lens that says nothing."""
    return bool(corpus.lenses) and archetype.named and archetype.nearest_item is None


def _proposal(corpus: Corpus, archetype: Archetype) -> Proposal | None:
    lens = corpus.lenses.get(archetype.nearest_lens or "")
    if lens is None or archetype.nearest_item is None:
        return None
    item = lens.item(archetype.nearest_item)
    return Proposal(
        Link(places.item(lens.id, item.id), item.name or item.short),
        Link(places.lens(lens.id), lens.name),
        f"{fmt.number(100 * archetype.nearest_score)}%",
        fmt.count(len(archetype.members), "passages"),
    )
