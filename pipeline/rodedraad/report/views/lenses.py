"""Lenses: which there are, and per lens the table archetype × item that shows where the evidence lies.

Corpus in, pages out. A cell counts passages; its colour is the surplus of − or +, its signs say the same in black and white.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.page import Link, Page, counts, main_page, neighbours, trail
from rodedraad.report.views import items, scorelist
from rodedraad.report.views.heat import Cell, cell, weight
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.report.corpus import Corpus, Passage
    from rodedraad.report.model import LensView
    from rodedraad.report.views.quotes import Quoter


@dataclass(frozen=True, slots=True)
class LensRow:
    """A lens in the list. ``counts`` is empty when no passage was assigned."""

    link: Link
    question: str
    source: str
    n_items: str
    counts: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An archetype, or the passages without one, against every item."""

    head: Link
    cells: tuple[Cell | None, ...]
    stays_last: bool = False


@dataclass(frozen=True, slots=True)
class ItemHead:
    """An item of the lens: column of the heat map and row of the list below it."""

    number: str
    link: Link
    name: str
    wording: str
    explanation: str
    counts: str


@dataclass(frozen=True, slots=True)
class LensPageView:
    """One lens."""

    title: str
    question: str
    source: str
    has_polarity: bool
    counts: str
    phases: tuple[tuple[str, int], ...]  # name, number of columns
    heads: tuple[ItemHead, ...]
    rows: tuple[HeatRow, ...]
    empty: tuple[Link, ...]  # archetypes without a passage in this lens
    score_list: str  # link; empty in a lens without polarity


def pages(corpus: Corpus, quoter: Quoter) -> Iterator[Page]:
    """Yield the list of lenses, and the pages of every lens and its items."""
    by_item: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in corpus.passages.values():
        for assignment in passage.assigned:
            by_item[assignment.lens_id, assignment.item_id].append(passage)
    yield main_page(places.LENSES, "lenses.jinja", tuple(_lens_row(corpus, lens, by_item) for lens in corpus.lenses.values()))
    links = [Link(places.lens(lens.id), lens.title) for lens in corpus.lenses.values()]
    for at, lens in enumerate(corpus.lenses.values()):
        made = [items.ItemPages.of(corpus, quoter, lens, item, by_item[lens.id, item.id]) for item in lens.items]
        yield Page(
            path=places.lens(lens.id),
            template="lens.jinja",
            title=lens.title,
            section=places.LENSES,
            view=_view(corpus, lens, made),
            crumbs=trail(places.LENSES),
            **neighbours(links, at),
        )
        if lens.has_polarity:
            yield scorelist.page(lens, made)
        siblings = [Link(places.item(lens.id, item.id), item.name or item.short) for item in lens.items]
        for k, item in enumerate(made):
            yield from item.pages(neighbours(siblings, k))


def _lens_row(corpus: Corpus, lens: LensView, by_item: dict[tuple[str, str], list[Passage]]) -> LensRow:
    found = {p.id: p for item in lens.items for p in by_item[lens.id, item.id]}
    return LensRow(
        Link(places.lens(lens.id), lens.title),
        lens.question,
        lens.source,
        fmt.count(len(lens.items), "items"),
        counts(corpus, found.values()).text if found else "",
    )


def _view(corpus: Corpus, lens: LensView, made: Sequence[items.ItemPages]) -> LensPageView:
    found = {p.id: p for item in made for p in item.passages}
    peak = max((_weight(item, owner) for item in made for owner in corpus.archetypes), default=0)
    heads = {a.id: Link(places.archetype(a.id), a.label) for a in corpus.archetypes.values()}
    rows = [(head, tuple(_cell(item, owner, peak) for item in made)) for owner, head in heads.items()]
    rest = tuple(_cell(item, None, peak) for item in made)
    return LensPageView(
        title=lens.title,
        question=lens.question,
        source=lens.source,
        has_polarity=lens.has_polarity,
        counts=counts(corpus, found.values()).text,
        phases=_phases(lens),
        heads=tuple(_head(corpus, item) for item in made),
        rows=(
            *(HeatRow(head, cells) for head, cells in rows if any(cells)),
            HeatRow(Link(places.LEFTOVERS, t("no_archetype")), rest, stays_last=True),
        ),
        empty=tuple(head for head, cells in rows if not any(cells)),
        score_list=places.score_list(lens.id) if lens.has_polarity else "",
    )


def _head(corpus: Corpus, made: items.ItemPages) -> ItemHead:
    item = made.item
    return ItemHead(
        number=item.number,
        link=Link(places.item(made.lens.id, item.id), item.short or item.name),
        name=item.name or item.short,
        wording=item.wording,
        explanation=item.explanation,
        counts=counts(corpus, made.passages).text if made.passages else "",
    )


def _phases(lens: LensView) -> tuple[tuple[str, int], ...]:
    """Group neighbouring columns by phase; a lens without phases has no such row."""
    names = dict(lens.phases)
    grouped: list[tuple[str, int]] = []
    for item in lens.items:
        name = names.get(item.group, "")
        if grouped and grouped[-1][0] == name:
            grouped[-1] = (name, grouped[-1][1] + 1)
        else:
            grouped.append((name, 1))
    return tuple(grouped) if any(name for name, _ in grouped) else ()


def _weight(made: items.ItemPages, owner: str | None) -> int:
    group = made.group(owner)
    return weight([made.sign(p) for p in group], polar=made.lens.has_polarity)


def _cell(made: items.ItemPages, owner: str | None, peak: int) -> Cell | None:
    group = made.group(owner)
    if not group:
        return None
    return cell(made.anchor(owner), [made.sign(p) for p in group], peak, polar=made.lens.has_polarity)
