"""The plan: for each stage, what must be done and why. Reasons are a closed list, so screen, log and tests agree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a stage runs, or not (texts: locale run.toml [reason])."""

    UNCHANGED = "unchanged"  # nothing to do
    FIRST = "first"  # never done in this run folder
    INPUT = "input"  # files were added, changed or taken away
    SETTINGS = "settings"  # a setting, version, library, lens or model changed
    CASCADE = "cascade"  # an earlier stage gives other results


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What one stage has to do. ``todo`` counts items; a corpus stage has one. None: known only once an earlier stage has run."""

    stage: str
    reason: Reason
    todo: int | None
    total: int | None

    @property
    def idle(self) -> bool:
        """Tell whether nothing has to be done."""
        return self.reason is Reason.UNCHANGED


def reason_for(previous: dict[str, object] | None, salt: str, fingerprint: str, *, upstream_changed: bool) -> Reason:
    """Return why a stage with this salt and fingerprint must run, given its last journal entry."""
    if previous is None:
        return Reason.FIRST
    if previous["fingerprint"] == fingerprint:
        return Reason.UNCHANGED
    if previous["salt"] != salt:
        return Reason.SETTINGS
    return Reason.CASCADE if upstream_changed else Reason.INPUT
