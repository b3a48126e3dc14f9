"""Dutch inflection undone: from a word form and its tag to the dictionary forms it may come from, likeliest first.

In: a lower-case form. Out: candidates, some of which are no words; `lexicon` knows which are. Spelling rules: Haeseryn et al., Algemene
Nederlandse Spraakkunst, and the Woordenlijst Nederlandse Taal (technische handleiding, 2015), sections on plurals and verb forms.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARABLE = tuple(
    sorted(
        [
            "aan",
            "achter",
            "achterna",
            "achteruit",
            "af",
            "binnen",
            "bij",
            "bijeen",
            "deel",
            "dicht",
            "door",
            "gebruik",
            "gelijk",
            "goed",
            "in",
            "kapot",
            "kennis",
            "klaar",
            "los",
            "mede",
            "mee",
            "mis",
            "na",
            "neer",
            "om",
            "omhoog",
            "omver",
            "onder",
            "op",
            "open",
            "over",
            "plaats",
            "rond",
            "samen",
            "schoon",
            "stil",
            "teleur",
            "tentoon",
            "terecht",
            "terug",
            "teniet",
            "thuis",
            "toe",
            "tegen",
            "tegemoet",
            "tekort",
            "uit",
            "uiteen",
            "vast",
            "vol",
            "voor",
            "voorbij",
            "voort",
            "vooruit",
            "vrij",
            "waar",
            "weer",
            "weg",
        ],
        key=lambda particle: (-len(particle), particle),
    )
)
"""Particles that part from their verb, the longest first."""

INSEPARABLE = ("be", "ge", "her", "ont", "ver", "er", "onder", "over", "door", "om", "voor", "mis", "weer", "vol")
_VOICED = {"f": "v", "s": "z"}
_VOICELESS = {"v": "f", "z": "s"}
_LONG = re.compile(r"(.*[^aeiou])?(aa|ee|oo|uu)([bcdfghjklmnpqrstvwxz])")
_SHORT = re.compile(r"(?:.*[^aeiouyäëïöü])?(?:qu)?[aeiou]([bcdfgklmnprstvz])")
_OPEN = re.compile(r"(.*[^aeiouyäëïöü])?([aeou])([bcdfghjklmnprstvwz])")
_LEAST = 2  # letters of a stem


@cache
def strong_verbs() -> dict[str, tuple[str, ...]]:
    """Return a past or participle form → its infinitives, of ``data/strong_verbs.txt``; participles stand without ge-."""
    lines = resources.files("rodedraad.syntax").joinpath("data", "strong_verbs.txt").read_text(encoding="utf-8").splitlines()
    forms: dict[str, tuple[str, ...]] = {}
    for infinitive, singular, plural, participle in (line.split() for line in lines if not line.startswith("#")):
        for key in {singular, plural, f"+{participle}"}:
            forms[key] = (*forms.get(key, ()), infinitive)
    return forms


def noun(form: str) -> Iterator[str]:
    """Yield what a noun's form may be the plural or diminutive of; the form itself comes last, but before the singular of one in -s."""
    if form.endswith("heden"):
        yield form[:-5] + "heid"
    if form.endswith("s"):  # bus, huis: seldom a plural
        yield form
        yield form[:-1].removesuffix("'")
    if form.endswith(("iën", "eën")):
        yield form[:-2]
        yield form[:-2] + "e"
    if form.endswith("en"):
        yield from closed(form[:-2])
        yield form[:-1]
    if form.endswith("eren"):
        yield from closed(form[:-4])
    if form.endswith("n"):
        yield form[:-1]
    if found := re.fullmatch(r"(.+?)(etje|pje|kje|tje|je)s?", form):
        stem, ending = found[1], found[2]
        yield stem + ("g" if ending == "kje" and stem.endswith("n") else "")
        yield from closed(stem)
        yield re.sub(r"([aou])\1$", r"\1", stem)
    yield form


def adjective(form: str) -> Iterator[str]:
    """Yield what an adjective's form may be inflected from; the form itself first."""
    yield form
    for ending in ("e", "ere", "er", "ste", "st", "dere", "der", "s", "en", "te", "t"):
        if form.endswith(ending) and len(form) - len(ending) >= _LEAST:
            yield from closed(form[: -len(ending)])


def verb(form: str) -> Iterator[str]:
    """Yield the infinitives a verb's form may belong to, with ``_`` after a particle that parts; the form itself first.

    A form that begins with a particle which always parts, or has ge- after one, is taken apart before it is taken whole.
    """
    whole = [form] if form.endswith("n") else []
    apart = [
        (particle, form[len(particle) :]) for particle in SEPARABLE if form.startswith(particle) and len(form) - len(particle) > _LEAST
    ]
    for particle, rest in apart:
        if particle not in INSEPARABLE or rest.startswith("ge"):
            yield from _separable(particle, rest)
    yield from whole
    yield from _simple_verb(form)
    for particle, rest in apart:
        yield from _separable(particle, rest)


def _separable(particle: str, rest: str) -> Iterator[str]:
    rest = rest[2:] if rest.startswith("te") and rest.endswith("n") and len(rest) > len("te") + _LEAST + 1 else rest
    yield from (f"{particle}_{infinitive}" for infinitive in [rest, *_simple_verb(rest)] if infinitive.endswith("n"))


def _simple_verb(form: str) -> Iterator[str]:
    """Yield the infinitives of a form without a particle that parts."""
    known = strong_verbs()
    participle = form[:-1] if form.endswith(("ene", "de", "te")) else form  # gesproken(e), gemaakt(e)
    bare = participle.removeprefix("ge")
    for key in (form, f"+{bare}", participle):
        yield from known.get(key, ())
    for prefix in INSEPARABLE:
        if form.startswith(prefix):
            rest = participle[len(prefix) :]
            yield from (prefix + infinitive for key in (form[len(prefix) :], f"+{rest}") for infinitive in known.get(key, ()))
    if found := re.fullmatch(r"(.{2,}n)de?", form):  # present participle
        yield found[1]
    for stem in dict.fromkeys(s for base in (bare, form) for s in _stems(base, participle=base == bare != form)):
        yield from infinitives(stem)
    if form.startswith("geë"):
        yield from verb("gee" + form[3:])


def _stems(form: str, *, participle: bool) -> Iterator[str]:
    """Yield a weak verb's form without its ending."""
    endings = ("de", "te", "d", "t") if participle else ("den", "ten", "de", "te", "t", "d", "")
    for ending in endings:
        stem = form.removesuffix(ending) if ending else form
        if (stem != form or not ending) and len(stem) >= _LEAST:
            yield stem
    if form.endswith(("d", "t")):  # wordt → word, zet → zet
        yield form


def infinitives(stem: str) -> Iterator[str]:
    """Yield the infinitives of a stem: loop → lopen, stop → stoppen, leef → leven, schilder → schilderen, ga → gaan."""
    if stem[-1] in "aeo":
        yield stem + ("an" if stem[-1] == "a" and stem[-2:] != "aa" else "n")
    if found := _LONG.fullmatch(stem):
        start, vowel, last = (found[1] or ""), found[2][0], found[3]
        yield from (f"{start}{vowel}{c}en" for c in dict.fromkeys((_VOICED.get(last, last), last)))
    if found := _SHORT.fullmatch(stem):
        yield f"{stem}{found[1]}en"
    if stem[-1] in _VOICED:
        yield f"{stem[:-1]}{_VOICED[stem[-1]]}en"
    yield f"{stem}en"


def closed(stem: str) -> Iterator[str]:
    """Yield the base of a stem that stood before -e or -en: rass → ras, bom → boom, brev → breef, huiz → huis, groot → groot."""
    if len(stem) < _LEAST:
        return
    last = stem[-1]
    if last == stem[-2] and last not in "aeiou":
        yield stem[:-1]
    elif found := _OPEN.fullmatch(stem):
        yield f"{found[1] or ''}{found[2] * 2}{_VOICELESS.get(last, last)}"
    if last in _VOICELESS:
        yield stem[:-1] + _VOICELESS[last]
    yield stem
