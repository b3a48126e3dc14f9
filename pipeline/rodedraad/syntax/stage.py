"""Stage `syntax`: the passages of a document go in, their words with lemma, tag, head and dependency come out.

Archetypes are named by dictionary forms of words that carry meaning, whatever their inflection; which words those are is told here. Who
handed over to whom is read from heads and dependencies.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rodedraad.schema import TABLES, Tables
from rodedraad.syntax import load
from rodedraad.syntax.protocol import CONTENT_TAGS
from rodedraad.text.wordlists import TAG, stopwords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from rodedraad.config import Syntax
    from rodedraad.run.stage import Context
    from rodedraad.syntax.protocol import Read, Reader

SURROGATE_TAG = "PROPN"
_LETTERS = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*")


def run(tables: Tables, config: Syntax, context: Context) -> Tables:  # noqa: ARG001 - the signature of every stage
    """Return table `words` for a document's `fragments`: a row per word, punctuation left out.

    Raises:
        MissingError: none of the configured pipelines is on this machine.
        ConfigError: the pipeline cannot be used.
    """
    passages = tables["fragments"].sort("position").select("passage_id", "text").rows()
    if not passages:
        return {"words": TABLES["words"].empty()}
    return {"words": words(passages, load.reader(config))}


def words(passages: Sequence[tuple[str, str]], reader: Reader) -> pl.DataFrame:
    """Return table `words` for pairs of passage_id and text, as ``reader`` reads them."""
    found = reader.read([_readable(text) for _, text in passages])
    rows = [
        {"passage_id": passage_id, "model_id": reader.model_id, **row}
        for (passage_id, text), read in zip(passages, found, strict=True)
        for row in _rows(text, read)
    ]
    return TABLES["words"].frame(rows)


def _readable(text: str) -> str:
    """Return ``text`` with each surrogate ([PERSOON-1]) as a capitalised word of the same length, which a pipeline reads as a name."""
    return TAG.sub(lambda m: re.sub(r"[^A-ZÀ-Þ]", "n", m.group()[1:-1]).capitalize() + "nn", text)


def _rows(text: str, words: Sequence[Read]) -> Iterator[dict[str, object]]:
    surrogates = [m.span() for m in TAG.finditer(text)]
    heads = _heads(text, words, surrogates)
    for start, end in surrogates:
        head, dep = heads.get(start, (None, None))
        yield {"start": start, "end": end, "lemma": text[start:end], "upos": SURROGATE_TAG, "is_content": False, "head": head, "dep": dep}
    for word in words:
        if _surrogate_at(word, surrogates) is None and _is_word(text, word):
            head, dep = heads.get(word.start, (None, None))
            yield {
                "start": word.start,
                "end": word.end,
                "lemma": word.lemma,
                "upos": word.upos,
                "is_content": _is_content(text[word.start : word.end], word),
                "head": head,
                "dep": dep,
            }


def _heads(text: str, words: Sequence[Read], surrogates: Sequence[tuple[int, int]]) -> dict[int, tuple[int | None, str | None]]:
    """Return where a word of the table begins → where its head there begins, and the label: past punctuation, a surrogate as one word."""
    by_start = {word.start: word for word in words}
    found: dict[int, tuple[int | None, str | None]] = {}
    for word in words:
        own = _place(word, surrogates)
        if word.head is None or own in found:
            continue
        place = _place(_above(text, word, by_start), surrogates)
        is_inner = word.head != word.start and word.head in by_start and _place(by_start[word.head], surrogates) == own
        if not is_inner:  # no part of a surrogate that hangs from another part of it
            found[own] = (place, word.dep)
    return found


def _above(text: str, word: Read, by_start: dict[int, Read]) -> Read:
    """Return the nearest word above one in the tree that is no punctuation; itself where there is none (white space may be a head)."""
    above = word
    while above.head is not None and above.head != above.start and above.head in by_start:
        above = by_start[above.head]
        if _is_word(text, above):
            return above
    return word


def _place(word: Read, surrogates: Sequence[tuple[int, int]]) -> int:
    inside = _surrogate_at(word, surrogates)
    return word.start if inside is None else inside


def _surrogate_at(word: Read, surrogates: Sequence[tuple[int, int]]) -> int | None:
    """Return where the surrogate that holds a word begins, or None."""
    return next((start for start, end in surrogates if start < word.end and word.start < end), None)


def _is_word(text: str, word: Read) -> bool:
    return any(c.isalnum() for c in text[word.start : word.end])


def _is_content(form: str, word: Read) -> bool:
    """Tell whether a word carries meaning: by its tag where there is one, and never a stop word, number or single letter."""
    stop = stopwords()
    return (
        (word.upos is None or word.upos in CONTENT_TAGS)
        and _LETTERS.fullmatch(form) is not None
        and form.lower() not in stop
        and word.lemma.lower() not in stop
    )
