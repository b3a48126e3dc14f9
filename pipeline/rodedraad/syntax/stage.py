"""Stage `syntax`: the passages of a document go in, their words with lemma and tag come out.

Archetypes are named by dictionary forms of words that carry meaning, whatever their inflection; which words those are is told here.
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

    from rodedraad.config import Syntax
    from rodedraad.run.stage import Context
    from rodedraad.syntax.protocol import Read

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
    reader = load.reader(config)
    found = reader.read([_readable(text) for _, text in passages])
    rows = [
        {"passage_id": passage_id, "model_id": reader.model_id, **row}
        for (passage_id, text), words in zip(passages, found, strict=True)
        for row in _rows(text, words)
    ]
    return {"words": TABLES["words"].frame(rows)}


def _readable(text: str) -> str:
    """Return ``text`` with each surrogate ([PERSOON-1]) as a capitalised word of the same length, which a pipeline reads as a name."""
    return TAG.sub(lambda m: re.sub(r"[^A-ZÀ-Þ]", "n", m.group()[1:-1]).capitalize() + "nn", text)


def _rows(text: str, words: Sequence[Read]) -> Iterator[dict[str, object]]:
    surrogates = [m.span() for m in TAG.finditer(text)]
    for start, end in surrogates:
        yield {"start": start, "end": end, "lemma": text[start:end], "upos": SURROGATE_TAG, "is_content": False}
    for word in words:
        inside = any(start < word.end and word.start < end for start, end in surrogates)
        if not inside and any(c.isalnum() for c in text[word.start : word.end]):
            yield {
                "start": word.start,
                "end": word.end,
                "lemma": word.lemma,
                "upos": word.upos,
                "is_content": _is_content(text[word.start : word.end], word),
            }


def _is_content(form: str, word: Read) -> bool:
    """Tell whether a word carries meaning: by its tag where there is one, and never a stop word, number or single letter."""
    stop = stopwords()
    return (
        (word.upos is None or word.upos in CONTENT_TAGS)
        and _LETTERS.fullmatch(form) is not None
        and form.lower() not in stop
        and word.lemma.lower() not in stop
    )
