"""``training.json``: what exactly made these weights.

In: the settings, the hashes of the data, what the training cost. Out: one JSON object beside the weights, from which the model can be made
again and with which a changed weight file is noticed.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any

from rodedraad import __version__
from rodedraad.ids import digest
from rodedraad.run.store import file_hash

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.train.settings import Training

FILE = "training.json"
_FORMAT = 1
_PLACES = {"data", "manifest"}  # where things lie on this machine; what lies there is recorded by its hash
_CARD_ONLY = {"status", "title", "about", "limits", "base_model", "licence"}  # words for the card, which move no weight
_LIBRARIES = {  # module → distribution; those that were loaded when the model was made are recorded
    "numpy": "numpy",
    "safetensors": "safetensors",
    "scipy": "scipy",
    "sentence_transformers": "sentence-transformers",
    "spacy": "spacy",
    "thinc": "thinc",
    "tokenizers": "tokenizers",
    "torch": "torch",
    "transformers": "transformers",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What is known when the trainer is done."""

    config: Training
    key: str  # hash of settings and data: equal keys are the same training
    hashes: dict[str, str]
    leaks: dict[str, Any]
    facts: dict[str, Any]
    cpu_seconds: float
    wall_seconds: float
    pieces: int


def recipe(config: Training) -> dict[str, Any]:
    """Return the resolved settings as JSON can hold them, without the places on this machine."""
    values: dict[str, Any] = config.model_dump(mode="json", exclude=_PLACES)
    return values


def key(config: Training, hashes: dict[str, str], guarded: tuple[str, ...]) -> str:
    """Return the hash of everything that moves a weight: settings, data, what is kept out, the version of this program."""
    settings = {name: value for name, value in recipe(config).items() if name not in _CARD_ONLY}
    return digest(__version__, *(json.dumps(part, sort_keys=True) for part in (settings, config.sources(), guarded, hashes)))


def values(made: Made, model: Path) -> dict[str, Any]:
    """Return the record of a finished model folder."""
    files = _hashes(model)
    return {
        "format": _FORMAT,
        "key": made.key,
        "config": recipe(made.config),
        "data": made.hashes,
        "leaks": made.leaks,
        "facts": made.facts,
        "seed": made.config.seed,
        "made": datetime.now(UTC).date().isoformat(),
        "cpu_seconds": round(made.cpu_seconds, 1),
        "wall_seconds": round(made.wall_seconds, 1),
        "pieces": made.pieces,
        "device": _device(),
        "machine": {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()},
        "versions": {"rodedraad": __version__, "python": platform.python_version()}
        | {name: metadata.version(name) for module, name in _LIBRARIES.items() if module in sys.modules},
        "files": files,
        "weights": digest(*(part for item in files.items() for part in item)),
    }


def read(model: Path) -> dict[str, Any]:
    """Return the record of a trained model's folder. Raises OSError or ValueError where there is none."""
    found: dict[str, Any] = json.loads((model / FILE).read_text(encoding="utf-8"))
    return found


def day(model: Path) -> date | None:
    """Return the day on which a model was made; None where its record does not say."""
    try:
        return date.fromisoformat(read(model)["made"])
    except (OSError, ValueError, TypeError, KeyError):  # no record, or one of before the day was kept
        return None


def holds(model: Path, config: Training, expected: str) -> bool:
    """Tell whether a folder holds the finished model of this key and these settings with every file as it was written."""
    try:
        known = read(model)
        return bool(known["key"] == expected and known["config"] == recipe(config) and known["files"] == _hashes(model))
    except (OSError, ValueError, TypeError, KeyError):  # no record, or one of somebody else's making
        return False


def _hashes(model: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of the model by its path; the card and this record are no part of it."""
    paths = sorted(path for path in model.rglob("*") if path.is_file())
    named = {path.relative_to(model).as_posix(): path for path in paths}
    return {name: file_hash(path) for name, path in named.items() if name not in {FILE, "card.md"}}


def _device() -> str:
    """Return what the numerics ran on: the name of a GPU if torch used one."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available() and torch.cuda.is_initialized():
        return str(torch.cuda.get_device_name())
    return "cpu"
