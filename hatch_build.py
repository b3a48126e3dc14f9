"""Puts the shipped data into the wheel as ``rodedraad/_data`` (see ``rodedraad/resources.py``).

A hook and not a ``force-include`` table, because an editable install must read the checkout's own folders, not a stale copy.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("configs", "models", "corpora/training.toml", "corpora/demo/corpus.toml", "corpora/demo/documents")


class ShippedData(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the folders of ``SHIPPED`` to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders to copy; nothing for an editable install."""
        if version == "editable":
            return
        for name in SHIPPED:
            if (Path(self.root) / name).exists():
                build_data["force_include"][name] = f"rodedraad/_data/{name}"
