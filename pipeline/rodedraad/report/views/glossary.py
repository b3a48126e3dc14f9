"""Woordenlijst: the words of this report and of the field, in plain language. Texts: locale/<lang>/glossary.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.report import places
from rodedraad.report.page import Page, main_page

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Term:
    """A word with its explanation. ``id`` is what other pages may link to."""

    id: str
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class GlossaryView:
    """The list in two parts: words of this report, words of the field."""

    own: tuple[Term, ...]
    field: tuple[Term, ...]


def pages() -> Iterator[Page]:
    """Yield the glossary."""
    yield main_page(places.GLOSSARY, "glossary.jinja", GlossaryView(terms("report"), terms("field")))


def terms(part: str) -> tuple[Term, ...]:
    """Return the terms of a part of the list, in alphabetical order."""
    texts = messages.section(f"glossary.{part}.text")
    found = [Term(key, term, texts[key]) for key, term in messages.section(f"glossary.{part}.term").items()]
    return tuple(sorted(found, key=lambda term: term.term.casefold()))
