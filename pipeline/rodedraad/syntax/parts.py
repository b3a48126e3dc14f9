"""The parts of nl-syntax that spaCy does not have: the embedding layer and the lemmas by lexicon.

Importing this module registers them; spaCy imports it itself by entry point, and `load` before it opens a pipeline. It is the one module
here that imports spaCy at its top: nothing imports it before spaCy is wanted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.util import registry

from rodedraad.syntax.embedding import subword_embed
from rodedraad.syntax.lexicon import Lexicon, Word

LEMMAS = "rodedraad_lemmas"
EMBEDDING = "rodedraad.SubwordEmbed.v1"
_FILE = "lexicon.msgpack"
_MOST_KEPT = 200_000  # lemmas remembered per process

registry.architectures(EMBEDDING)(subword_embed)


class DutchLemmas:
    """Pipeline component: sets ``token.lemma_`` by lexicon and rules, from the tag and the trained lemmatizer's guess.

    Comes after tagger, parser (for particles that stand apart) and lemmatizer.
    """

    def __init__(self, name: str = LEMMAS, lexicon: Lexicon | None = None) -> None:
        self.name = name
        self.lexicon = lexicon or Lexicon()
        self._known: dict[Word, str] = {}

    def __call__(self, doc: Any) -> Any:  # noqa: ANN401 - spaCy's Doc has no types
        """Set the lemmas of ``doc`` and return it."""
        for token in doc:
            singular = token.morph.get("Number") == ["Sing"]
            token.lemma_ = self._lemma(Word(token.text, token.pos_, token.lemma_, singular, bool(token.is_sent_start)))
        for token in doc:
            if token.dep_ == "compound:prt" and token.head.pos_ == "VERB":
                token.head.lemma_ = self.lexicon.with_particle(token.lower_, token.head.lemma_)
        return doc

    def to_bytes(self, **_: object) -> bytes:
        """Return the lexicon as msgpack."""
        data: bytes = srsly.msgpack_dumps(self.lexicon.to_data())
        return data

    def from_bytes(self, data: bytes, **_: object) -> DutchLemmas:
        """Take the lexicon of ``to_bytes``."""
        self.lexicon, self._known = Lexicon.of_data(srsly.msgpack_loads(data)), {}
        return self

    def to_disk(self, path: Path | str, **_: object) -> None:
        """Write the lexicon into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        Path(path, _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: Path | str, **_: object) -> DutchLemmas:
        """Read the lexicon of ``to_disk``."""
        return self.from_bytes(Path(path, _FILE).read_bytes())

    def _lemma(self, word: Word) -> str:
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            found = self._known[word] = self.lexicon.lemma(word)
        return found


@Language.factory(LEMMAS, assigns=["token.lemma"], requires=["token.pos"])  # type: ignore[untyped-decorator]
def make_lemmas(nlp: Any, name: str) -> DutchLemmas:  # noqa: ANN401, ARG001 - spaCy's signature of a factory
    """Return the component with an empty lexicon, to be filled by ``from_disk`` or the trainer."""
    return DutchLemmas(name)
