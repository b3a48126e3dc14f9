"""The pages Zoeken and Kaart: both made by script from the sets of ``searchdata``; the view says what a reader without script can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.report import places, searchdata
from rodedraad.report.page import CHOICES, Link, Page, main_page
from rodedraad.report.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.report.corpus import Corpus


@dataclass(frozen=True, slots=True)
class ScriptedView:
    """A page that needs script. ``place`` is the element it is made in."""

    place: str
    lead: str
    without: str
    instead: tuple[Link, ...]


def pages(corpus: Corpus) -> Iterator[Page]:
    """Yield the page to search and the map."""
    sets = searchdata.names(corpus)
    instead = (Link(places.ARCHETYPES, t("nav.archetypes")), Link(places.DOCUMENTS, t("nav.documents")))
    for path, area in ((places.SEARCH, "search"), (places.MAP, "map")):
        place = path.removesuffix(".html")
        view = ScriptedView(place, messages.text(f"{area}.lead"), messages.text(f"{area}.without"), instead)
        yield main_page(path, "scripted.jinja", view, scripts=("passages", area), data=(CHOICES, *sets) if path == places.SEARCH else sets)
