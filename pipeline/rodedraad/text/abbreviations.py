"""Dutch abbreviations: what a full stop after a word can mean.

In: a word as written, without its last stop. Out: whether that stop belongs to an abbreviation, and if so whether a sentence may still end
there. Reports are full of "mw.", "i.o.m.", "d.d. 3 jan."; a general sentence splitter cuts after each. The words are data
(``data/abbreviations.toml``).
"""

from __future__ import annotations

import re
import tomllib
from enum import Enum
from functools import cache
from importlib import resources

_INITIALS = re.compile(r"(?:(?:[A-ZÀ-Þ]|Ch|Th|Chr|Ph|IJ|Tj|Sj|Fr|Joh|Jac|Alb|Wm)\.)*(?:[A-ZÀ-Þ]|Ch|Th|Chr|Ph|IJ|Tj|Sj)")
_DOTTED = re.compile(r"(?:[a-zà-þ]{1,3}\.)+[a-zà-þ]{1,3}", re.IGNORECASE)
_NO_VOWEL = re.compile(r"[^\W\d_aeiouyáéíóúàèëïöüê]{2,5}")


class Stop(Enum):
    """What the full stop after a word says about the end of a sentence."""

    PLAIN = "plain"  # an ordinary word: the stop ends the sentence
    MAY_END = "may_end"  # an abbreviation at the end of a phrase: a capital after it begins a sentence
    DOUBTFUL = "doubtful"  # an abbreviation nobody listed: only a capital function word ("De", "Zij") begins a sentence
    INITIAL = "initial"  # the letter of a name: likewise, and "De" may be part of the name
    POINTS_ON = "points_on"  # an abbreviation that needs what follows: never an end


def stop_after(word: str) -> Stop:
    """Return what the full stop after ``word`` (given without that stop, as written) means."""
    if _INITIALS.fullmatch(word):
        return Stop.INITIAL
    lowered = word.lower()
    listed = _listed()
    if lowered in listed:
        return listed[lowered]
    if _DOTTED.fullmatch(word) or (_NO_VOWEL.fullmatch(lowered) and not word.isupper()):
        return Stop.DOUBTFUL
    return Stop.PLAIN


@cache
def _listed() -> dict[str, Stop]:
    """Return the listed abbreviations; one that stands on both lists ("b.v.": bijvoorbeeld, besloten vennootschap) may end a sentence."""
    lists = tomllib.loads(resources.files("rodedraad.text").joinpath("data", "abbreviations.toml").read_text(encoding="utf-8"))
    points_on = dict.fromkeys(lists["points_on"].split(), Stop.POINTS_ON)
    return points_on | dict.fromkeys(lists["may_end"].split(), Stop.MAY_END)
