"""Reports about what went wrong beside stories about learning: how often an archetype or a lens item is found in either.

Corpus in, rows out. Shares are of the documents of that kind and always stand beside their numbers; one of unknown kind is in neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.corpus import n_documents
from rodedraad.report.page import Link
from rodedraad.report.views.charts import Balance, balance, length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rodedraad.report.corpus import Corpus, Passage
    from rodedraad.report.model import LensItem, LensView

CALAMITY, LEARNING = "calamity", "learning"
KINDS = {
    "inspectierapport": CALAMITY,
    "calamiteitenrapport": CALAMITY,
    "melding": CALAMITY,
    "leerreview": LEARNING,
    "leerverhaal": LEARNING,
}


@dataclass(frozen=True, slots=True)
class Share:
    """One archetype or item in the documents of one sort. ``share`` is in whole percents, to sort by."""

    share: int
    text: str
    length: str
    passages: str
    balance: Balance | None


@dataclass(frozen=True, slots=True)
class Row:
    """One archetype or item, in reports about what went wrong and in stories about learning."""

    head: Link
    calamity: Share
    learning: Share


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one sort: archetypes, or the items of one lens."""

    id: str
    title: str
    first: str  # head of the first column
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class KindsView:
    """Everything side by side. ``calamity`` and ``learning`` head the columns, ``told`` says what was counted; empty if nothing can be."""

    calamity: str
    learning: str
    told: str
    tables: tuple[Table, ...]


def view(corpus: Corpus) -> KindsView:
    """Return the comparison; without tables when there are no documents of either sort."""
    sorts = {d.id: KINDS.get(d.kind or "", "") for d in corpus.documents.values()}
    n = {sort: list(sorts.values()).count(sort) for sort in (CALAMITY, LEARNING, "")}

    def row(head: Link, passages: Sequence[Passage], sign: Callable[[Passage], int] | None) -> Row:
        calamity, learning = (_share([p for p in passages if sorts[p.doc_id] == sort], n[sort], sign) for sort in (CALAMITY, LEARNING))
        return Row(head, calamity, learning)

    tables = (_archetypes(corpus, row), *_lenses(corpus, row)) if n[CALAMITY] and n[LEARNING] else ()
    return KindsView(
        calamity=_head(CALAMITY, n[CALAMITY]),
        learning=_head(LEARNING, n[LEARNING]),
        told=_told(corpus, n),
        tables=tuple(table for table in tables if table.rows),
    )


def _archetypes(corpus: Corpus, row: Callable[..., Row]) -> Table:
    rows = tuple(row(Link(places.archetype(a.id), a.label), a.members, lambda p: p.polarity) for a in corpus.archetypes.values())
    return Table("soort-archetypen", _t("archetypes"), _t("col_archetype"), rows)


def _lenses(corpus: Corpus, row: Callable[..., Row]) -> Iterable[Table]:
    """Yield a table for each lens with + and −."""
    for at, lens in enumerate(corpus.lenses.values()):
        if not lens.has_polarity:
            continue
        found: dict[str, dict[str, tuple[Passage, int]]] = {item.id: {} for item in lens.items}
        for passage in corpus.passages.values():
            for a in passage.assigned:
                if a.lens_id == lens.id:
                    found[a.item_id][passage.id] = (passage, a.polarity)
        rows = tuple(_item(lens, item, found[item.id], row) for item in lens.items)
        yield Table(f"soort-lens-{at}", lens.title, _t("col_item"), rows)


def _item(lens: LensView, item: LensItem, found: Mapping[str, tuple[Passage, int]], row: Callable[..., Row]) -> Row:
    name = " ".join(part for part in (item.number, item.short or item.name) if part)
    passages = [passage for passage, _ in found.values()]
    return row(Link(places.item(lens.id, item.id), name), passages, lambda p: found[p.id][1])


def _share(passages: Sequence[Passage], whole: int, sign: Callable[[Passage], int] | None) -> Share:
    n = n_documents(passages)
    return Share(
        share=round(100 * n / whole) if whole else 0,
        text=_t("share", n=fmt.number(n), whole=fmt.number(whole), share=fmt.percent(n, whole)),
        length=length(n, whole),
        passages=fmt.count(len(passages), "passages"),
        balance=balance(passages, sign) if passages and sign else None,
    )


def _head(sort: str, n: int) -> str:
    return _t(f"head_{sort}", documents=fmt.count(n, "documents"))


def _told(corpus: Corpus, n: dict[str, int]) -> str:
    """Say which kinds are which, and how many documents are neither."""
    if not (n[CALAMITY] and n[LEARNING]):
        return _t("nothing")
    here = {d.kind for d in corpus.documents.values()}
    named = {sort: ", ".join(words.value("kind", k) for k, s in KINDS.items() if s == sort and k in here) for sort in (CALAMITY, LEARNING)}
    told = _t("told", calamity=named[CALAMITY], learning=named[LEARNING])
    return f"{told} {_t('neither', documents=fmt.count(n[''], 'documents'))}" if n[""] else told


def _t(key: str, **values: object) -> str:
    return messages.text(f"pages.kinds.{key}", **values)
