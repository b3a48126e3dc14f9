"""What a table is: a name, a key, a privacy class and columns. Which tables there are stands in `rodedraad.schema`.

A stage hands over frames; ``Table.conform`` orders columns, casts and sorts by key, so that the same content gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping


class Privacy(StrEnum):
    """Who may see a table."""

    SHARED = "shared"  # pseudonymised: may leave the machine with the report
    PRIVATE = "private"  # raw text, boxes, what was replaced: stays under RUN/private/


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Polars type and what it means."""

    dtype: pl.DataType
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: name, key, privacy class and columns in their order on disk."""

    name: str
    key: tuple[str, ...]
    privacy: Privacy
    columns: Mapping[str, Column]

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Return column name → Polars type."""
        return {name: column.dtype for name, column in self.columns.items()}

    def empty(self) -> pl.DataFrame:
        """Return the table without rows."""
        return pl.DataFrame(schema=self.schema)

    def frame(self, rows: list[dict[str, object]]) -> pl.DataFrame:
        """Return rows (dictionaries; absent columns become null) as a conforming frame."""
        return self.conform(pl.DataFrame(rows, schema=self.schema, strict=False)) if rows else self.empty()

    def conform(self, data: pl.DataFrame) -> pl.DataFrame:
        """Return ``data`` with exactly these columns, cast and sorted by key.

        Raises:
            ValueError: a column is missing or unknown, or a key occurs twice.
        """
        missing, unknown = set(self.columns) - set(data.columns), set(data.columns) - set(self.columns)
        if missing or unknown:
            raise ValueError(f"table {self.name}: missing columns {sorted(missing)}, unknown columns {sorted(unknown)}")
        result = data.select(list(self.columns)).cast(self.schema).sort(self.key)  # type: ignore[arg-type]
        if result.select(self.key).is_duplicated().any():
            raise ValueError(f"table {self.name}: key {self.key} is not unique")
        return result
