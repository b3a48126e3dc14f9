"""Decision files as reviewers send them: read line by line, every fault named with its line, the rest read all the same.

In: a path. Out: decisions and faults. A browser that was closed cuts a file off, a mail program changes its encoding, a colleague runs a
later version: none of that may cost the other lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rodedraad.errors import DocumentError, UsageError
from rodedraad.review.model import FORMAT, Decision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 200_000_000  # of a file: a reviewer's work of a year is under a megabyte
MAX_LINE = 2_000_000  # bytes; a split may name thousands of passages
SHOWN = 20  # faults of one file; further ones are counted


@dataclass
class Lines:
    """What a file holds, in its order; ``faults`` name what could not be read, ``more`` counts the rest of those."""

    decisions: list[Decision] = field(default_factory=list)
    faults: list[DocumentError] = field(default_factory=list)
    more: int = 0

    def fault(self, error: DocumentError) -> None:
        """Keep a fault, or count it where many came before it."""
        if len(self.faults) < SHOWN:
            self.faults.append(error)
        else:
            self.more += 1


def read(path: Path, shown: str = "") -> Lines:
    """Return what is in the file ``path``; ``shown`` names it in messages instead of its path.

    Raises:
        UsageError: it is not there, cannot be opened, or is larger than ``MAX_BYTES``.
    """
    name = shown or str(path)
    try:
        size = path.stat().st_size if path.is_file() else -1
        if size < 0:
            raise UsageError("review_no_file", name)
        if size > MAX_BYTES:
            raise UsageError("review_too_big", name, mb=size // 1_000_000, most=MAX_BYTES // 1_000_000)
        found = Lines()
        for number, raw in _lines(path):
            _take(raw, f"{name}:{number}", found)
    except OSError as error:
        raise UsageError("review_unreadable", name, reason=type(error).__name__) from None
    return found


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield line number (from 1) and bytes of every line that is not blank; of a line without end only its beginning."""
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(MAX_LINE + 1):
            number += 1
            while len(raw) > MAX_LINE and not raw.endswith(b"\n"):  # the rest of a line that is too long is skipped, not kept
                rest = file.readline(MAX_LINE)
                if not rest or rest.endswith(b"\n"):
                    break
            if raw.strip():
                yield number, raw


def _take(raw: bytes, where: str, found: Lines) -> None:
    if len(raw) > MAX_LINE:
        found.fault(DocumentError("review_long_line", where, mb=MAX_LINE // 1_000_000))
        return
    try:
        values = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found.fault(DocumentError("review_encoding", where))
        return
    except (ValueError, RecursionError):
        found.fault(DocumentError("review_no_json", where) if raw.endswith(b"\n") else DocumentError("review_cut_off", where))
        return
    version = values.get("format") if isinstance(values, dict) else None
    if isinstance(version, int) and version > FORMAT:
        found.fault(DocumentError("review_future", where, found=version, known=FORMAT))
        return
    try:
        found.decisions.append(decision(values))
    except ValidationError as error:
        found.fault(DocumentError("review_line", where, fields=fields_of(error)))


def decision(values: Any) -> Decision:  # noqa: ANN401 - whatever JSON holds
    """Return the decision that parsed JSON stands for. Raises pydantic's ValidationError where it stands for none."""
    return Decision.model_validate(values)


def fields_of(error: ValidationError) -> str:
    """Return which fields are at fault, and never what they hold."""
    known = set(Decision.model_fields)
    names = (str((fault.get("ctx") or {}).get("field") or (fault["loc"][0] if fault["loc"] else "")) for fault in error.errors())
    told = sorted({name if name in known else {"review_id": "id"}.get(name, "?") for name in names})
    kinds = {fault["type"] for fault in error.errors()}
    if "review_action" in kinds:
        told = ["action"]
    elif "review_id" in kinds:
        told = ["id"]
    return ", ".join(told)
