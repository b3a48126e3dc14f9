"""Who may come in: a key that works once becomes a session, and a session has a second secret that only its own pages know.

In: what a browser sends. Out: a session or nothing. The key is in an address, which lands in a browser's history, so it opens once; the
cookie goes along with every request, also one that another page causes, so sending in takes the second secret too.
"""

from __future__ import annotations

import secrets
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_BYTES = 32
_MOST_SESSIONS = 64  # of one server; the oldest goes


class Door:
    """The key and the sessions of one server; in memory only, so they end with it."""

    def __init__(self, announce: Callable[[str], None] = lambda _key: None) -> None:
        """Make the first key. ``announce`` is told each following one, when the one before it is spent."""
        self._announce = announce
        self._key = secrets.token_urlsafe(_BYTES)
        self._sessions: dict[str, str] = {}
        self._lock = Lock()

    @property
    def key(self) -> str:
        """The key that opens the door now."""
        return self._key

    def enter(self, key: str) -> str | None:
        """Return a new session for the right key, which is spent by it; None for any other."""
        with self._lock:
            if not secrets.compare_digest(key.encode(), self._key.encode()):
                return None
            self._key = fresh = secrets.token_urlsafe(_BYTES)
            session = secrets.token_urlsafe(_BYTES)
            self._sessions[session] = secrets.token_urlsafe(_BYTES)
            while len(self._sessions) > _MOST_SESSIONS:
                del self._sessions[next(iter(self._sessions))]
        self._announce(fresh)
        return session

    def secret(self, session: str) -> str | None:
        """Return the second secret of a session; None if there is no such session."""
        return self._sessions.get(session)
