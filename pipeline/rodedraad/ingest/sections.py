"""Clean blocks in, for each block its section out: the heading it is under, what the section is for, its paragraph number.

The role (``schema.Role``) comes from the words of the heading (``data/sections.toml``) and is inherited by sub-headings that say nothing
themselves. What stands before the first heading is front matter where it looks like a title page, else running text.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from rodedraad.ingest.model import Kind
from rodedraad.schema import Role
from rodedraad.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.ingest.model import RawBlock

LEADERS = re.compile(r"(?:\.\s?|…\s?|·\s?){4,}\s*\d{1,4}\s*$")
"""A line of a table of contents: dots that lead to a page number."""

_NUMBER = re.compile(r"^(?:(?:(?:hoofdstuk|paragraaf|deel|stap)\s+)?\d+(?:\.\d+)*[.):]?|[ivx]+[.):]|[a-z][.):])\s+(?=\S)")
_NOT_A_LETTER = re.compile(r"[^\w\s'-]+")
_APPENDIX = re.compile(r"^bijlage\b")
_FRONT_MAX_WORDS = 28
_NO_PARAGRAPH = {Kind.HEADING}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the heading above it, the section's role, its number in the section (None for a heading)."""

    section: str | None
    role: Role
    paragraph: int | None


@dataclass(slots=True)
class _Open:
    """A heading under which we are."""

    level: int
    role: Role | None


def places(blocks: Sequence[RawBlock], title: str | None = None) -> list[Place]:
    """Return a place for every block, in the same order.

    Args:
        blocks: clean blocks in reading order.
        title: the document's title; a heading with that text opens no section.
    """
    path: list[_Open] = []
    result: list[Place] = []
    section, number = None, 0
    for block in blocks:
        if block.kind is Kind.HEADING and not (section is None and _same(block.text, title)):
            while path and path[-1].level >= block.level:
                path.pop()
            path.append(_Open(block.level, role_of(block.text)))
            section, number = block.text, 0
            result.append(Place(section, _inherited(path), None))
        elif block.kind in _NO_PARAGRAPH:
            result.append(Place(None, Role.FRONT, None))
        else:
            number += 1
            role = _inherited(path) if section is not None else _before_headings(block)
            result.append(Place(section, Role.FRONT if _is_leader(block) else role, number))
    return result


def role_of(heading: str) -> Role | None:
    """Return the role that a heading's words name, or None when they name none."""
    plain = fold(heading).strip()
    if _APPENDIX.match(plain):
        return Role.APPENDIX
    bare = _NOT_A_LETTER.sub(" ", _NUMBER.sub("", plain)).strip()
    words = " ".join(bare.split()).replace("naar aanleiding van", "over")
    for rule in ("whole", "starts", "has"):
        for role, rules in _rules():
            if any(_fits(rule, phrase, words) for phrase in rules.get(rule, ())):
                return role
    return None


def _fits(rule: str, phrase: str, words: str) -> bool:
    if rule == "whole":
        return words == phrase
    if rule == "starts":
        return words.startswith(phrase)
    return f" {phrase} " in f" {words} "


@cache
def _rules() -> tuple[tuple[Role, dict[str, tuple[str, ...]]], ...]:
    text = resources.files("rodedraad.ingest").joinpath("data", "sections.toml").read_text(encoding="utf-8")
    return tuple(
        (Role(role), {rule: tuple(fold(phrase) for phrase in phrases) for rule, phrases in rules.items()})
        for role, rules in tomllib.loads(text).items()
    )


def _inherited(path: Sequence[_Open]) -> Role:
    return next((heading.role for heading in reversed(path) if heading.role), Role.OTHER)


def _before_headings(block: RawBlock) -> Role:
    """Return front matter for the short lines of a title page, running text for anything that reads as a sentence."""
    n_words, ends = len(block.text.split()), block.text.rstrip("\"'”’)").endswith((".", "?", "!"))
    reads = n_words > _FRONT_MAX_WORDS or (n_words > _FRONT_MAX_WORDS // 4 and ends)
    return Role.OTHER if reads else Role.FRONT


def _is_leader(block: RawBlock) -> bool:
    return block.kind is Kind.CAPTION and LEADERS.search(block.text) is not None


def _same(text: str, title: str | None) -> bool:
    return title is not None and fold(text).split() == fold(title).split()
