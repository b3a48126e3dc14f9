"""What a document is: title, date, kind, sector, organisation and its type, from the document itself, its properties and its file name.

Extractor's findings and clean blocks go in. Evidence is weighed in a fixed order (what the document says on its front goes before what
its file properties say, which are often those of a template), and what is not clear stays None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.ingest import dates, evidence, organisations, sections
from rodedraad.ingest.model import Kind
from rodedraad.schema import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rodedraad.ingest.model import Extracted, RawBlock
    from rodedraad.ingest.sections import Place

_FRONT_BLOCKS = 14
_END_BLOCKS = 6
_JUNK_TITLE = re.compile(
    r"^(?:untitled|naamloos|document\d*|microsoft word|presentatie\d*|dia 1|.*\.(?:docx?|odt|pdf|indd|dotx?)$)", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:datum|versie(?:datum)?|vastgesteld|publicatiedatum|utrecht|den haag|definitief|status)\b|\b(?:datum|vastgesteld op|d\.d\.)",
    re.IGNORECASE,
)
_MAX_TITLE = 300


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a document; None = not clear."""

    title: str
    date: date | None
    kind: str | None
    sector: str | None
    organisation: str | None
    organisation_type: str | None


def facts(found: Extracted, blocks: Sequence[RawBlock], places: Sequence[Place], title: str, name: str) -> Facts:
    """Return the facts of a document from what its extractor found, its clean blocks with their places, its title and its file name."""
    front = _front(blocks, places)
    page, text = "\n".join(front), "\n".join([title, *(b.text for b in blocks)])
    words = f"{title}\n{PurePath(name).stem.replace('-', ' ').replace('_', ' ')}"
    organisation = found.properties.get("organisation") or organisations.name_of([*front, found.properties.get("title", "")], text, title)
    return Facts(
        title=title,
        date=found.date or _date(found, blocks, places, front),
        kind=evidence.named("kinds", found.properties.get("kind"))
        or ("melding" if found.row is not None else evidence.best("kinds", words, page, text)),
        sector=evidence.named("sectors", found.properties.get("sector"))
        or evidence.best("sectors", f"{words}\n{organisation or ''}", page, text),
        organisation=organisation,
        organisation_type=organisations.type_of(organisation, (title, page)),
    )


def title_of(found: Extracted, blocks: Sequence[RawBlock], name: str) -> str:
    """Return the title: named by the format, else in the properties, else the first heading, else the file's name.

    A register's row is named by its number.

    A web page's title often goes on with the name of its site; then the heading that it begins with is the title.
    """
    heading = _first_heading(blocks) if found.row is None else None
    stem = PurePath(name).stem
    stated = _usable(found.properties.get("title"), stem)
    if heading and stated and stated.startswith(heading):
        stated = heading
    for candidate in (found.title, stated, heading):
        if candidate and candidate.strip():
            return " ".join(candidate.split())[:_MAX_TITLE]
    if found.row is not None:  # never the register's file name: it may hold a name, and says nothing of the row
        return messages.text("ingest.row_title", row=found.row)
    return stem


def _first_heading(blocks: Sequence[RawBlock]) -> str | None:
    """Return the first heading; where that is a mere section ("Inleiding"), the short line that opens the document instead."""
    heading = next((b.text for b in blocks[:_FRONT_BLOCKS] if b.kind is Kind.HEADING), None)
    if heading is None or sections.role_of(heading) is None:
        return heading
    opens = blocks[0].text
    is_line = blocks[0].kind is Kind.PARAGRAPH and _is_short(opens) and not _LABEL.search(opens) and not opens.endswith((".", ":", ","))
    return opens if is_line else heading


def _usable(title: str | None, stem: str) -> str | None:
    """Return a title from the file's properties unless it is a program's or template's."""
    if not title or _JUNK_TITLE.search(title.strip()) or title.strip() == stem or " " not in title.strip():
        return None
    return title


def _front(blocks: Sequence[RawBlock], places: Sequence[Place]) -> list[str]:
    """Return the lines of the title page: the first blocks, up to the first section."""
    taken: list[str] = []
    for block, place in list(zip(blocks, places, strict=True))[:_FRONT_BLOCKS]:
        if place.section is not None:
            break
        taken.append(block.text)
    return taken


def _date(found: Extracted, blocks: Sequence[RawBlock], places: Sequence[Place], front: Sequence[str]) -> date | None:
    """Return the date of the document: labelled or bare in the front matter, in the colofon, at the end, else of the file's properties."""
    colophon = [b.text for b, p in zip(blocks, places, strict=True) if p.role is Role.FRONT and b.kind is not Kind.CAPTION]
    for lines in (
        [t for t in front if _LABEL.search(t)],
        [t for t in front if _is_short(t)],
        colophon,
        _labelled([b.text for b in blocks[-_END_BLOCKS:]]),
    ):
        days = [day for text in lines for day in dates.find(text)]
        if days:
            return days[0]
    stated = " ".join(found.properties.get(key, "") for key in ("created", "modified"))
    return next(iter(dates.find(stated)), None)


def _labelled(texts: Sequence[str]) -> list[str]:
    return [t for t in texts if _LABEL.search(t) or _is_short(t)]


def _is_short(text: str) -> bool:
    """Return whether a line holds little beside a date ("Zwolle, 12 mei 2023"), so that the date is the document's and not an event's."""
    return len(text.split()) <= 8  # noqa: PLR2004 - words
