"""Dutch word forms by rule: a word or phrase goes in, the spellings and inflections to look for come out.

The gazetteer lists a word once; plurals, the feminine, hyphens and what stands behind an abbreviation are made here. Rules make too many
forms rather than too few, since a form that does not exist is never met. Source: Algemene Nederlandse Spraakkunst
(https://e-ans.ivdnt.org), on plurals and on feminine names of persons.
"""

from __future__ import annotations

import re

_FEMININE = (("leider", "leidster"), ("werker", "werkster"), ("begeleider", "begeleidster"), ("onderzoeker", "onderzoekster"))
_FEMININE_E = ("assistent", "consulent", "docent", "agent", "pedagoog", "ondersteuner", "psycholoog")
_FEMININE_ES = ("voogd", "leraar")


def variants(form: str, *, is_role: bool) -> set[str]:
    """Return the form, its plurals, its joined spelling without hyphen, "ib-er" beside "ib'er", and of a role the feminine."""
    found = {form} | (_feminines(form) if is_role else set())
    if "-" in form and "- " not in form:
        found |= {form.replace("-", "")}
    if "'" in form:
        found |= {form.replace("'", "-"), form.replace("'", "")}
    return found | {plural for spelling in found for plural in _plurals(spelling)}


def spellings(abbreviation: str, *, is_role: bool) -> set[str]:
    """Return an abbreviation, and of a role who bears it: "SPV", "SPV'er", "SPV'ers", "SPV's"."""
    return {abbreviation, *(abbreviation + ending for ending in ("'er", "'ers", "-er", "-ers", "'s", "’er", "’ers", "’s") if is_role)}


def _feminines(form: str) -> set[str]:
    swapped = {form.removesuffix(male) + female for male, female in _FEMININE if form.endswith(male)}
    plain = {form + "e" for end in _FEMININE_E if form.endswith(end)}
    return swapped | plain | {form + "es" for end in _FEMININE_ES if form.endswith(end)}


def _plurals(form: str) -> set[str]:
    """Return likely Dutch plurals of a form's last word: -s, -en, with the open syllable or the softened consonant."""
    plurals = {form + "s", form + "'s"}
    if form[-1] not in "aeiouy":
        plurals |= {form + "en"}
    if form.endswith("e"):
        plurals |= {form + "n"}
    if long_vowel := re.fullmatch(r"(.*)([aeou])\2([bdfgklmnprst])", form):  # psycholoog → psychologen, school → scholen
        plurals |= {"".join(long_vowel.groups()) + "en"}
    if form.endswith("huis"):
        plurals |= {form[:-1] + "zen"}
    if re.search(r"[^aeiou][aeiou][bdfgklmnprst]$", form):  # zus → zussen
        plurals |= {form + form[-1] + "en"}
    return plurals
