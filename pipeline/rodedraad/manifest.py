"""The manifest of a run: what it was made from, with what, and what it holds.

Written last and withdrawn before tables change, so its presence means the run is whole.
"""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rodedraad import __version__
from rodedraad.errors import EnvironmentFault, UsageError
from rodedraad.run.folder import write_json
from rodedraad.stages import library_versions

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 4
NAME = "manifest.json"


def make(**facts: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the manifest's content: the facts of the run, versions and the moment it finished (UTC, ISO 8601)."""
    return {
        "format": FORMAT,
        "program": {"name": "rodedraad", "version": __version__, "python": platform.python_version(), "system": platform.system()},
        "libraries": library_versions(),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        **facts,
    }


def write(run_folder: Path, manifest: dict[str, Any]) -> None:
    """Write it, atomically."""
    write_json(run_folder / NAME, manifest)


def withdraw(run_folder: Path, tables: dict[str, str]) -> None:
    """Take the manifest away when tables are about to change, so that none ever stands beside tables it does not describe."""
    path = run_folder / NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["tables"]
    except (OSError, ValueError, KeyError):
        told = {}
    if any(told.get(name) != sha for name, sha in tables.items()):
        path.unlink(missing_ok=True)


def read(run_folder: Path) -> dict[str, Any]:
    """Return the manifest of a finished run.

    Raises:
        UsageError: no finished run is here.
        EnvironmentFault: made by a version with another format.
    """
    try:
        manifest = json.loads((run_folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UsageError("run_not_found", str(run_folder)) from None
    if manifest.get("format") != FORMAT:
        raise EnvironmentFault("run_other_format", str(run_folder), found=manifest.get("format"), known=FORMAT)
    return dict(manifest)
