"""The rows of one document, out of cached results that may hold many (a register is one file with a thousand documents)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from rodedraad.run.cache import ItemCache
    from rodedraad.schema import Tables

Part = tuple[str, str, tuple[str, ...]]  # stage, item key, tables


class Slices:
    """Reads cached results and keeps the last one of each stage split by document, so a register is unpacked once."""

    def __init__(self, cache: ItemCache) -> None:
        self._cache = cache
        self._last: dict[str, tuple[str, dict[str, dict[str, pl.DataFrame]], Tables]] = {}

    def of(self, doc_id: str, parts: Sequence[Part]) -> Tables:
        """Return the rows of one document from every part."""
        tables: Tables = {}
        for stage, key, names in parts:
            split, empty = self._split(stage, key, names)
            tables.update({name: split[name].get(doc_id, empty[name]) for name in names})
        return tables

    def _split(self, stage: str, key: str, names: tuple[str, ...]) -> tuple[dict[str, dict[str, pl.DataFrame]], Tables]:
        known = self._last.get(stage)
        if known is None or known[0] != key:
            frames = self._cache.get(stage, key, names)
            split = {
                name: {str(k[0]): rows for k, rows in frame.partition_by("doc_id", as_dict=True).items()} for name, frame in frames.items()
            }
            known = (key, split, {name: frame.clear() for name, frame in frames.items()})
            self._last[stage] = known
        return known[1], known[2]
