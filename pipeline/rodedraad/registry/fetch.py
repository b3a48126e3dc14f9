"""`rodedraad model fetch`: take a sentence-transformers model from a hub once, check it, hash it, register it; offline from then on.

In: ``owner/name@revision``. Out: an entry in the user's own registry. A branch is resolved to the commit it means now, and that commit is
what is recorded. Refused: models without safetensors, and models that bring code of their own.
"""

from __future__ import annotations

import fnmatch
import hashlib
import re
import shutil
from typing import TYPE_CHECKING

from rodedraad.errors import ConfigError, EnvironmentFault, UsageError
from rodedraad.registry import contents, hub, integrity
from rodedraad.registry.entries import Entry, entries, match, own_file
from rodedraad.registry.record import register, writing

if TYPE_CHECKING:
    from pathlib import Path

WANTED = ("*.safetensors", "*.json", "*.txt", "*.model", "*.spm", "README.md", "LICENSE*")  # *.model, *.spm: SentencePiece, no pickle
UNWANTED = ("onnx/*", "openvino/*", ".*", "*/.*")  # other runtimes' weights; hidden files, and ".." that leads out of the folder
ASIDE = ".fetching"  # unfinished models, below the folder of the registry
ID_DIGITS = 12  # of the commit, in id and folder name
_NAME = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


def present(model: str) -> Entry | None:
    """Return the entry of ``owner/name@commit`` if it was fetched before and is whole; a branch may mean another commit by now.

    Raises:
        ConfigError: a registry or the model cannot be read.
    """
    entry = match(model, entries())
    revision = model.partition("@")[2]
    same = entry is not None and entry.status == "fetched" and bool(revision) and entry.revision.startswith(revision)
    return entry if entry and same and not integrity.verify(entry) else None


def look(model: str) -> hub.Offer:
    """Return what the hub holds under ``owner/name@revision``, of which `download` takes the files in `wanted`.

    Raises:
        UsageError: the name is malformed, or the revision is left out; the message then tells the current commit.
        MissingError: the hub has no such model or revision.
        ConfigError: the model has no safetensors weights.
        EnvironmentFault: the hub cannot be reached or refuses.
    """
    name, _, revision = model.partition("@")
    if not _NAME.fullmatch(name):
        raise UsageError("fetch_name", model)
    offer = hub.look(name, revision or None)
    if not revision:
        raise UsageError("fetch_no_revision", name, name=name, commit=offer.commit)
    if not any(file.endswith(".safetensors") for file in wanted(offer)):
        raise ConfigError("fetch_no_safetensors", name)
    return offer


def wanted(offer: hub.Offer) -> dict[str, hub.RemoteFile]:
    """Return the files of an offer that are taken, by name."""
    return {name: file for name, file in sorted(offer.files.items()) if _any(name, WANTED) and not _any(name, UNWANTED)}


def download(offer: hub.Offer) -> Entry:
    """Take the files, check them against the hub's hashes, and register the model; interrupted, the same call goes on where it was.

    Raises:
        ConfigError: the model brings code of its own or is of no known kind; nothing of it is kept.
        EnvironmentFault: the network or the disk gave out, or a file came in damaged.
    """
    registry = own_file()
    label = f"{offer.name.replace('/', '--')}--{offer.commit[:ID_DIGITS]}"
    aside, place = registry.parent / ASIDE / label, registry.parent / label
    with writing(aside.parent):  # a second fetch waits here
        aside.mkdir(exist_ok=True)
        _take(offer, aside)
        shutil.rmtree(aside / ".cache", ignore_errors=True)  # the client's notes
        if place.exists():  # from a fetch that was killed before it registered, or damaged since
            shutil.rmtree(place)
        aside.rename(place)
        return register(
            place,
            id=f"{offer.name}@{offer.commit[:ID_DIGITS]}",
            role="embedding",
            kind=contents.kind(place),
            dimension=contents.dimension(place),
            licence=offer.licence,
            status="fetched",
            revision=offer.commit,
            asked="" if offer.asked == offer.commit else offer.asked,
        )


def _take(offer: hub.Offer, aside: Path) -> None:
    files = wanted(offer)
    if shutil.disk_usage(aside).free < sum(file.size for file in files.values()):
        raise EnvironmentFault("disk_full", str(aside))
    deciding = [name for name in files if _any(name, contents.CONFIG_FILES)]
    _take_files(offer, deciding, aside)
    _refuse_own_code(offer, aside)
    _take_files(offer, [name for name in files if name not in deciding], aside)


def _take_files(offer: hub.Offer, names: list[str], aside: Path) -> None:
    for name in names:
        hub.download(offer, name, aside)
        if not _as_on_hub(aside / name, offer.files[name]):
            (aside / name).unlink()
            raise EnvironmentFault("fetch_damaged", offer.name, file=name)


def _refuse_own_code(offer: hub.Offer, aside: Path) -> None:
    """A model that is refused leaves nothing behind."""
    try:
        contents.kind(aside)
        own = contents.own_code(aside)
    except ConfigError as error:
        fault = ConfigError(error.code, offer.name, **error.values)
    else:
        if not own:
            return
        fault = ConfigError("embed_own_code", offer.name, module=own)
    shutil.rmtree(aside)
    raise fault


def _as_on_hub(path: Path, remote: hub.RemoteFile) -> bool:
    """The hub gives the SHA-256 of large files and git's name (SHA-1 of a head and the bytes) of others."""
    if remote.sha256:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == remote.sha256
    data = path.read_bytes()
    git = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    return not remote.git_sha1 or git == remote.git_sha1


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
