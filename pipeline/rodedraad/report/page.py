"""A page as the templates see it: its name, place in the site, trail and content. Shared small parts of views stand here too."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypedDict

from rodedraad.report import format as fmt
from rodedraad.report import places
from rodedraad.report.words import t, thin_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rodedraad.report.corpus import Corpus, Passage


@dataclass(frozen=True, slots=True)
class Link:
    """A link within the report; ``href`` is relative to the report's folder."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file. ``section`` is the page of the main navigation it belongs to; ``view`` is what its template shows.

    ``scripts`` names the parts of the script that it needs beside the common one, ``data`` the sets of ``islands`` these work on.
    """

    path: str
    template: str
    title: str
    section: str
    view: object
    crumbs: tuple[Link, ...] = ()
    previous: Link | None = None
    next: Link | None = None
    scripts: tuple[str, ...] = ()
    data: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """Return the way back to the report's folder."""
        return "../" * self.path.count("/")


class Beside(TypedDict):
    """The links before and after a page in a row of siblings."""

    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class Step:
    """A page of a long list. ``skips`` where pages before it are not named."""

    href: str
    text: str
    is_here: bool
    skips: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a long list this is."""

    text: str
    links: tuple[Step, ...] = field(default=())  # empty when there is one page


@dataclass(frozen=True, slots=True)
class Counts:
    """Passages · documents · types of organisation, and whether that is thin."""

    text: str
    passages: int
    documents: int
    organisations: int
    thin: bool


_BESIDE = 2  # pages before and after the current one that are named
CHOICES = "choices"  # the set of data that every page needs on which passages can be judged
NAVIGATION = (
    (places.OVERVIEW, "overview"),
    (places.SEARCH, "search"),
    (places.ARCHETYPES, "archetypes"),
    (places.LENSES, "lenses"),
    (places.BETWEEN, "between"),
    (places.COMPARE, "compare"),
    (places.MAP, "map"),
    (places.DOCUMENTS, "documents"),
    (places.REVIEW, "review"),
    (places.LEFTOVERS, "leftovers"),
    (places.ACCOUNT, "account"),
    (places.GLOSSARY, "glossary"),
)


def navigation() -> tuple[Link, ...]:
    """Return the main navigation, the same on every page."""
    return tuple(Link(path, t(f"nav.{key}")) for path, key in NAVIGATION)


def trail(*paths: str) -> tuple[Link, ...]:
    """Return the overview and these pages of the main navigation, as the trail to a page below them."""
    return tuple(link for link in navigation() if link.href in (places.OVERVIEW, *paths))


def main_page(
    path: str, template: str, view: object, *, number: int = 1, scripts: tuple[str, ...] = (), data: tuple[str, ...] = ()
) -> Page:
    """Return a page of the main navigation, with its neighbours there. ``number`` counts the pages of a long list."""
    links = navigation()
    at = [link.href for link in links].index(path)
    return Page(
        path=places.paged(path, number),
        template=template,
        title=links[at].text if number == 1 else t("page_of", title=links[at].text, number=fmt.number(number)),
        section=path,
        view=view,
        crumbs=() if path == places.OVERVIEW else links[:1],
        scripts=scripts,
        data=data,
        **neighbours(links, at),
    )


def neighbours(links: Sequence[Link], at: int) -> Beside:
    """Return the links before and after one in a row of siblings, as ``Page`` takes them."""
    return {"previous": links[at - 1] if at > 0 else None, "next": links[at + 1] if at + 1 < len(links) else None}


def pager(page: str, n: int, current: int, fragment: str = "") -> Pager:
    """Return which part of ``n`` things the current page shows, with links to the other parts."""
    last = places.page_count(n)
    first = (current - 1) * places.PER_PAGE + 1
    text = (
        t("pager.part", first=fmt.number(first), last=fmt.number(min(n, first + places.PER_PAGE - 1)), n=fmt.number(n))
        if n
        else t("pager.empty")
    )
    return Pager(text, steps(page, last, current, fragment))


def steps(page: str, last: int, current: int, fragment: str = "") -> tuple[Step, ...]:
    """Return links to the first page, the last one and those around the current one: hundreds of links on each would be a burden."""
    shown = sorted({1, last, *range(max(1, current - _BESIDE), min(last, current + _BESIDE) + 1)}) if last > 1 else []
    return tuple(
        Step(places.paged(page, k) + fragment, fmt.number(k), is_here=k == current, skips=k - before > 1)
        for before, k in pairwise([0, *shown])
    )


def counts(corpus: Corpus, passages: Iterable[Passage]) -> Counts:
    """Return how many passages these are, in how many documents, of how many types of organisation."""
    found = list(passages)
    documents = {p.doc_id for p in found}
    types = {corpus.documents[doc_id].organisation_type for doc_id in documents} - {None}
    parts = [fmt.count(len(found), "passages"), fmt.count(len(documents), "documents"), fmt.count(len(types), "organisations")]
    thin = 0 < len(documents) < thin_below(len(corpus.documents))
    return Counts(" · ".join(parts), len(found), len(documents), len(types), thin)
