"""The leak check: no sentence of a test set may be trained on.

In: the texts of every dev and test source. Out: training items without those that hold such a text, and a count of what was dropped. A
model that has seen its test sentences scores too well, and nobody could tell.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from rodedraad.run.folder import write_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rodedraad.train.corpora import Corpora

_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"'’”)\]]*\s+|\n")
_NO_LETTERS = re.compile(r"[\W_]+")
_WORDS_OF_A_PART = 3  # a sentence inside a longer test text counts from here; "Dr." or "Nee." on its own identifies nothing


class Item(Protocol):
    """What can be checked: anything with texts and the id of its source."""

    @property
    def texts(self) -> Iterable[str]:
        """Every text in it, in any language."""
        ...

    @property
    def source(self) -> str:
        """The source it came from."""
        ...


T = TypeVar("T", bound=Item)


def normalise(text: str) -> str:
    """Return the text as it is compared: NFKC, case folded, without punctuation and white space (Unicode TR 15 and 21)."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, split in the cheapest way: after a full stop, question or exclamation mark, semicolon, line end."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


class Leaks:
    """What may not be trained on, and what was dropped for it.

    ``guarded`` holds the texts of each test set by its name; with ``ledger`` the counts are kept on disk, so that a resumed training
    still knows them.
    """

    def __init__(self, guarded: Mapping[str, Iterable[str]], *, whole: frozenset[str] = frozenset(), ledger: Path | None = None) -> None:
        self._tests: dict[str, set[str]] = {}
        self._sizes: dict[str, int] = {}
        for name, texts in guarded.items():
            keys = {key for text in texts for key in _guarded_keys(text, name in whole)}
            self._sizes[name] = len(keys)
            for key in keys:
                self._tests.setdefault(key, set()).add(name)
        self._ledger = ledger
        self._counts: dict[str, dict[str, Any]] = {}
        if ledger is not None and ledger.is_file():
            self._counts = json.loads(ledger.read_text(encoding="utf-8"))

    def tests_with(self, texts: Iterable[str]) -> set[str]:
        """Return the test sets that hold one of these texts, or a sentence of one."""
        return {name for text in texts for key in _keys(text) for name in self._tests.get(key, ())}

    def keep(self, items: Iterable[T]) -> list[T]:
        """Return the items that hold no guarded text, in their order, and count the others by source and test set.

        Give a source's items in one call: counting a source again replaces its figures, so that a step done twice counts once.
        """
        kept: list[T] = []
        counts: dict[str, dict[str, Any]] = {}
        for item in items:
            count = counts.setdefault(f"{item.source}/{type(item).__name__.lower()}", {"read": 0, "kept": 0, "dropped": {}})
            count["read"] += 1
            found = self.tests_with(item.texts)
            if not found:
                kept.append(item)
                count["kept"] += 1
            for name in sorted(found):
                count["dropped"][name] = count["dropped"].get(name, 0) + 1
        self._counts.update(counts)
        if self._ledger is not None:
            write_json(self._ledger, self._counts)
        return kept

    def report(self) -> dict[str, Any]:
        """Return ``tests`` (guarded texts per test set) and ``sources``: read, kept, and dropped per test set (one item may be in two)."""
        return {"tests": dict(self._sizes), "sources": {name: dict(count) for name, count in sorted(self._counts.items())}}


def of(corpora: Corpora, ids: Iterable[str] | None = None, *, ledger: Path | None = None) -> Leaks:
    """Return the check against these sources; by default against every source of the manifest whose use is dev or test."""
    names = corpora.ids("dev", "test") if ids is None else tuple(ids)
    corpora.check(names)
    whole = frozenset(name for name in names if corpora.source(name).guard == "whole")
    return Leaks({name: corpora.texts(name) for name in names}, whole=whole, ledger=ledger)


def _keys(text: str) -> Iterator[str]:
    """Yield the text and each of its sentences, normalised; nothing for a text without a letter or digit."""
    whole = normalise(text)
    if not whole:
        return
    yield whole
    parts = sentences(text)
    if len(parts) > 1:
        yield from filter(None, map(normalise, parts))


def _guarded_keys(text: str, only_whole: bool) -> Iterator[str]:
    """As ``_keys``, without the short parts of a longer test text."""
    whole = normalise(text)
    if not whole:
        return
    yield whole
    if not only_whole:
        yield from (normalise(part) for part in sentences(text) if len(_NO_LETTERS.sub(" ", part).split()) >= _WORDS_OF_A_PART)
