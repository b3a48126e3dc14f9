"""Folding text for look-up without moving a character: the same length in, the same length out.

Word lists are written in lower case with accents; reports write "Zorgcoordinator" and "ZORGCOÖRDINATOR". Offsets must stay those of
the text, so every character is folded on its own and one that would grow (``ß``, ligatures) is left alone.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TYPOGRAPHIC = {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "‐": "-"}


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, with plain quotes and hyphens; ``len`` is unchanged."""
    return "".join(map(_fold_character, text))


def fold_word(word: str) -> str:
    """Return one word folded, accents that are characters of their own included; its length may change."""
    return fold(unicodedata.normalize("NFC", word))


def flatten(text: str) -> str:
    """Return ``text`` with every white-space character as a plain space and plain quotes and hyphens; ``len`` is unchanged."""
    return "".join(" " if c.isspace() else _TYPOGRAPHIC.get(c, c) for c in text)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = _TYPOGRAPHIC.get(character)
    if plain is not None:
        return plain
    base = unicodedata.normalize("NFKD", character)[:1] if len(unicodedata.normalize("NFC", character)) == 1 else character
    lowered = base.lower()
    return lowered if len(lowered) == 1 and base.isalnum() else character
