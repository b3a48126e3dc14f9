"""Finds people by the words around their names: titles, roles, initials, prefixes, verbs; and by lists of first names and surnames.

A reading of a text goes in, proposals come out. A title makes any capitalised word a name ("de heer Wit"); a role does so for words that are no
ordinary ones; a bare word needs a list or a verb that people are the subject of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from rodedraad.pseudonymise.grammar import WORD, grammar
from rodedraad.pseudonymise.spans import Kind, Span, Strength
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.pseudonymise.reading import Reading

_SURNAME_IN_CAPITALS = 4  # letters; shorter ones are abbreviations
_SHORTEST_NAME = 3  # letters of a name that no list knows
_ROLE_INITIAL = regex.compile(
    r"(?<![\w-])(?P<role>\p{L}[\p{L}-]+\.?)(?P<gap>:?\s(?:van\s)?)(?P<name>(?:(?:van|de|der|den|van\sder|van\sden|van\sde|el|al)\s)?\p{Lu}\.(?:\s?\p{Lu}\.){0,4}(?![\p{L}\d])|\p{Lu}(?![\w.'’-]|\s\p{Lu}\p{Ll}|\s?\d))"
)
_INITIAL_VERB = regex.compile(
    r"(?<!\p{Lu}[.&/-]\s?)(?<![\w@&/-])(?<!\d\s)(?P<name>\p{Lu}\.(?:\s?\p{Lu}\.){0,2})(?=,\s\p{Ll}|\s(?P<verb>\p{Ll}+))"
)
_HEREAFTER = regex.compile(r"\b(?:hierna|verder|voortaan|afgekort|aangeduid)\b[\p{Ll}\s:]{0,30}[\"']?(?P<name>\p{Lu}\.?)[\"']?\)")
_NOT_AFTER_INITIAL = frozenset({"v", "en", "van", "de", "den", "der", "te", "ten", "ter"})


def find(reading: Reading) -> list[Span]:
    """Return every person and initial that the rules see in the text."""
    return [*_titled(reading), *_in_role(reading), *_initials(reading), *_initialled(reading), *_listed(reading), *_prefixed(reading)]


def accepts(reading: Reading, span: Span) -> bool:
    """Return whether a proposal of deduce holds: it has a word that can be a name where it stands."""
    words = list(regex.finditer(WORD, reading.text[span.start : span.end]))
    return any(_may_be_name(reading, word.group(), span.start + word.start(), span.start + word.end()) for word in words)


def is_initial_here(reading: Reading, start: int, end: int) -> bool:
    """Return whether "B." at this place can stand for a person, and is no "hepatitis B." or "B. en W."."""
    after = reading.word_after(end)
    return reading.word_before(start) not in reading.lexicon.not_before_initial and not (after == "en" and reading.text[end : end + 6] == " en W.")


def _titled(reading: Reading) -> Iterator[Span]:
    for match in grammar().titled.finditer(reading.text):
        start, end = _without_lone_van(reading, match.group("title"), *match.span("name"))
        end = trimmed(reading, start, end)
        first = reading.text[start:end].split(" ")[0]
        if end > start and not (reading.lexicon.is_role(first) and not reading.lexicon.is_known_name(first)):
            yield Span(start, end, _kind(reading.text[start:end]), Strength.ANNOUNCED, hint=_gender(reading, match.group("title")))


def _in_role(reading: Reading) -> Iterator[Span]:
    for match in grammar().after_word.finditer(reading.text, overlapped=True):
        role = match.group("role")
        if not reading.lexicon.is_role(role) or ("(" in match.group("gap") and reading.begins_sentence(match.start("name"))):
            continue
        start, end = match.span("name")
        text = reading.text[start:end]
        if kin := regex.match(rf"van\s(?={WORD})", text):
            if not role.lower() in reading.lexicon.relations:
                continue
            start += kin.end()
        start, end = _without_role(reading, start, end), trimmed(reading, start, end)
        words = regex.findall(WORD, reading.text[start:end])
        if end > start and words and _fits_role(reading, words[0], after_kin=bool(kin)):
            yield Span(start, end, _kind(reading.text[start:end]), Strength.LISTED)


def _initials(reading: Reading) -> Iterator[Span]:
    """Yield "cliënt A.", "verpleegkundige B", "de zus van F.", "B., een meisje" and "M. vertelde"."""
    for match in _ROLE_INITIAL.finditer(reading.text, overlapped=True):
        role = match.group("role").lower()
        related = reading.lexicon.is_role(role) or role in reading.lexicon.titles
        if related and role.rstrip(".") not in reading.lexicon.not_before_initial and ("van" not in match.group("gap") or role in reading.lexicon.relations):
            end = match.end("name")
            yield Span(match.start("name"), end, Kind.INITIAL, Strength.ANNOUNCED, hint=_gender(reading, role))
    for match in _HEREAFTER.finditer(reading.text):
        yield Span(*match.span("name"), Kind.INITIAL, Strength.ANNOUNCED)
    for match in _INITIAL_VERB.finditer(reading.text):
        verb = match.group("verb") or ""
        if is_initial_here(reading, *match.span("name")) and verb not in _NOT_AFTER_INITIAL and (not verb or verb in reading.lexicon.verbs):
            yield Span(*match.span("name"), Kind.INITIAL, Strength.LISTED)


def _initialled(reading: Reading) -> Iterator[Span]:
    """Yield "A.M. de Vries"."""
    for match in grammar().initialled.finditer(reading.text):
        start, end = match.span("name")
        end = trimmed(reading, start, end)
        words = regex.findall(WORD, reading.text[start:end])
        lone = regex.match(r"\p{Lu}\.\s", reading.text[start:end])
        doubtful = lone and (reading.word_before(start) in reading.lexicon.not_before_initial or fold(words[-1]) in reading.lexicon.closed)
        if words and len(words[-1]) > 1 and not doubtful:
            yield Span(start, end, Kind.PERSON, Strength.LISTED)


def _listed(reading: Reading) -> Iterator[Span]:
    """Yield runs of capitalised words with a listed name in them, and unknown ones that do what people do."""
    for match in grammar().capitalised.finditer(reading.text, overlapped=False):
        start, end = match.span("name")
        words = [(start + m.start(), m.group()) for m in regex.finditer(WORD, match.group("name"))]
        chosen = next((p for p, word in words if _may_be_name(reading, word, p, p + len(word))), None)
        if chosen is None:
            continue
        chosen, stop = _without_role(reading, chosen, end), trimmed(reading, chosen, end)
        surely = any(reading.lexicon.is_known_name(word) and not reading.is_ordinary(word) for _, word in words)
        yield Span(chosen, stop, _kind(reading.text[chosen:stop]), Strength.LISTED if surely else Strength.NEAR)


def _prefixed(reading: Reading) -> Iterator[Span]:
    """Yield "Van der Molen", "De Groot": a prefix with a capital, or two prefixes, before a surname."""
    for match in grammar().with_interfix.finditer(reading.text):
        prefix, core = match.group("interfix").strip(), match.group("core")
        if fold(core) in reading.lexicon.closed or fold(core) in reading.lexicon.medical or reading.lexicon.is_role(core):
            continue
        archaic = regex.search(r"(?i)\b(?:der|den|ter|'t)$", prefix) is not None and " " in prefix
        known = fold(core) in reading.lexicon.surnames
        high = prefix[0].isupper() and not reading.begins_sentence(match.start())
        alone = prefix.lower() in {"van", "in", "op", "uit", "aan", "bij", "voor", "te", "of", "tot", "over", "onder"}
        acts = reading.word_after(match.end()) in reading.lexicon.verbs
        if (
            archaic
            or (known and high and not alone)
            or (known and not alone and prefix[0].isupper() and acts and not reading.is_ordinary(core))
        ):
            yield Span(match.start("name"), trimmed(reading, match.start("name"), match.end("name")), Kind.PERSON, Strength.LISTED)


def _may_be_name(reading: Reading, word: str, start: int, end: int) -> bool:
    """Return whether a capitalised word can be a name by itself, where it stands."""
    lexicon, low = reading.lexicon, fold(word)
    if len(word) < 2 or low in lexicon.closed or low in lexicon.medical or _is_acronym(word):  # noqa: PLR2004 - one letter is an initial
        return False
    first = reading.begins_sentence(start)
    after = reading.word_after(end)
    known = lexicon.is_known_name(word) or (low.endswith("s") and low[:-1] in lexicon.first_names)
    acts = after in lexicon.verbs and after not in reading.lexicon.weak_verbs
    article = reading.word_before(start) in reading.lexicon.articles
    if known and not reading.is_ordinary(word):
        return not article or acts
    if known:
        return (acts and first and low not in lexicon.not_names) or (
            not first and not article and (low in lexicon.word_names or low in lexicon.first_names)
        )
    if word in lexicon.places or not is_unknown(reading, word) or (article and not acts):
        return False
    return not first or after in lexicon.verbs or _followed_by_name(reading, end)


def is_unknown(reading: Reading, word: str) -> bool:
    """Return whether ``word`` is no word of the lists, no compound of them, and does not end as things and professions do."""
    return (
        len(word) >= _SHORTEST_NAME
        and not reading.is_ordinary(word)
        and not reading.lexicon.is_compound(word)
        and not reading.lexicon.is_role(word)
        and not fold(word).endswith(reading.lexicon.generic_endings)
    )


def _followed_by_name(reading: Reading, end: int) -> bool:
    match = regex.compile(rf"\s(?:{grammar().interfix}){{0,2}}(?P<word>{WORD})").match(reading.text, end)
    return match is not None and (reading.lexicon.is_known_name(match.group("word")) or is_unknown(reading, match.group("word")))


def _fits_role(reading: Reading, word: str, *, after_kin: bool) -> bool:
    lexicon, low = reading.lexicon, fold(word)
    if _is_acronym(word):
        return len(word) >= _SURNAME_IN_CAPITALS and lexicon.is_known_name(word)
    if low in lexicon.closed or low in lexicon.medical or lexicon.is_role(word) or low.endswith(lexicon.generic_endings):
        return False
    if after_kin:
        return True
    if word in lexicon.places and not lexicon.is_known_name(word):
        return False
    return not reading.is_ordinary(word) or low in lexicon.word_names or low in lexicon.surnames


def _is_acronym(word: str) -> bool:
    """Return whether a word is written in capitals, or begins so before its hyphen: "SEH", "CT-scan"."""
    head = word.split("-")[0]
    return len(head) > 1 and head.isupper()


def trimmed(reading: Reading, start: int, end: int) -> int:
    """Return where the name really ends: without words at its end that cannot be part of one, and without a possessive s."""
    words = [m for m in regex.finditer(rf"{WORD}|\p{{Lu}}\.", reading.text[start:end])]
    while len(words) > 1 and _ends_badly(reading, words[-1].group()):
        words.pop()
        end = start + words[-1].end()
    last = words[-1].group() if words else ""
    if last.endswith("s") and not reading.lexicon.is_known_name(last) and fold(last[:-1]) in reading.lexicon.first_names:
        end -= 1
    return end


def _without_role(reading: Reading, start: int, end: int) -> int:
    """Return where the name really begins: after "Begeleider" in "Begeleider Rianne Visser"."""
    first = regex.match(rf"({WORD})\s(?=\p{{L}})", reading.text[start:end])
    role = first is not None and reading.lexicon.is_role(first.group(1)) and not reading.lexicon.is_known_name(first.group(1))
    return start + first.end() if first and role else start


def _ends_badly(reading: Reading, word: str) -> bool:
    low = fold(word)
    lexicon = reading.lexicon
    return not lexicon.is_known_name(word) and (
        low in lexicon.not_names
        or lexicon.is_role(word)
        or low in lexicon.openers
        or low in lexicon.closers
        or (_is_acronym(word) and len(word) > 1)
    )


def _without_lone_van(reading: Reading, title: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without "van" in "de zuster van Kevin", where the title is a relation and not a form of address."""
    van = regex.match(rf"van\s(?={WORD})", reading.text[start:end])
    return (start + van.end(), end) if van and title.lower() in reading.lexicon.relations else (start, end)


def _kind(name: str) -> Kind:
    return Kind.INITIAL if regex.fullmatch(r"(?:[\p{Ll}' ]+\s)?(?:\p{Lu}\.?\s?)+", name) else Kind.PERSON


def _gender(reading: Reading, title: str) -> str:
    words = {w.strip(".") for w in title.lower().split()}
    lexicon = reading.lexicon
    female, male = bool(words & lexicon.female_titles), bool(words & lexicon.male_titles)
    if words & lexicon.pair_titles or (female and male):
        return "pair"
    return "f" if female else "m" if male else ""
