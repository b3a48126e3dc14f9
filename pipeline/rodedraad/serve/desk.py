"""Where decisions that a page sends are taken in: checked line by line, and added to the files of their reviewers.

In: lines of JSON, which may be anything. Out: what is in a file now, and what is not and why. ``review.store`` keeps the files:
under a lock, by what a line says, written aside and renamed. So two browsers, two servers and `rodedraad review import` lose nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rodedraad import messages
from rodedraad.review import read, store

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.review.model import Decision
    from rodedraad.serve.pages import Site

MOST_BYTES = 4_000_000  # in one request; our own script sends far less
_ID_SHOWN = 60  # characters of an id that was refused


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes decisions in for the run in a folder, whose report is ``site``."""

    run: Path
    site: Site

    def known(self) -> dict[str, Any]:
        """Return every decision about this report that is in a file, whoever's it is.

        Raises:
            RodeDraadError: a file cannot be read.
        """
        report = self.site.report_id()
        found, faults = store.load(self.run)
        told = [json.loads(one.line()) for one in found if one.report == report]
        return {"report": report, "decisions": told, "unread": len(faults)}

    def take(self, body: bytes) -> dict[str, Any]:
        """Put the decisions in ``body``, a line each, in the files of their reviewers.

        Returns ``saved``: the ids of those that are in a file now; ``refused``: of the others the id, if there is one, and why.

        Raises:
            RodeDraadError: the disk refuses, and nothing was saved.
        """
        report = self.site.report_id()
        good: list[Decision] = []
        refused: list[dict[str, str]] = []
        for raw in body.split(b"\n"):
            if not raw.strip():
                continue
            name, one = _read(raw)
            if one is None or one.report != report:
                why = messages.text(f"serve.line.{'unreadable' if one is None else 'other_report'}")
                refused.append({"id": name, "reason": why})
            else:
                good.append(one)
        if good:
            store.add(self.run, good)
        return {"saved": [one.id for one in good], "refused": refused}


def _read(raw: bytes) -> tuple[str, Decision | None]:
    """Return the id that a line gives itself, and the decision; None for one that is none."""
    name = ""
    try:
        values = json.loads(raw.decode("utf-8"))
        name = str(values.get("id", ""))[:_ID_SHOWN] if isinstance(values, dict) else ""
        return name, read.decision(values)
    except (ValidationError, ValueError, RecursionError):
        return name, None
