"""Where the shipped data lies: configs, lenses, models, corpora. A checkout and an installed wheel behave alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL_DATA = _PACKAGE / "_data"  # hatchling copies configs/, models/ and corpora/demo here when it builds a wheel
_CHECKOUT = _PACKAGE.parents[1]


def root() -> Path:
    """Return the folder that holds ``configs``, ``models`` and ``corpora``."""
    return _WHEEL_DATA if _WHEEL_DATA.is_dir() else _CHECKOUT


def configs() -> Path:
    """Return the folder with base.toml and the profiles."""
    return root() / "configs"


def lenses() -> Path:
    """Return the folder with one TOML a lens."""
    return configs() / "lenses"


def models() -> Path:
    """Return the folder of the shipped models, with their registry."""
    return root() / "models"


def corpora() -> Path:
    """Return the folder with the shipped corpora."""
    return root() / "corpora"
