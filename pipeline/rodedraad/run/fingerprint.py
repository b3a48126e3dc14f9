"""Fingerprints: what a result was made from. Same fingerprint, same bytes; so equal ones are never computed twice."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from rodedraad import resources
from rodedraad.ids import digest
from rodedraad.run.stage import Grain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rodedraad.config import Config
    from rodedraad.run.stage import Stage

TABLE_LIBRARY = "polars"  # bytes of Parquet are only promised within one version


def stage_salt(stage: Stage, config: Config) -> str:
    """Return the part of a fingerprint that comes from the stage itself: version, settings, libraries, shipped files."""
    section = getattr(config, stage.config).model_dump_json()
    seed = str(config.seed) if stage.grain is Grain.CORPUS else ""
    libraries = [f"{name}={library_version(name)}" for name in (*stage.libraries, TABLE_LIBRARY)]
    files = [folder_hash(path) for path in _resource_paths(stage, config)]
    return digest(stage.name, str(stage.version), section, seed, stage.identity(getattr(config, stage.config)), *libraries, *files)


def combine(salt: str, parts: Iterable[str]) -> str:
    """Return the fingerprint of a result made by a stage with ``salt`` from inputs with these fingerprints."""
    return digest(salt, *parts)


@cache
def library_version(name: str) -> str:
    """Return the installed version of a distribution, or 'absent'."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def folder_hash(path: Path) -> str:
    """Return a hash of a file, or of every file under a folder with its relative name. A path that is not there: 'absent'."""
    if path.is_file():
        return digest(path.read_bytes())
    if not path.is_dir():
        return "absent"
    files = sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return digest(*(part for p in files for part in (p.relative_to(path).as_posix(), p.read_bytes())))


def _resource_paths(stage: Stage, config: Config) -> list[Path]:
    """Shipped files of the stage, and the folder that its settings name."""
    shipped = [resources.root() / name for name in stage.resources if not name.startswith("package:")]
    inside = [Path(__file__).parents[1] / name.removeprefix("package:") for name in stage.resources if name.startswith("package:")]
    named = json.loads(getattr(config, stage.config).model_dump_json())
    local = [Path(value) for key, value in sorted(named.items()) if key == "folder" and value]
    return [*shipped, *inside, *local]
