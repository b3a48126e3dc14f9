"""The second pass: what was found once in a document is looked for in all of it, so that a bare "Kevins" in a heading is hidden too.

Texts and what was found in them go in, further spans come out. Names are matched with their capital, on word boundaries, possessives
included; a name that is an ordinary word as well ("Wit", "Bos") only where the capital means something, a name that is a disease
("Crohn") not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise import initials
from rodedraad.pseudonymise.grammar import WORD, grammar
from rodedraad.pseudonymise.spans import PEOPLE, Kind, Source, Span, Strength, Taken, settle
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rodedraad.pseudonymise.lexicon import Lexicon
    from rodedraad.pseudonymise.reading import Reading

_WHOLE = frozenset({Kind.ORGANISATION, Kind.PLACE, Kind.CASE, Kind.ADDRESS, Kind.PLATE, Kind.BSN, Kind.IBAN})
_HOUSE_NUMBER = regex.compile(r"\s(?:nr\.?\s)?\d.*$")
_SHORTEST_FORM = 3  # letters; "Bo" and "El" are too many other things
_LETTERS_IN_CAPITALS = 4
_FORMS_A_PATTERN = 400  # alternatives in one regular expression


def find(readings: Sequence[Reading], found: Sequence[Sequence[Span]], lists: Lexicon) -> list[list[Span]]:
    """Return for every text the spans found before and those that this pass adds, in order, without overlap."""
    forms: dict[str, tuple[Kind, str]] = {}
    for reading, spans in zip(readings, found, strict=True):
        for span in spans:
            for form in _forms(reading.text[span.start : span.end], span.kind, lists):
                forms.setdefault(form, (span.kind, span.hint if span.kind not in PEOPLE else ""))
    patterns = [_pattern(chunk) for chunk in _chunks(sorted(forms, key=lambda f: (-len(f), f)))]
    return [settle([*spans, *_more(reading, spans, patterns, forms)]) for reading, spans in zip(readings, found, strict=True)]


def _forms(text: str, kind: Kind, lists: Lexicon) -> set[str]:
    """Return the shorter ways in which something that was found may be named elsewhere."""
    if kind is Kind.ADDRESS:
        street = _HOUSE_NUMBER.sub("", text)
        return {text, *([street] if street[-1:].isalpha() and not street.lower().startswith("postbus") else [])}
    if kind in _WHOLE:
        return {text, *cores(text, lists)} if kind is Kind.ORGANISATION else {text}
    if kind is Kind.INITIAL:
        return {text} if text.endswith(".") else set()
    if kind is not Kind.PERSON:
        return set()
    words = regex.findall(WORD, text)
    names = {w for w in words if w.lower() not in lists.interfixes}
    prefixed = regex.search(rf"(?<!\p{{L}}){grammar().interfix}{{1,2}}{WORD}.*$", text)
    return {
        form
        for form in {text, *names, *([prefixed.group()] if prefixed else [])}
        if len(form) >= _SHORTEST_FORM and fold(form) not in lists.medical and fold(form) not in lists.closed
    }


def cores(text: str, lists: Lexicon) -> Iterator[str]:
    """Yield an institution's name without the word that says what it is, when it has a capital article: "De Wilgenhof"."""
    rest = text
    while " " in rest and rest.split(" ")[0].lower() in lists.openers:
        rest = rest[rest.index(" ") + 1 :]
    if rest != text and (rest.startswith(("De ", "Het ")) or not lists.is_ordinary(rest)):
        yield rest


def _chunks(forms: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(forms), _FORMS_A_PATTERN):
        yield forms[start : start + _FORMS_A_PATTERN]


def _pattern(forms: Iterable[str]) -> regex.Pattern[str]:
    written = "|".join(form for f in forms for form in _spellings(f))
    return regex.compile(rf"(?<![\w-])(?:{written})(?:(?<=\.)(?!\s?\p{{Lu}}\.|\w)|(?<!\.)(?=s?(?!\w)|'s))")


def _spellings(form: str) -> list[str]:
    """Return a form as written, with its first letter high (a prefix at the start of a sentence), and in capitals."""
    high = form[0].upper() + form[1:]
    capitals = [form.upper()] if sum(c.isalpha() for c in form) >= _LETTERS_IN_CAPITALS else []
    return [regex.escape(f).replace(r"\ ", r"\s") for f in dict.fromkeys([form, high, *capitals])]


def _more(
    reading: Reading, spans: Sequence[Span], patterns: Sequence[regex.Pattern[str]], forms: Mapping[str, tuple[Kind, str]]
) -> Iterator[Span]:
    known = {**{form.upper(): value for form, value in forms.items()}, **{f[0].upper() + f[1:]: v for f, v in forms.items()}, **forms}
    taken = Taken(spans)
    for pattern in patterns:
        for match in pattern.finditer(reading.text):
            kind, hint = known[regex.sub(r"\s", " ", match.group())]
            span = Span(match.start(), match.end(), kind, Strength.NEAR, Source.LINKED, hint)
            if taken.is_free(span) and (kind in {Kind.CASE, Kind.PLATE, Kind.BSN, Kind.IBAN} or _means_it(reading, match)):
                yield span


def _means_it(reading: Reading, match: regex.Match[str]) -> bool:
    """Return whether the capital of what was found means a name here, and no ordinary word at the start of a sentence."""
    text = match.group()
    if text.endswith("."):
        return initials.stands_for_someone(reading, *match.span())
    if " " in text or not reading.is_ordinary(text):
        return True
    if reading.begins_sentence(match.start()):
        after = reading.word_after(match.end())
        return after in reading.lexicon.verbs and after not in reading.lexicon.weak_verbs
    return reading.word_before(match.start()) not in reading.lexicon.articles and not text.isupper()
