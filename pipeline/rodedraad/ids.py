"""Stable ids: the same content gets the same id on every machine and in every run."""

from __future__ import annotations

import hashlib

_HEX_DIGITS = 16


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 (hex) of the parts, each with its length before it, so that no two lists of parts collide."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        sha.update(len(data).to_bytes(8, "little"))
        sha.update(data)
    return sha.hexdigest()


def document_id(sha256: str, row: str = "") -> str:
    """Return the id of a document: of the file's bytes, so a renamed file keeps it; a register row adds its content."""
    return "d" + digest("document", sha256 if not row else "", row)[:_HEX_DIGITS]


def passage_id(doc_id: str, text: str, occurrence: int) -> str:
    """Return the id of a passage: document, pseudonymised text and how many times that text came before in it."""
    return "p" + digest("passage", doc_id, text, str(occurrence))[:_HEX_DIGITS]


def text_hash(text: str) -> str:
    """Return by which a passage's text is known in a decision: the first 16 hex digits of the SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HEX_DIGITS]


def archetype_id(member_ids: list[str]) -> str:
    """Return the id of an archetype when it first appears, of its members in sorted order."""
    return "a" + digest("archetype", *sorted(member_ids))[:_HEX_DIGITS]
