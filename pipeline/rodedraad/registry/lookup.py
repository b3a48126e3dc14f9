"""Where the model lies that a setting names, hashed and, if it is registered, unchanged.

In: a name or path. Out: its folder. Nothing is fetched; only `rodedraad model fetch` does that.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rodedraad import resources
from rodedraad.errors import MissingError
from rodedraad.registry.entries import Entry, entries, match
from rodedraad.registry.integrity import combined, read_hashes, require_good, require_whole

HUB_OWNER = "sentence-transformers"  # of names without an owner


@dataclass(frozen=True, slots=True)
class Found:
    """A model on this machine: its folder, its entry if it is registered, and one hash (hex) of the files that shape its results."""

    folder: Path
    entry: Entry | None
    sha256: str


def find(model: str) -> Found:
    """Return the model that ``model`` means: see `locate`.

    Raises:
        MissingError: it is not on this machine, or a file of it is gone.
        ConfigError: a file was changed, added or cut off, or a registry cannot be read.
    """
    folder, entry = locate(model)
    hashes = read_hashes(folder)
    if entry is not None:
        require_good(entry, hashes)
    else:
        require_whole(folder)
    return Found(folder, entry, combined(hashes))


def locate(model: str) -> tuple[Path, Entry | None]:
    """Return folder and entry of a model, its files not looked at.

    In this order: an id in a registry; a folder; a folder beside the shipped models; a hub name (``owner/name`` or ``owner/name@revision``)
    in the local Hugging Face cache.

    Raises:
        MissingError: none of these.
        ConfigError: a registry cannot be read.
    """
    known = entries()
    if entry := match(model, known):
        return entry.folder, entry
    for folder in (Path(model), resources.models() / model):
        if _has_files(folder):
            return folder, next((entry for entry in known if entry.folder.resolve() == folder.resolve()), None)
    cached = _in_hub_cache(model)
    if cached is None:
        raise MissingError("model_missing", model)
    return cached, None


def _has_files(folder: Path) -> bool:
    try:
        return folder.is_dir() and any(folder.iterdir())
    except OSError:  # no rights, or a name that no file system takes
        return False


def _in_hub_cache(model: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    name, _, revision = model.partition("@")
    try:
        return Path(snapshot_download(name if "/" in name else f"{HUB_OWNER}/{name}", revision=revision or None, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None
