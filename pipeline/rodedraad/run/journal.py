"""The journal: one JSON line for each thing finished, appended and synced. Without its line a result does not exist.

After a kill or a power cut the last line can be half; it is cut off on opening. (Habit taken from pytask's journal.)
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from rodedraad.errors import EnvironmentFault

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1


class Journal:
    """An append-only file of finished stages."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: list[dict[str, Any]] = _read_and_mend(path)

    def append(self, event: str, **facts: Any) -> None:  # noqa: ANN401 - any JSON value
        """Write one line and wait until it is on disk."""
        entry = {"format": FORMAT, "event": event, **facts}
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._entries.append(entry)

    def last(self, event: str, **facts: Any) -> dict[str, Any] | None:  # noqa: ANN401
        """Return the newest entry of this event with these facts, or None."""
        entry: dict[str, Any]
        for entry in reversed(self._entries):
            if entry["event"] == event and facts.items() <= entry.items():
                return entry
        return None


def _read_and_mend(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        with path.open("r+b") as file:
            file.truncate(len(whole))
    entries = []
    for line in whole.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # a line that a full disk garbled: what it stood for is simply done again
        if isinstance(entry, dict) and entry.get("event"):
            if entry.get("format") != FORMAT:
                raise EnvironmentFault("run_other_format", str(path.parent), found=entry.get("format"), known=FORMAT)
            entries.append(entry)
    return entries
