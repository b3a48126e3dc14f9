"""Where everything is in the report: page names and links, relative to the report's own folder.

Ids from our own hashes are used as they are; an id from a user's lens file becomes a file name only if it is harmless on every file system.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from rodedraad import ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rodedraad.report.corpus import Corpus, Passage

PER_PAGE = 50  # quotes or rows on a page
PARAGRAPHS_PER_PAGE = 300
OVERVIEW, ARCHETYPES, LENSES, BETWEEN, DOCUMENTS = "index.html", "archetypen.html", "lenzen.html", "tussen-wie.html", "documenten.html"
SEARCH, MAP, REVIEW = "zoeken.html", "kaart.html", "beoordelen.html"
COMPARE = "vergelijken.html"
LEFTOVERS, ACCOUNT, GLOSSARY = "zonder-patroon.html", "verantwoording.html", "woordenlijst.html"
T = TypeVar("T")
_HARMLESS = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Places:
    """Links to the places of one corpus."""

    passages: Mapping[str, str]

    @classmethod
    def of(cls, corpus: Corpus) -> Places:
        """Return the places of a corpus. A passage lies on the page of its document that holds its paragraph."""
        pages = {
            (doc_id, paragraph.block): index // PARAGRAPHS_PER_PAGE + 1
            for doc_id, paragraphs in corpus.paragraphs.items()
            for index, paragraph in enumerate(paragraphs)
        }
        return cls({p.id: f"{paged(document(p.doc_id), pages.get((p.doc_id, p.block), 1))}#p-{p.id}" for p in corpus.passages.values()})

    def passage(self, passage: Passage) -> str:
        """Return the link to a passage in the text of its document."""
        return self.passages[passage.id]


def document(doc_id: str) -> str:
    """Return the page on which a document can be read."""
    return f"document/{_name(doc_id)}.html"


def archetype(archetype_id: str) -> str:
    """Return the page of an archetype."""
    return f"archetype/{_name(archetype_id)}.html"


def lens(lens_id: str) -> str:
    """Return the page of a lens."""
    return f"lens/{_name(lens_id)}.html"


def score_list(lens_id: str) -> str:
    """Return the score list of a lens. A dot never occurs in a name, so it is no page of an item."""
    return f"lens/{_name(lens_id)}.scorelijst.html"


def item(lens_id: str, item_id: str) -> str:
    """Return the page of an item of a lens, such as a principle."""
    return f"lens/{_name(lens_id)}/{_name(item_id)}.html"


def pair(one: str, other: str) -> str:
    """Return the page of a pair of types, the same whichever is named first."""
    first, second = sorted((one, other))
    return f"tussen-wie/{_name(first)}/{_name(second)}.html"


def leftovers(reason: str) -> str:
    """Return the page with passages that were left out for a reason."""
    return f"zonder-patroon/{_name(reason)}.html"


def paged(page: str, number: int) -> str:
    """Return the name of the n-th page of a long list: x.html, x.2.html, x.3.html."""
    return page if number == 1 else f"{page.removesuffix('.html')}.{number}.html"


def page_count(n: int, per_page: int = PER_PAGE) -> int:
    """Return how many pages n things need: at least one."""
    return max(1, -(-n // per_page))


def part(things: Sequence[T], number: int, per_page: int = PER_PAGE) -> Sequence[T]:
    """Return what stands on the n-th page."""
    return things[(number - 1) * per_page : number * per_page]


def _name(identifier: str) -> str:
    """A dot never occurs in a name, so 'x.2.html' is always the second page of x."""
    return identifier if _HARMLESS.fullmatch(identifier) else "x" + ids.digest(identifier)[:16]
