"""Finds the organisation a document is about or by, and its gazetteer type: front matter and text in, a name as written out.

A title page names it in a line or part of a line of its own ("Jeugdhulpinstelling De Windroos, 20 februari 2024"): words with capitals, one
of which says that it is an organisation. The name is private; only its type leaves the pseudonymise stage.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rodedraad.text import gazetteer
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL = re.compile(r"^(?:organisatie|instelling|zorgaanbieder|aanbieder|school|opdrachtgever)\s*(?::|\|)\s*(?P<name>.+)$", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,|·•;–—]|\s-\s)\s*")
_ARTICLES = ("de", "het", "'t", "van", "der", "den", "ter", "ten", "voor", "en", "&", "in", "aan", "met", "op", "bij")
_SMALL = {*_ARTICLES, "passend", "onderwijs", "gezinsteam", "gezin", "sociaal", "maatschappelijk", "instelling"}
_STEMS = re.compile(
    r"stichting|vereniging|gemeente|ziekenhuis|kliniek|praktijk|zorg|jeugd|ggz|ggd|psychiatri|psychisch|centrum|school|college"
    r"|onderwijs|huis\b|team\b|netwerk|bedrijf|cooperatie|instelling|inspectie|toezicht|verband|groep\b|raad\b|maatschappij"
    r"|veilig thuis|hulp|welzijn|opvang|hof\b|umc\b"
    r"|corporatie"
)
_IN_TEXT = re.compile(
    r"\b(?:Stichting|Vereniging|[Gg]emeente|[Zz]iekenhuis|Zorggroep|Woonzorgcentrum|[Vv]erpleeghuis|[Bb]asisschool|GGZ|Jeugdhulp|Gezinshuis|Thuiszorg)"
    r"(?: (?:de|het|van|der|den|voor|en|aan|ter|ten))*(?: [A-ZÀ-Þ][\w'’-]*)+(?: (?:en|van|met|de) [A-ZÀ-Þ][\w'’-]*)*"
)
_MIN_IN_TEXT = 3  # times that a name occurs
_MAX_WORDS = 9
_NOT_OWN = {"inspectie", "netwerk_informeel"}  # who writes about an organisation is not that organisation


def name_of(front: Sequence[str], text: str, title: str) -> str | None:
    """Return the organisation named in the front matter, else the one named most often in the text, or None.

    Args:
        front: lines of the title page, without the title.
        text: the document's text.
        title: the document's title; its words are no organisation by themselves.
    """
    for line in front:
        if label := _LABEL.match(line):
            return label["name"].strip()
    parts = [part for line in front if fold(line) != fold(title) for part in _PARTS.split(line)]
    named = [part for part in parts if _is_name(part)]
    if named:
        return next((p for p in named if "inspectie" not in fold(p)), named[0])
    found = Counter(match.group() for match in _IN_TEXT.finditer(text))
    often = [(n, name) for name, n in found.items() if n >= _MIN_IN_TEXT]
    return min(often, key=lambda pair: (-pair[0], text.index(pair[1])))[1] if often else None


def type_of(organisation: str | None, others: Sequence[str]) -> str | None:
    """Return the gazetteer type that the organisation's name holds, else the first one named in the other texts, or None."""
    for source in (organisation or "", *others):
        for match in gazetteer.match(source):
            if match.type not in _NOT_OWN:
                return match.type
    return None


def _is_name(part: str) -> bool:
    """Return whether a part of a line is the name of an organisation: capitals throughout, a word that says so, no digits or full stop."""
    words = part.split()
    if not 2 <= len(words) <= _MAX_WORDS or any(c.isdigit() for c in part) or part.endswith((".", "?", "!", ":")):  # noqa: PLR2004 - words
        return False
    capitals = [w for w in words if w[:1].isupper()]
    return all(w[:1].isupper() or w.lower() in _SMALL for w in words) and len(capitals) >= 2 and _STEMS.search(fold(part)) is not None  # noqa: PLR2004
