"""What carries no pattern: passages that were left out, per reason, so that a reader can judge what the method missed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.corpus import NOT_OFFERED
from rodedraad.report.page import Link, Page, Pager, counts, main_page, pager, trail
from rodedraad.report.views.decided import taken_out
from rodedraad.report.views.quotes import clipped, document_facts, document_name
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rodedraad.report.corpus import Corpus, Passage
    from rodedraad.report.model import ReportInput
    from rodedraad.report.views.quotes import Quote, Quoter

_KNOWN = ("noise", "few_documents", "excluded", "rejected", "moved_out", "unmapped")

BY_REVIEWERS = ("rejected", "moved_out")  # reasons that are decisions


@dataclass(frozen=True, slots=True)
class Leftover:
    """A reason, how much it concerns, and what it means."""

    link: Link
    counts: str
    share: str
    explained: str


@dataclass(frozen=True, slots=True)
class LeftoversView:
    """All reasons."""

    without: str
    reasons: tuple[Leftover, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The passages of a document in reading order, each with who took it out of an archetype, if anybody did."""

    document: Link
    facts: str
    quotes: tuple[tuple[Quote, str], ...]


@dataclass(frozen=True, slots=True)
class LeftoverListView:
    """A page of passages left out for one reason."""

    title: str
    explained: str
    counts: str
    groups: tuple[Group, ...]
    pager: Pager


def pages(given: ReportInput, corpus: Corpus, quoter: Quoter) -> Iterator[Page]:
    """Yield the page with the reasons and the lists behind it."""
    found = _by_reason(corpus)
    texts = {reason: _texts(reason, passages, corpus, given.facts.config) for reason, passages in found.items()}
    without = [p for p in corpus.passages.values() if p.archetype_id is None]
    share = t("of_passages", n=fmt.number(len(without)), whole=fmt.number(len(corpus.passages)))
    view = LeftoversView(
        without=f"{fmt.percent(len(without), len(corpus.passages))} ({share})",
        reasons=tuple(_leftover(corpus, reason, passages, texts[reason]) for reason, passages in found.items()),
    )
    yield main_page(places.LEFTOVERS, "leftovers.jinja", view)
    for reason, passages in found.items():
        yield from _lists(corpus, quoter, reason, passages, texts[reason])


def _by_reason(corpus: Corpus) -> dict[str, list[Passage]]:
    """Group by the reason that the table gives; a passage of an archetype that no lens says anything about is a leftover too."""
    found: dict[str, list[Passage]] = {}
    for passage in corpus.passages.values():
        if passage.archetype_id is None and passage.reason:
            found.setdefault(passage.reason, []).append(passage)
        elif not passage.assigned:
            found.setdefault("unmapped", []).append(passage)
    order = {reason: at for at, reason in enumerate(_KNOWN)}
    return dict(sorted(found.items(), key=lambda pair: (order.get(pair[0], -1), pair[0])))


def plain_narrative(passages: Iterable[Passage], corpus: Corpus, config: Mapping[str, Any]) -> int:
    """Return how many of the passages that were not searched tell the story and no more: only ``cluster.focus`` kept them out.

    A folded passage was left out for what the passage that stands for it is.
    """
    cluster = config.get("cluster", {})
    if cluster.get("focus") != "findings":
        return 0
    leaders = (corpus.passages.get(p.root, p) for p in passages)
    return sum(p.modality in cluster["modalities"] and p.section_role not in cluster["excluded_roles"] for p in leaders)


def _texts(reason: str, passages: list[Passage], corpus: Corpus, config: Mapping[str, Any]) -> tuple[str, str]:
    """Return title and explanation of a reason."""
    known = reason if reason in _KNOWN else "other"
    plain = plain_narrative(passages, corpus, config) if reason == NOT_OFFERED else 0
    if plain:
        told = fmt.count(plain, "passages")
        return t("leftover.excluded.title"), t("leftover.excluded.plain", plain=told, rest=fmt.count(len(passages) - plain, "passages"))
    return t(f"leftover.{known}.title", reason=reason), t(f"leftover.{known}.explained", reason=reason)


def _leftover(corpus: Corpus, reason: str, passages: list[Passage], texts: tuple[str, str]) -> Leftover:
    title, explained = texts
    return Leftover(
        Link(places.leftovers(reason), title),
        counts(corpus, passages).text,
        fmt.percent(len(passages), len(corpus.passages)),
        explained,
    )


def _lists(corpus: Corpus, quoter: Quoter, reason: str, passages: list[Passage], texts: tuple[str, str]) -> Iterator[Page]:
    title, explained = texts
    path = places.leftovers(reason)
    ordered = sorted(passages, key=lambda p: (corpus.documents[p.doc_id].number, p.position))
    for k in range(1, places.page_count(len(ordered)) + 1):
        yield Page(
            path=places.paged(path, k),
            template="leftover.jinja",
            title=title if k == 1 else t("page_of", title=title, number=fmt.number(k)),
            section=places.LEFTOVERS,
            view=LeftoverListView(
                title,
                explained,
                counts(corpus, passages).text,
                tuple(_group(corpus, quoter, doc_id, found) for doc_id, found in groupby(places.part(ordered, k), key=lambda p: p.doc_id)),
                pager(path, len(ordered), k),
            ),
            crumbs=trail(places.LEFTOVERS),
        )


def _group(corpus: Corpus, quoter: Quoter, doc_id: str, passages: Iterable[Passage]) -> Group:
    document = corpus.documents[doc_id]
    link = Link(places.document(doc_id), document_name(document))
    told = tuple((_brief(quoter.quote(p)), taken_out(corpus, p) if p.reason in BY_REVIEWERS else "") for p in passages)
    return Group(link, " · ".join(document_facts(document)), told)


def _brief(quote: Quote) -> Quote:
    """Return a quote of which only the beginning is shown; all of it stands where its link leads."""
    return replace(quote, text=clipped(quote.text), place=quote.place.partition(" · ")[0])
