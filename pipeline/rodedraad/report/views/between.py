"""Tussen wie: the table from × to, and every pair with its weight and a quote. The first question about 'afstemming tussen organisaties'.

Corpus in, pages out. Types of organisations and roles are shown, never a single organisation: the report compares no organisations.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad.report import format as fmt
from rodedraad.report import places, words
from rodedraad.report.corpus import n_documents
from rodedraad.report.page import Link, Page, Pager, counts, main_page, neighbours, pager
from rodedraad.report.views import pairpages
from rodedraad.report.views.archetypes import FEWEST_SIGNED
from rodedraad.report.views.charts import Balance, balance
from rodedraad.report.views.heat import Cell, cell, weight
from rodedraad.report.views.pairs import counted, often, pairs
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.report.corpus import Corpus
    from rodedraad.report.model import ReportInput
    from rodedraad.report.views.pairs import Finding, Pair
    from rodedraad.report.views.quotes import Quote, Quoter

_TYPES = 14  # rows and columns of the table at most: what fits a page; the list below it holds every pair


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A type that hands over, reports or asks, against every type that receives."""

    name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table; ``rest`` tells of the types that do not fit."""

    heads: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair in the list."""

    link: Link
    thin: bool
    ways: tuple[str, ...]
    passages: str
    documents: str
    kinds: tuple[str, ...]
    balance: Balance
    quote: Quote


@dataclass(frozen=True, slots=True)
class BetweenView:
    """The page; those after the first hold only the rest of the list. ``empty`` says why there is nothing."""

    counts: str
    lead: str
    reading: tuple[str, ...]
    first: bool
    empty: str
    matrix: Matrix
    rows: tuple[PairRow, ...]
    pager: Pager


def pages(given: ReportInput, corpus: Corpus, quoter: Quoter) -> Iterator[Page]:
    """Yield the table with the list of pairs, and the pages of every pair."""
    found = pairs(corpus)
    rows = [_row(quoter, pair) for pair in found]
    for k in range(1, places.page_count(len(rows)) + 1):
        view = BetweenView(
            counts=_counts(corpus, found),
            lead=" ".join((_most(found), _minus(found))) if found else "",
            reading=_reading(corpus) if found else (),
            first=k == 1,
            empty="" if found else _empty(given, corpus),
            matrix=_matrix(found),
            rows=tuple(places.part(rows, k)),
            pager=pager(places.BETWEEN, len(rows), k),
        )
        yield main_page(places.BETWEEN, "between.jinja", view, number=k)
    links = [Link(pair.href, pair.name) for pair in found]
    for at, pair in enumerate(found):
        yield from pairpages.pages(corpus, quoter, pair, neighbours(links, at))


def _counts(corpus: Corpus, found: Sequence[Pair]) -> str:
    if not found:
        return ""
    passages = {p.id: p for pair in found for p in pair.passages}
    return " · ".join((fmt.count(len(found), "pairs"), counted(counts(corpus, passages.values()))))


def _most(found: Sequence[Pair]) -> str:
    """Say which pair is told of most, or that several are told of equally often."""
    first = min(found, key=often)
    told = (len(first.findings), n_documents(first.passages))
    equal = sum((len(pair.findings), n_documents(pair.passages)) == told for pair in found)
    passages, documents = fmt.count(told[0], "passages"), fmt.count(told[1], "documents")
    return t(
        "between.most_tied" if equal > 1 else "between.most",
        phrase=first.phrase,
        passages=passages,
        documents=documents,
        equal=fmt.number(equal),
    )


def _minus(found: Sequence[Pair]) -> str:
    """Say where most passages show what can be better, with a warning when these are few. ``found`` begins with that pair."""
    most = found[0].signed(-1)
    if not most:
        judged = any(pair.signed(1) for pair in found)
        return t("between.minus_none" if judged else "between.no_judgement")
    equal = sum(pair.signed(-1) == most for pair in found)
    key = "minus_tied" if equal > 1 else "minus_there" if found[0] is min(found, key=often) else "minus"
    told = t(
        f"between.{key}",
        phrase=found[0].phrase,
        n=fmt.number(most),
        whole=fmt.number(len(found[0].findings)),
        equal=fmt.number(equal),
    )
    return told if most >= FEWEST_SIGNED else f"{told} {t('between.minus_few')}"


def _reading(corpus: Corpus) -> tuple[str, ...]:
    """Say what is shown, how it was read, and what is therefore not here."""
    methods = Counter(method for relations in corpus.relations.values() for method in {relation.method for relation in relations})
    how = [t(f"between.by_{method}", passages=fmt.count(n, "passages")) for method, n in sorted(methods.items(), key=lambda m: (-m[1], m))]
    return t("between.types"), " ".join(how), t("between.named")


def _empty(given: ReportInput, corpus: Corpus) -> str:
    """Say why no pair was found: nothing to read, nobody named together, or nothing said to have passed between them."""
    if not corpus.passages:
        return t("between.empty_nothing")
    actors = Counter(given.tables["actors"]["passage_id"].to_list())
    several = sum(n > 1 and passage_id in corpus.passages for passage_id, n in actors.items())
    whole = fmt.count(len(corpus.passages), "passages")
    return t("between.empty_apart" if several else "between.empty_alone", n=fmt.number(several), whole=whole)


def _matrix(found: Sequence[Pair]) -> Matrix:
    """Cross the types that occur most; a type has a row where it hands over, reports or asks, a column where it receives."""
    cells: dict[tuple[str, str], tuple[Pair, list[Finding]]] = {}
    often_told: Counter[str] = Counter()
    for pair in found:
        for giver, receiver in {(pair.one, pair.other), (pair.other, pair.one)}:
            if findings := pair.toward(giver, receiver):
                cells[giver, receiver] = pair, findings
        for kind in {pair.one, pair.other}:
            often_told[kind] += len(pair.findings)
    ordered = sorted(often_told, key=lambda kind: (-often_told[kind], words.organisation(kind).casefold(), kind))
    shown = ordered[:_TYPES]
    kept = {key: value for key, value in cells.items() if set(key) <= set(shown)}
    weights = [weight([f.sign for f in findings], polar=True) for _, findings in kept.values()]
    peak = max([FEWEST_SIGNED, *weights])  # so that one passage alone never has a strong colour
    givers = [kind for kind in shown if any(kind == giver for giver, _ in kept)]
    receivers = [kind for kind in shown if any(kind == receiver for _, receiver in kept)]
    rows = tuple(MatrixRow(words.organisation(g), tuple(_cell(kept.get((g, r)), peak) for r in receivers)) for g in givers)
    rest = len(ordered) - len(shown)
    told = t("between.rest", shown=fmt.number(_TYPES), rest=fmt.count(rest, "types")) if rest else ""
    return Matrix(tuple(map(words.organisation, receivers)), rows, told)


def _cell(found: tuple[Pair, list[Finding]] | None, peak: int) -> Cell | None:
    if found is None:
        return None
    pair, findings = found
    told = t("between.in_documents", n=fmt.number(n_documents(f.passage for f in findings)))
    return cell(pair.anchor(findings), [f.sign for f in findings], peak, documents=told if len(findings) > 1 else "")


def _row(quoter: Quoter, pair: Pair) -> PairRow:
    found = counts(quoter.corpus, pair.passages)
    signs = {finding.passage.id: finding.sign for finding in pair.findings}
    strongest = next(side[0] for side in pair.sides.values() if side)
    return PairRow(
        link=Link(pair.href, pair.name),
        thin=found.thin,
        ways=pair.ways(),
        passages=fmt.count(found.passages, "passages"),
        documents=t("between.from_documents", documents=fmt.count(found.documents, "documents")),
        kinds=pair.kinds(),
        balance=balance(pair.passages, lambda passage: signs[passage.id]),
        quote=quoter.quote(strongest.passage),
    )
