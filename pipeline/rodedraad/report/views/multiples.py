"""Small multiples: over which sectors and years an archetype is spread, drawn the same way for every archetype so that rows compare.

Corpus in, lengths for the drawing and numbers in text out. A pale bar is all documents of a sector or year, the dark part those that have
the archetype: both a share and a number, on one scale for the whole table (E. Tufte, The Visual Display of Quantitative Information, 1983).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.report import format as fmt
from rodedraad.report import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rodedraad.report.corpus import Corpus, Passage

_SECTORS = 4  # drawn by name; the others together are one bar
_HEIGHT = 24  # of the drawing of years, in its own units
_STEP, _GAP = 10, 2  # from one year to the next, and the white between
_MOST_YEARS = 40  # an old date in one document must not make the drawing a comb
_OTHERS = "\0others"


@dataclass(frozen=True, slots=True)
class Slice:
    """The documents of one sector: ``text`` says how many of them have the archetype, lengths (0 to 100) are for the drawing."""

    label: str
    text: str
    whole_length: str
    length: str


@dataclass(frozen=True, slots=True)
class Years:
    """Columns of years, as the outlines (SVG path) of all documents and of those with the archetype.

    ``told`` says every number; ``text`` in how many years the archetype is found.
    """

    track: str
    fill: str
    width: str
    height: str
    first: str
    last: str
    text: str
    told: str


@dataclass(frozen=True, slots=True)
class Multiples:
    """The two drawings of one archetype."""

    sectors: tuple[Slice, ...]
    years: Years | None


@dataclass(frozen=True, slots=True)
class Spreads:
    """What is the same in every row: which sectors and years there are, and the documents of each."""

    corpus: Corpus
    sectors: tuple[tuple[str | None, int], ...]  # code and documents, most first; last those that are taken together
    years: tuple[tuple[int, int], ...]  # year and documents, every year from the first to the last
    undated: int

    @classmethod
    def of(cls, corpus: Corpus) -> Spreads:
        """Return the sectors and years of a corpus."""
        sectors = Counter(d.sector for d in corpus.documents.values())
        ranked = sorted(sectors.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or ""))
        if len(ranked) > _SECTORS + 1:
            ranked = [*ranked[:_SECTORS], (_OTHERS, sum(n for _, n in ranked[_SECTORS:]))]
        dated = Counter(d.date.year for d in corpus.documents.values() if d.date)
        span = range(min(dated), max(dated) + 1) if dated else range(0)
        if len(span) > _MOST_YEARS:
            span = range(span[-1] - _MOST_YEARS + 1, span[-1] + 1)
        years = tuple((year, dated[year]) for year in span)
        return cls(corpus, tuple(ranked), years, len(corpus.documents) - sum(n for _, n in years))

    def row(self, passages: Iterable[Passage]) -> Multiples:
        """Return the drawings for the documents that these passages are in."""
        documents = [self.corpus.documents[doc_id] for doc_id in sorted({p.doc_id for p in passages})]
        named = {code for code, _ in self.sectors}
        inside = Counter(d.sector if d.sector in named else _OTHERS for d in documents)
        peak = max((n for _, n in self.sectors), default=0)
        years = Counter(d.date.year for d in documents if d.date)
        return Multiples(tuple(_sector(code, inside[code], n, peak) for code, n in self.sectors), self._years(years, len(documents)))

    def _years(self, inside: Counter[int], n_documents: int) -> Years | None:
        if not self.years:
            return None
        peak = max(n for _, n in self.years)
        told = [f"{year}: {_t('part', n=fmt.number(inside[year]), whole=fmt.number(n))}" for year, n in self.years if n]
        if missing := n_documents - sum(inside[year] for year, _ in self.years):
            told.append(_t("years_undated", n=fmt.number(missing), whole=fmt.number(self.undated)))
        met, there = sum(inside[year] > 0 for year, n in self.years if n), sum(n > 0 for _, n in self.years)
        return Years(
            track=_columns([n for _, n in self.years], peak),
            fill=_columns([inside[year] for year, _ in self.years], peak),
            width=str(len(self.years) * _STEP - _GAP),
            height=str(_HEIGHT),
            first=str(self.years[0][0]),
            last=str(self.years[-1][0]) if len(self.years) > 1 else "",
            text=_t("years_met", n=fmt.number(met), whole=fmt.number(there)),
            told="; ".join(told),
        )


def legend(sectors: Sequence[Slice]) -> str:
    """Return what the bars of the last row stand for, when sectors were taken together; else nothing."""
    return _t("sectors_others_note") if sectors and sectors[-1].label == _t("sectors_others") else ""


def _sector(code: str | None, n: int, whole: int, peak: int) -> Slice:
    label = _t("sectors_others") if code == _OTHERS else words.value("sector", code)
    return Slice(label, _t("part", n=fmt.number(n), whole=fmt.number(whole)), _share(whole, peak, 100), _share(n, peak, 100))


def _columns(counts: Sequence[int], peak: int) -> str:
    """Return the outline of a row of columns, of which ``peak`` documents make the tallest."""
    return "".join(f"M{at * _STEP} {_HEIGHT}v-{_share(n, peak, _HEIGHT)}h{_STEP - _GAP}V{_HEIGHT}z" for at, n in enumerate(counts) if n)


def _share(part: int, peak: int, full: int) -> str:
    """Return a length for the drawing; what is there is never thinner than can be seen."""
    return f"{max(full * part / peak, full / 40) if part and peak else 0:.1f}"


def _t(key: str, **values: object) -> str:
    return messages.text(f"pages.{key}", **values)
