"""A model hub, through the huggingface_hub client: the one place where Rode Draad uses a network.

In: a model's name and revision. Out: what the hub says it holds, and its files. The client sends no telemetry, and a token only when the
user has set ``HF_TOKEN``; ``HF_ENDPOINT`` may name a hub of one's own. What goes wrong becomes one message.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rodedraad.errors import EnvironmentFault, MissingError, RodeDraadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 20  # to wait for the hub's first answer
_NO_RIGHTS = (401, 403)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the hub: bytes, and its SHA-256 (large files) or git's SHA-1 (others), in hexadecimal."""

    size: int
    sha256: str
    git_sha1: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What the hub holds under a name and revision; ``asked`` is the revision as the user wrote it, ``commit`` what it means."""

    name: str
    asked: str
    commit: str
    licence: str
    files: dict[str, RemoteFile]


def look(name: str, revision: str | None) -> Offer:
    """Return what the hub holds; without ``revision`` its newest commit.

    Raises:
        MissingError: the hub has no such model or revision.
        UsageError: the name is malformed, or the network was switched off by ``HF_HUB_OFFLINE``.
        EnvironmentFault: the hub cannot be reached or refuses.
    """
    client = _client()
    with _in_words(name):
        info = client.model_info(name, revision=revision, files_metadata=True, timeout=SECONDS, token=_token())
    files = {
        file.rfilename: RemoteFile(file.size or 0, file.lfs.sha256 if file.lfs else "", file.blob_id or "") for file in info.siblings or []
    }
    return Offer(name, revision or "", str(info.sha), _licence(info), files)


def download(offer: Offer, file: str, folder: Path) -> None:
    """Put one file of an offer in ``folder``; one that is there already, whole, stays.

    Files go one by one in this thread, so that Ctrl-C stops at once.

    Raises:
        EnvironmentFault: the network fails or the disk is full.
    """
    _client()
    with _in_words(offer.name, folder):
        from huggingface_hub import hf_hub_download

        hf_hub_download(offer.name, file, revision=offer.commit, local_dir=folder, token=_token())


def _client() -> Any:  # noqa: ANN401 - huggingface_hub.HfApi, loaded late
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"  # before the import, which reads both
    if not sys.stderr.isatty():
        os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    import huggingface_hub

    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    if huggingface_hub.is_offline_mode():
        raise UsageError("fetch_offline")
    return huggingface_hub.HfApi()


def _token() -> str | bool:
    """The user's token for the hub; False tells the client not to look for one of its own."""
    return os.environ.get("HF_TOKEN") or False


def _licence(info: Any) -> str:  # noqa: ANN401 - huggingface_hub.ModelInfo
    licence = info.card_data.get("license") if info.card_data else None
    tagged = [tag.partition(":")[2] for tag in info.tags or [] if tag.startswith("license:")]
    return ", ".join([licence] if isinstance(licence, str) else licence or tagged) or "unknown"


@contextlib.contextmanager
def _in_words(name: str, folder: Path | None = None) -> Iterator[None]:
    from httpx import HTTPError, InvalidURL
    from huggingface_hub.errors import HFValidationError

    try:
        yield
    except HFValidationError:
        raise UsageError("fetch_name", name) from None
    except (HTTPError, InvalidURL, OSError, ValueError) as error:
        raise _translated(error, name, folder) from None


def _translated(error: Exception, name: str, folder: Path | None) -> RodeDraadError:
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RepositoryNotFoundError, RevisionNotFoundError

    if isinstance(error, RevisionNotFoundError):
        return MissingError("fetch_no_such_revision", name)
    if isinstance(error, RepositoryNotFoundError) and not isinstance(error, GatedRepoError):
        return MissingError("fetch_not_found", name)
    if isinstance(error, HfHubHTTPError):
        status = error.response.status_code
        return EnvironmentFault("fetch_refused" if status in _NO_RIGHTS else "fetch_hub_failed", name, status=status)
    code = getattr(error, "errno", None)
    if code in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFault("disk_full", str(folder))
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return EnvironmentFault("models_not_writable", str(folder), reason=os.strerror(code))
    return EnvironmentFault("fetch_no_network", name, reason=type(error.__cause__ or error).__name__)
