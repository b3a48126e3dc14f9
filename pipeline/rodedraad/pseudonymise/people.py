"""Finds people by the words around their names: titles, roles, initials, prefixes, verbs; and by lists of first names and surnames.

A reading of a text goes in, proposals come out. A title makes any capitalised word a name ("de heer Wit"); a role does so for words
that are no ordinary ones; how a bare word is judged stands in `judge`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise import judge
from rodedraad.pseudonymise.grammar import WORD, grammar
from rodedraad.pseudonymise.spans import Kind, Span, Strength
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.pseudonymise.reading import Reading

_LONE_VAN = regex.compile(rf"van\s(?={WORD})")
_ONLY_LETTERS = regex.compile(r"(?:[\p{Ll}' ]+\s)?(?:\p{Lu}\.?\s?)+")
_ARCHAIC = regex.compile(r"(?:\s(?:der|den|ter|'t)|^v\.?/?d\.?)$", regex.IGNORECASE)  # "van der" stands before nothing but a name
_DUTCH = frozenset({"de", "den", "van", "van de", "van der", "van den", "vd", "v.d."})
_FOREIGN = frozenset(
    {"el", "al", "ben", "bin", "bint", "ibn", "abu", "ould", "ait", "di", "dos", "del", "della", "von", "mc", "mac", "d'", "l'"}
)
_CALLED_SO = frozenset({"oma", "opa", "tante", "oom", "zus", "zusje", "broer", "broertje", "neef", "nicht"})  # "oma Riet"
_ALSO_PREPOSITIONS = frozenset({"van", "in", "op", "uit", "aan", "bij", "voor", "te", "of", "tot", "over", "onder"})


def find(reading: Reading) -> list[Span]:
    """Return every person that the rules see in the text."""
    return [
        *_titled(reading),
        *_in_role(reading),
        *_initialled(reading),
        *_listed(reading),
        *_prefixed(reading),
        *_reversed(reading),
        *_in_lower_case(reading),
    ]


def accepts(reading: Reading, span: Span) -> bool:
    """Return whether a proposal of deduce holds: it has a word that can be a name where it stands."""
    text = reading.text[span.start : span.end]
    if judge.is_prefixed_surname(reading, text):
        return True
    words = list(regex.finditer(WORD, text))
    return any(judge.may_be_name(reading, word.group(), span.start + word.start(), span.start + word.end()) for word in words)


def is_place(reading: Reading, start: int, end: int) -> bool:
    """Return whether a name is a listed town of several words, with or without a preposition: "in Den Haag"."""
    words = reading.text[start:end].split(" ")
    if len(words) > 1 and reading.text[start:end] in reading.lexicon.places:
        return True
    return words[0] in _ALSO_PREPOSITIONS and any(" ".join(words[i:]) in reading.lexicon.places for i in range(1, len(words)))


def _titled(reading: Reading) -> Iterator[Span]:
    for match in grammar().titled.finditer(reading.text):
        start, end = match.span("name")
        van = _LONE_VAN.match(match.group("name"))
        if van and match.group("title").lower() in reading.lexicon.relations:  # "de zuster van Kevin"
            start += van.end()
        end = judge.stop(reading, start, end)
        first = reading.text[start:end].split(" ")[0]
        body = first[:1].islower() and all(map(judge.is_acronym, regex.findall(WORD, reading.text[start:end])))  # "mevrouw van de GGD"
        if end > start and not body and (reading.lexicon.is_known_name(first) or not reading.lexicon.is_role(first)):
            yield Span(start, end, _kind(reading.text[start:end]), Strength.ANNOUNCED, hint=_gender(reading, match.group("title")))


def _in_role(reading: Reading) -> Iterator[Span]:
    for match in grammar().after_word.finditer(reading.text, overlapped=True):
        role = match.group("role")
        if not reading.lexicon.is_role(role):
            continue
        start, end = match.span("name")
        van = _LONE_VAN.match(match.group("name"))
        if van and role.lower() not in reading.lexicon.relations:
            continue
        start = judge.begin(reading, start + (van.end() if van else 0), end)
        end = judge.stop(reading, start, end)
        words = [w for w in regex.findall(WORD, reading.text[start:end]) if w.lower() not in reading.lexicon.interfixes]
        if words and judge.fits_after_role(reading, words[0], related=bool(van) or role.lower() in _CALLED_SO):
            yield Span(start, end, _kind(reading.text[start:end]), Strength.LISTED)


def _initialled(reading: Reading) -> Iterator[Span]:
    """Yield "A.M. de Vries"."""
    lists = reading.lexicon
    for match in grammar().initialled.finditer(reading.text):
        start, end = match.span("name")
        end = judge.stop(reading, start, end)
        words = regex.findall(WORD, reading.text[start:end])
        lone = regex.match(r"\p{Lu}\.\s", reading.text[start:end])
        doubtful = lone and (reading.word_before(start) in lists.not_before_initial or fold(words[-1]) in lists.closed)
        bare = "." not in reading.text[start:end] and not (words and lists.is_known_name(words[-1]))
        if words and len(words[-1]) > 1 and not doubtful and not bare:
            yield Span(start, end, Kind.PERSON, Strength.LISTED)


def _listed(reading: Reading) -> Iterator[Span]:
    """Yield runs of capitalised words with one in them that can be a name."""
    for match in grammar().capitalised.finditer(reading.text):
        start, end = match.span("name")
        words = [(start + m.start(), m.group()) for m in regex.finditer(WORD, match.group("name"))]
        place = next((i for i, (p, word) in enumerate(words) if judge.may_be_name(reading, word, p, p + len(word))), None)
        if place is None:
            continue
        while place and (judge.is_unknown(reading, words[place - 1][1]) or reading.lexicon.is_known_name(words[place - 1][1])):
            place -= 1  # "een Shimon Peres": one word of it is enough
        chosen = words[place][0]
        chosen = judge.with_prefix(reading, start, judge.begin(reading, chosen, end))
        end = judge.stop(reading, chosen, end)
        sure = any(reading.lexicon.is_known_name(word) and not reading.is_ordinary(word) for _, word in words)
        if not is_place(reading, chosen, end):
            yield Span(chosen, end, _kind(reading.text[chosen:end]), Strength.LISTED if sure else Strength.NEAR)


def _prefixed(reading: Reading) -> Iterator[Span]:
    """Yield "Van der Molen", "De Groot": two prefixes, or one with a capital, before a surname."""
    for match in grammar().with_interfix.finditer(reading.text):
        prefix, core = match.group("interfix").strip(), match.group("core")
        lists, low = reading.lexicon, fold(core)
        if low in lists.closed or low in lists.medical or (lists.is_role(core) and not lists.is_known_name(core)):
            continue
        plain = prefix.lower() not in _ALSO_PREPOSITIONS and judge.is_prefixed_surname(reading, match.group("name"))
        inside = not reading.begins_sentence(match.start())
        acts = reading.word_after(match.end()) in lists.verbs and not reading.is_ordinary(core)
        begins = (
            prefix == "Van"
            and not inside
            and reading.word_after(match.end()) in lists.verbs
            and (lists.is_known_name(core) or core not in lists.places)
        )
        foreign = prefix.lower() in _FOREIGN and prefix[0].isupper()
        start, end = match.start("name"), judge.stop(reading, match.start("name"), match.end("name"))
        if (_ARCHAIC.search(prefix) or foreign or begins or (plain and (inside or acts))) and not is_place(reading, start, end):
            yield Span(start, end, Kind.PERSON, Strength.LISTED)


def _reversed(reading: Reading) -> Iterator[Span]:
    """Yield "Jansen, P.H." as lists of people have it."""
    for match in grammar().reversed.finditer(reading.text):
        yield Span.at(match.span("name"), Kind.PERSON, Strength.LISTED)


def _in_lower_case(reading: Reading) -> Iterator[Span]:
    """Yield "mw. de vries" and "kevin jansen", as hurried notes have them: after a title or role, or a listed pair of names."""
    lists = reading.lexicon
    for match in grammar().lowered.finditer(reading.text, overlapped=True):
        before, low = match.group("before").lower(), fold(match.group("core"))
        titled, named = before in lists.titles, low in lists.surnames and not lists.is_role(low)
        rare = named and low not in lists.common
        common = named and titled and match.group("interfix").strip().lower() in _DUTCH and low in lists.word_names
        if common or (rare and (titled or before in lists.roles)):
            yield Span.at(match.span("name"), Kind.PERSON, Strength.ANNOUNCED, hint=_gender(reading, before))
        elif rare and fold(before) in lists.first_names and not lists.is_ordinary(before):
            yield Span(match.start("before"), match.end("name"), Kind.PERSON, Strength.LISTED)


def _kind(name: str) -> Kind:
    return Kind.INITIAL if _ONLY_LETTERS.fullmatch(name) else Kind.PERSON


def _gender(reading: Reading, title: str) -> str:
    words = {w.strip(".") for w in title.lower().split()}
    lists = reading.lexicon
    female, male = bool(words & lists.female_titles), bool(words & lists.male_titles)
    if words & lists.pair_titles or (female and male):
        return "pair"
    return "f" if female else "m" if male else ""
