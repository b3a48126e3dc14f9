"""The one place that knows deduce (Menger et al. 2018, LGPL-3), the Dutch de-identifier: it proposes names of people and places.

Text goes in, proposals come out. deduce's own start builds look-up trees of 150,000 streets and 48,000 institutions (75 s, a 77 MB
pickle, 1.1 GB). Our rules own addresses and institutions, so only the trees of names and places are built, from deduce's shipped lists,
at each start: about a second, no file written, nothing unpickled.
"""

from __future__ import annotations

import gc
import json
import logging
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rodedraad.errors import MissingError
from rodedraad.pseudonymise.spans import Kind, Source, Span, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

_GROUPS = ("names", "locations")
_WITHOUT = frozenset(
    {"patient_name", "street_pattern", "street_lookup", "housenumber", "postal_code", "postbus"}
)  # ours, or need data we lack
_LISTS = (
    "locations/lst_placename",
    "names/lst_first_name",
    "names/lst_initial",
    "names/lst_interfix",
    "names/lst_interfix_surname",
    "names/lst_prefix",
    "names/lst_surname",
    "whitelist/lst_common_word",
    "whitelist/lst_eponymous_disease",
    "whitelist/lst_medical_term",
    "whitelist/lst_stop_word",
)
_SETS = ("initial", "interfix_surname")
_KINDS = {"persoon": Kind.PERSON, "patient": Kind.PERSON, "locatie": Kind.PLACE}


@dataclass(frozen=True)
class Lists:
    """deduce's word lists, as written."""

    first_names: frozenset[str]
    surnames: frozenset[str]
    places: frozenset[str]
    streets: frozenset[str]
    common: frozenset[str]
    diseases: frozenset[str]


@dataclass(frozen=True)
class Deduce:
    """A ready deduce with only the parts that we use."""

    engine: Any
    lists: Lists

    def propose(self, text: str) -> list[Span]:
        """Return the people and places that deduce sees in ``text``, in order."""
        document = self.engine.deidentify(text, disabled={"redactor", "merge_adjacent_annotations"})
        # deduce joins neighbours over a full stop ("Anna. Mevrouw De Vries"): two people
        found = [(a.start_char, a.end_char, _KINDS[a.tag]) for a in document.annotations if a.tag in _KINDS]
        return [Span(start, end, kind, Strength.LISTED, Source.DEDUCE) for start, end, kind in sorted(found)]


@cache
def load() -> Deduce:
    """Return deduce, built once per process. Its trees are frozen out of garbage collection, which would else walk them again and again.

    Raises:
        MissingError: deduce is not installed.
    """
    try:
        with _quiet():
            engine, lists = _build()
    except ImportError:
        raise MissingError("deduce_missing") from None
    gc.collect()
    gc.freeze()
    return Deduce(engine, lists)


def _build() -> tuple[Any, Lists]:
    import deduce.deduce as library
    import docdeid
    from deduce.lookup_struct_loader import load_whitelist_lookup
    from deduce.lookup_structs import _LOOKUP_SET_LOADERS, _LOOKUP_TRIE_LOADERS, load_raw_itemset, load_raw_itemsets

    folder = library._LOOKUP_LIST_PATH  # noqa: SLF001 - deduce offers no public way to build a part of its structures; test_names_deduce holds this
    raw = load_raw_itemsets(base_path=folder, subdirs=list(_LISTS))
    tokenizer = library.Deduce._initialize_tokenizer(folder)  # noqa: SLF001
    structures = docdeid.ds.DsCollection()
    for name in _SETS:
        structures[name] = docdeid.ds.LookupSet()
        structures[name].add_items_from_iterable(raw[name])
    for name, make in _LOOKUP_SET_LOADERS.items():
        structures[name] = make(raw)
    for name in ("first_name", "surname", "placename", "eponymous_disease"):
        structures[name] = _LOOKUP_TRIE_LOADERS[name](raw, tokenizer)
    engine = docdeid.DocDeid()
    engine.tokenizers["default"] = tokenizer
    engine.processors = library._DeduceProcessorLoader().load(config=_config(library), extras={"tokenizer": tokenizer, "ds": structures})  # noqa: SLF001
    streets = {line.strip() for line in (folder / "src/locations/lst_street/items.txt").read_text(encoding="utf-8").splitlines()}
    return engine, Lists(
        first_names=frozenset(raw["first_name"]),
        surnames=frozenset(raw["surname"]),
        places=frozenset(raw["placename"]),
        streets=frozenset(streets),
        common=frozenset(load_whitelist_lookup(raw).items()),
        diseases=frozenset(load_raw_itemset(folder / "src/whitelist/lst_eponymous_disease/lst_eponymous_single")),
    )


def _config(library: Any) -> dict[str, Any]:  # noqa: ANN401 - an untyped module
    """Return deduce's base configuration with only the annotators of names and places."""
    config: dict[str, Any] = json.loads(library._BASE_CONFIG_FILE.read_text(encoding="utf-8"))  # noqa: SLF001
    kept = {name: entry for name, entry in config["annotators"].items() if entry.get("group") in _GROUPS and name not in _WITHOUT}
    return {**config, "annotators": kept}


@contextmanager
def _quiet() -> Iterator[None]:
    """Undo what importing deduce does to the whole program: a root log handler on standard output at DEBUG, warnings set to "default"."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        with warnings.catch_warnings():
            yield
    finally:
        for handler in [h for h in root.handlers if h not in handlers]:
            root.removeHandler(handler)
        root.setLevel(level)
