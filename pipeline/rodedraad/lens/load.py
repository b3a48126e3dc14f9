"""Lens files in, frozen lenses out. Adding a framework is adding a TOML file; nothing here knows what one says.

Lenses lie in ``configs/lenses`` and in the folder named by ``lens.folder``. ``lens.lenses`` chooses; none named means all.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rodedraad import resources
from rodedraad.errors import ConfigError
from rodedraad.lens.faults import fault_lines
from rodedraad.lens.model import Lens

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.config import Lens as LensConfig

MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Summary:
    """What ``rodedraad lens list`` says about a lens."""

    id: str
    version: int
    title: str
    n_items: int
    has_polarity: bool
    path: Path


def load_lenses(config: LensConfig) -> tuple[Lens, ...]:
    """Return the chosen lenses: in the order of ``config.lenses``, or all of them by id.

    Raises:
        ConfigError: a file cannot be read or has faults (``lens_unreadable``, ``lens_invalid``), two files share an id
        (``lens_duplicate``), the folder is not there (``lens_folder``), or a chosen name does not exist (``lens_unknown``).
    """
    known = _by_id(config)
    if not config.lenses:
        return tuple(known[name][0] for name in sorted(known))
    return tuple(_choose(name, known) for name in dict.fromkeys(config.lenses))


def list_lenses(config: LensConfig) -> list[Summary]:
    """Return every lens there is, by id, chosen or not. Raises ConfigError as `load_lenses`."""
    return [_summary(*entry) for _, entry in sorted(_by_id(config).items())]


def show_lens(name: str, config: LensConfig) -> Lens:
    """Return one lens by id. Raises ConfigError ``lens_unknown`` with the nearest name, or as `load_lenses`."""
    return _choose(name, _by_id(config))


def load_file(path: Path) -> Lens:
    """Return the lens in ``path``.

    Raises:
        ConfigError: ``lens_unreadable`` (no TOML, no UTF-8, too large) or ``lens_invalid`` with every fault.
    """
    values = _read(path)
    try:
        return Lens.model_validate(values)
    except ValidationError as error:
        lines = fault_lines(error, values)
        raise ConfigError("lens_invalid", str(path), n=error.error_count(), faults="\n".join(f"  - {line}" for line in lines)) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ConfigError("lens_too_large", str(path), mb=MAX_BYTES // 1_000_000)
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError("lens_unreadable", str(path), reason=error) from None


def _by_id(config: LensConfig) -> dict[str, tuple[Lens, Path]]:
    found: dict[str, tuple[Lens, Path]] = {}
    for path in _files(config):
        lens = load_file(path)
        if lens.id in found:
            raise ConfigError("lens_duplicate", str(path), name=lens.id, other=found[lens.id][1])
        found[lens.id] = (lens, path)
    return found


def _files(config: LensConfig) -> list[Path]:
    shipped = sorted(resources.lenses().glob("*.toml"))
    if config.folder is None:
        return shipped
    if not config.folder.is_dir():
        raise ConfigError("lens_folder", str(config.folder))
    return [*shipped, *sorted(config.folder.glob("*.toml"))]


def _choose(name: str, known: dict[str, tuple[Lens, Path]]) -> Lens:
    if name in known:
        return known[name][0]
    near = difflib.get_close_matches(name, sorted(known), 1) or difflib.get_close_matches(name.lower(), sorted(known), 1, 0.4)
    raise ConfigError("lens_unknown", name, known=", ".join(sorted(known)), near=near[0] if near else min(known))


def _summary(lens: Lens, path: Path) -> Summary:
    return Summary(lens.id, lens.lens.version, lens.lens.title, len(lens.items), lens.lens.has_polarity, path)
