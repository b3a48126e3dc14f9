"""Which language a text is in: blocks in, one language for the document and, where it differs, for a block.

py3langid (langid.py; Lui & Baldwin 2012) chooses among a few languages that occur in Dutch files. It cannot be trusted on a few words, so
short blocks get none, and a document that might as well be Frisian or Afrikaans is taken for Dutch, with a warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from py3langid.langid import LanguageIdentifier

CANDIDATES = ("nl", "en", "de", "fr", "fy", "af", "es", "it", "pl", "tr", "ar", "uk")
_NEIGHBOURS = {"fy", "af"}  # the small relatives that Dutch is mistaken for
_MIN_BLOCK_WORDS = 12
_MIN_BLOCK_SHARE = 0.95  # probability from which a block's own language counts
_NEIGHBOUR_SHARE = 0.999  # probability from which a document is believed to be Frisian or Afrikaans
_MIN_NEIGHBOUR_WORDS = 50
_FEW_WORDS = 30
_SAMPLE_CHARACTERS = 20_000  # enough for a document; the identifier's time is linear


@dataclass(frozen=True, slots=True)
class Languages:
    """The document's language (ISO 639-1), each block's where it differs, and whether the document's is a doubtful Dutch."""

    document: str
    blocks: tuple[str | None, ...]
    doubtful: bool


def detect(texts: Sequence[str]) -> Languages:
    """Return the languages of a document given the texts of its blocks in order."""
    whole = _sample(texts)
    found, share = _identify(whole)
    n_words = len(whole.split())
    doubtful = found in _NEIGHBOURS and (share < _NEIGHBOUR_SHARE or n_words < _MIN_NEIGHBOUR_WORDS)
    too_short = n_words < _FEW_WORDS and share < _MIN_BLOCK_SHARE  # a row of a register may hold ten words, half of them medical
    document = "nl" if doubtful or too_short else found
    return Languages(document, tuple(_of_block(text, document) for text in texts), doubtful)


def _sample(texts: Sequence[str]) -> str:
    """Return texts from all over the document: evenly spaced blocks, so that an English summary in front does not decide."""
    total = sum(map(len, texts))
    step = max(1, -(-total // _SAMPLE_CHARACTERS))
    return " ".join(texts[::step])[: 2 * _SAMPLE_CHARACTERS]


def _of_block(text: str, document: str) -> str | None:
    if len(text.split()) < _MIN_BLOCK_WORDS:
        return None
    found, share = _identify(text)
    if found == document or share < _MIN_BLOCK_SHARE or (document == "nl" and found in _NEIGHBOURS and share < _NEIGHBOUR_SHARE):
        return None
    return found


def _identify(text: str) -> tuple[str, float]:
    language, share = _identifier().classify(text)
    return str(language), float(share)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(CANDIDATES))
    return identifier
