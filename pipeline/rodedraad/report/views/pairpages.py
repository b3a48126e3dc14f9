"""The pages of a pair: what can be better between the two beside what goes well, by the way it went and the kind of contact.

A pair in, its pages out. The table 'tussen wie' links to the groups on these pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.page import Page, Pager, counts, pager, trail
from rodedraad.report.views.charts import Balance, balance
from rodedraad.report.views.pairs import SIDES, counted
from rodedraad.report.views.quotes import SIGNS
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rodedraad.report.corpus import Corpus, Relation
    from rodedraad.report.page import Beside
    from rodedraad.report.views.pairs import Finding, Pair
    from rodedraad.report.views.quotes import Quote, Quoter


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a quote; ``party`` for the words that name one of the two."""

    text: str
    party: bool


@dataclass(frozen=True, slots=True)
class PairQuote:
    """A quote with who stands in it, in its own words."""

    quote: Quote
    pieces: tuple[Piece, ...]
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairGroup:
    """Quotes that went the same way with the same kind of contact. ``anchor`` is what the table links to."""

    anchor: str
    kind: str
    way: str
    quotes: tuple[PairQuote, ...]


@dataclass(frozen=True, slots=True)
class PairSide:
    """All quotes of one sign on this page."""

    sign: str
    title: str
    counts: str
    groups: tuple[PairGroup, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """One page of a pair."""

    name: str
    counts: str
    thin: str
    balance: Balance
    ways: tuple[str, ...]
    kinds: tuple[str, ...]
    sides: tuple[PairSide, ...]
    pager: Pager


def pages(corpus: Corpus, quoter: Quoter, pair: Pair, beside: Beside) -> Iterator[Page]:
    """Yield the pages of a pair; the longest side says how many."""
    longest = max(len(side) for side in pair.sides.values())
    for k in range(1, places.page_count(longest) + 1):
        yield Page(
            path=places.paged(pair.href, k),
            template="pair.jinja",
            title=pair.name if k == 1 else t("page_of", title=pair.name, number=fmt.number(k)),
            section=places.BETWEEN,
            view=_view(corpus, quoter, pair, k, longest),
            crumbs=trail(places.BETWEEN),
            **beside,
        )


def pieces(text: str, relations: Iterable[Relation]) -> tuple[Piece, ...]:
    """Cut a passage where a party is named; a surface that does not stand where it should is not marked."""
    named = {(start, start + len(s)) for r in relations for start, s in ((r.from_start, r.from_surface), (r.to_start, r.to_surface)) if s}
    found: list[Piece] = []
    at = 0
    surfaces = {s for r in relations for s in (r.from_surface, r.to_surface)}
    for start, end in sorted(named):
        if start >= at and text[start:end] in surfaces:
            found += [Piece(text[at:start], party=False), Piece(text[start:end], party=True)]
            at = end
    return tuple(piece for piece in (*found, Piece(text[at:], party=False)) if piece.text)


def _view(corpus: Corpus, quoter: Quoter, pair: Pair, k: int, longest: int) -> PairView:
    signs = {finding.passage.id: finding.sign for finding in pair.findings}
    found = counts(corpus, pair.passages)
    return PairView(
        name=pair.name,
        counts=counted(found),
        thin=t("between.thin", documents=fmt.count(found.documents, "documents")) if found.thin else "",
        balance=balance(pair.passages, lambda passage: signs[passage.id]),
        ways=pair.ways(),
        kinds=pair.kinds(),
        sides=tuple(_side(corpus, quoter, pair, sign, k) for sign in SIDES),
        pager=pager(pair.href, longest, k),
    )


def _side(corpus: Corpus, quoter: Quoter, pair: Pair, sign: int, k: int) -> PairSide:
    mine = [finding.passage for finding in pair.findings if finding.sign == sign]
    shown = places.part(pair.sides[sign], k)
    groups = tuple(_group(quoter, pair, anchor, list(found)) for anchor, found in groupby(shown, key=pair.group))
    return PairSide(SIGNS[sign], t(f"side.{SIGNS[sign]}"), counted(counts(corpus, mine)) if mine else "", groups)


def _group(quoter: Quoter, pair: Pair, anchor: str, found: list[Finding]) -> PairGroup:
    relation = found[0].first
    return PairGroup(
        anchor=anchor,
        kind=words.value("contact", relation.kind),
        way=pair.way_text(pair.way(relation)),
        quotes=tuple(
            PairQuote(quoter.quote(f.passage), pieces(f.passage.text, f.relations), tuple(dict.fromkeys(map(_who, f.relations))))
            for f in found
        ),
    )


def _who(relation: Relation) -> str:
    return t(f"between.{'told' if relation.directed else 'told_mutual'}", giver=relation.from_surface, receiver=relation.to_surface)
