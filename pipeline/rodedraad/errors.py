"""Everything that can go wrong, as one drawn tree, and the exit code each branch ends with.

RodeDraadError
├── UsageError            2   wrong use: a path that is not there, an option that does not fit
│   └── ConfigError       2   a configuration that cannot be read or does not fit the schema
├── EnvironmentFault      2   the machine refuses: disk full, no rights, run folder in use
├── DocumentError         3   one document is set aside, the batch goes on
├── MissingError          4   a model or a program that the user must install
└── InternalError         1   our fault

An error carries a *code*; what happened and what to do about it are looked up in the message catalogue
(``locale/<lang>/errors.toml``: ``[code] what = "…" remedy = "…"``), so every message is a pair and can be translated.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Self
from urllib.parse import parse_qsl, urlencode

from rodedraad import messages

_LISTED = "faults"  # the one value that has lines: we made them


_CODE_LETTERS = 3  # the longest ISO 639 language code


class ExitCode(IntEnum):
    """What the shell is told."""

    GOOD = 0
    INTERNAL = 1
    USAGE = 2
    SET_ASIDE = 3
    MISSING = 4
    INTERRUPTED = 130


class RodeDraadError(Exception):
    """Base class. ``code`` names the message, ``where`` the file, page or key, ``values`` fill the message in."""

    exit_code: ExitCode = ExitCode.INTERNAL

    def __init__(self, code: str, where: str = "", **values: object) -> None:
        super().__init__(code, where, values)
        self.code = code
        self.where = where
        self.values = {name: str(value) for name, value in values.items()}

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the trip between processes, where keyword arguments would be lost."""
        return _rebuild, (type(self), self.code, self.where, self.values)

    @property
    def what(self) -> str:
        """What happened, in the user's language."""
        return messages.text(f"errors.{self.code}.what").format_map(_Known(self._shown))

    @property
    def remedy(self) -> str:
        """What to do about it, in the user's language."""
        return messages.text(f"errors.{self.code}.remedy").format_map(_Known(self._shown))

    @property
    def _shown(self) -> dict[str, str]:
        """The values fit for a terminal line: another file's name may hold line breaks or terminal codes."""
        return {name: value if name == _LISTED else messages.printable(value) for name, value in self.values.items()}

    @property
    def reason(self) -> str:
        """The code with its values, fit for a table cell: ``pdf_too_long?pages=3000``. ``from_reason`` reads it back."""
        return f"{self.code}?{urlencode(sorted(self.values.items()))}" if self.values else self.code

    @classmethod
    def from_reason(cls, reason: str, where: str = "") -> Self:
        """Return the error that gave this ``reason``."""
        code, _, query = reason.partition("?")
        return cls(code, where, **dict(parse_qsl(query, keep_blank_values=True)))

    def __str__(self) -> str:
        """One line: where, what, remedy."""
        where = f"{messages.printable(self.where)}: " if self.where else ""
        return f"{where}{self.what} {self.remedy}"


class UsageError(RodeDraadError):
    """Wrong use of a command."""

    exit_code = ExitCode.USAGE


class ConfigError(UsageError):
    """A configuration that cannot be used; the value ``faults`` of its message holds every fault found, one line each."""


class EnvironmentFault(RodeDraadError):
    """The machine refuses: disk full, no rights, run folder in use."""

    exit_code = ExitCode.USAGE


class DocumentError(RodeDraadError):
    """One document cannot be used; it is set aside with this reason and the batch goes on."""

    exit_code = ExitCode.SET_ASIDE


class MissingError(RodeDraadError):
    """A model or program is missing."""

    exit_code = ExitCode.MISSING


class InternalError(RodeDraadError):
    """Our own fault."""


def shareable(reason: str | None) -> str | None:
    """Return a reason fit for a shared table: only values that cannot hold words of a document (numbers, language codes) stay."""
    if reason is None:
        return None
    code, _, query = reason.partition("?")
    values = [(name, value) for name, value in parse_qsl(query) if value.isdigit() or (value.isalpha() and len(value) <= _CODE_LETTERS)]
    return f"{code}?{urlencode(values)}" if values else code


class _Known(dict[str, str]):
    """Values for a message; one that was left out (shared tables keep no words from a document) shows as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def _rebuild(kind: type[RodeDraadError], code: str, where: str, values: dict[str, str]) -> RodeDraadError:
    return kind(code, where, **values)
