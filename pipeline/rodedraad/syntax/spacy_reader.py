"""Words by a spaCy pipeline: nl-syntax, or an installed package such as nl_core_news_lg.

In: a folder or package and texts. Out: words with lemma, tag and, where the pipeline parses, head and dependency. Components that words do
not need are left out.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from rodedraad.errors import ConfigError
from rodedraad.syntax.protocol import Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

UNUSED = ("ner", "senter", "entity_ruler")
_TORCH = "torch"


class Pipeline:
    """Reads words with a loaded spaCy pipeline."""

    def __init__(self, nlp: Any, model_id: str, batch_size: int) -> None:  # noqa: ANN401 - a spaCy Language
        self.model_id = model_id
        self._nlp = nlp
        self._batch_size = batch_size

    def read(self, texts: Sequence[str]) -> list[list[Read]]:
        """Return the words of each text. The batches are cut from ``texts`` in order, so the same texts give the same words."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):
            docs = list(self._nlp.pipe(texts, batch_size=self._batch_size))
        return [[_read(token, parsed=doc.has_annotation("DEP")) for token in doc if not token.is_space] for doc in docs]


def open_pipeline(place: Path, model_id: str, batch_size: int) -> Pipeline:
    """Load a pipeline from its folder.

    Raises:
        ConfigError: spaCy cannot read it.
    """
    return Pipeline(load(place), model_id, batch_size)


def load(place: Path, *, unused: Sequence[str] = UNUSED) -> Any:  # noqa: ANN401 - a spaCy Language
    """Return the spaCy pipeline in a folder, without the components named in ``unused``.

    Raises:
        ConfigError: spaCy cannot read it.
    """
    with _without_torch():
        import spacy
        from thinc.api import use_ops

        from rodedraad.syntax import parts  # noqa: F401 - registers what nl-syntax is made of
    try:
        with use_ops("numpy", use_blis=False):  # numpy's own matrix product was three times as fast as blis where it was measured
            return spacy.load(place, exclude=list(unused))
    except Exception as error:  # noqa: BLE001 - spaCy, thinc and srsly raise what they like for a damaged folder
        raise ConfigError("syntax_unreadable", str(place), reason=type(error).__name__) from None


@contextlib.contextmanager
def _without_torch() -> Iterator[None]:
    """Keep thinc from importing torch, which its layers for other frameworks would: a second of CPU and 180 MB in every worker."""
    if _TORCH in sys.modules or "thinc" in sys.modules:
        yield
        return
    modules: dict[str, Any] = sys.modules
    modules[_TORCH] = None  # Python's own way to say: not to be imported
    try:
        yield
    finally:
        del modules[_TORCH]


def _read(token: Any, *, parsed: bool) -> Read:  # noqa: ANN401
    head, dep = (token.head.idx, token.dep_) if parsed else (None, None)
    return Read(token.idx, token.idx + len(token.text), dictionary_form(token.text, token.lemma_), token.pos_, head, dep)


def dictionary_form(form: str, lemma: str) -> str:
    """Return a UD Dutch lemma as it stands in a dictionary: op_richten → oprichten; of a compound, with its linking letters.

    UD writes the parts of a compound as words of their own (``regering_vorming`` for "regeringsvorming").
    """
    if "_" not in lemma.strip("_"):
        return lemma
    last, whole = lemma.rpartition("_")[2], form.lower()
    for size in range(len(last), 0, -1):
        place = whole.rfind(last[:size].lower())
        if place > 0 and whole[:place][0] == lemma[0].lower() and not last.endswith("en"):
            return whole[:place] + last
    return lemma.replace("_", "")
