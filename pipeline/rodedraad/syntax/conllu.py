"""CoNLL-U files to sentences of plain tokens, whatever the file holds.

In: paths, plain or gzipped. Out: sentences whose trees are sound, and a list of those set aside with file and line. Own reading, because
`spacy.training.converters.conllu_to_docs` stops at enhanced ids (8.1), two roots and cycles. Format:
https://universaldependencies.org/format.html
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

COLUMNS = 10
TAGS = frozenset(
    ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"]
)
_GZIP = b"\x1f\x8b"
_SENTENCE_PART = re.compile(r"(\.p\.\d+)?\.s\.\d+(\.xml)?$|[-_.]\d+$")


@dataclass(frozen=True, slots=True)
class Token:
    """A syntactic word. ``head`` counts from 0 within its sentence; the root is its own head."""

    form: str
    lemma: str
    upos: str
    feats: str  # as in the file; "" for none
    head: int
    deprel: str
    space_after: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with a sound tree; ``document`` is the same for sentences of one text, as far as the file says."""

    tokens: tuple[Token, ...]
    document: str
    ident: str

    @property
    def text(self) -> str:
        """The raw text, without the white space that follows it."""
        return "".join(t.form + (" " if t.space_after else "") for t in self.tokens).rstrip()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A sentence that cannot be used: where it begins and why (a key under ``syntax.conllu`` in the catalogue)."""

    file: str
    line: int  # from 1
    reason: str


@dataclass(slots=True)
class Reading:
    """What was read from a list of files."""

    sentences: list[Sentence] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)


class _Unsound(Exception):
    """A sentence that cannot be used, with the reason."""


def read(paths: Iterable[Path]) -> Reading:
    """Return the sentences of ``paths`` in order.

    Raises:
        ConfigError: a file cannot be read, is no UTF-8, or holds not one usable sentence.
    """
    result = Reading()
    for path in paths:
        before = len(result.sentences)
        for line, block in _blocks(_text(path)):
            try:
                result.sentences.append(_sentence(block, path.name))
            except _Unsound as error:
                result.set_aside.append(SetAside(path.name, line, str(error)))
        if len(result.sentences) == before:
            raise _empty(path, result.set_aside)
    return result


def _empty(path: Path, set_aside: Sequence[SetAside]) -> ConfigError:
    told = Counter(fault.reason for fault in set_aside if fault.file == path.name)
    reasons = "".join(f"; {messages.text(f'syntax.conllu.{reason}')}: {n}" for reason, n in told.most_common())
    return ConfigError("conllu_empty", str(path), n=told.total(), reasons=reasons)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if data.startswith(_GZIP) else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("conllu_encoding", str(path), byte=error.start) from None
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigError("conllu_unreadable", str(path), reason=error) from None


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each sentence, comments included, with the number of the first."""
    block: list[str] = []
    first = 1
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.strip():
            first = first if block else number
            block.append(line)
        elif block:
            yield first, block
            block = []
    if block:
        yield first, block


def _sentence(block: Sequence[str], file: str) -> Sentence:
    ident = next((line.partition("=")[2].strip() for line in block if re.match(r"#\s*sent_id\s*=", line)), "")
    words: list[list[str]] = []
    ranges: list[tuple[int, int, str, bool]] = []
    for line in block:
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != COLUMNS:
            raise _Unsound("columns")
        if re.fullmatch(r"\d+\.\d+", cells[0]):
            continue  # an empty node exists in the enhanced graph only
        if found := re.fullmatch(r"(\d+)-(\d+)", cells[0]):
            ranges.append((int(found[1]) - 1, int(found[2]), cells[1], _spaced(cells)))
        elif cells[0] == str(len(words) + 1) and cells[1].strip():
            words.append(cells)
        else:
            raise _Unsound("ids")
    if not words:
        raise _Unsound("no_words")
    tokens = _merged([_token(cells, i, len(words)) for i, cells in enumerate(words)], ranges)
    _check_tree(tokens)
    return Sentence(tuple(tokens), f"{file}:{_SENTENCE_PART.sub('', ident)}", ident)


def _spaced(cells: Sequence[str]) -> bool:
    return "SpaceAfter=No" not in cells[9].split("|")


def _token(cells: Sequence[str], position: int, size: int) -> Token:
    if not re.fullmatch(r"\d+", cells[6]) or int(cells[6]) > size:
        raise _Unsound("head")
    head = int(cells[6]) - 1 if int(cells[6]) else position
    upos, feats = ("" if cells[i] == "_" else cells[i] for i in (3, 5))
    if upos and upos not in TAGS:
        raise _Unsound("tag")
    lemma = cells[2] if cells[2] != "_" or cells[1] == "_" else ""
    # White space inside a form ("10 000") is kept as a no-break space would be: spaCy's tokens hold none.
    return Token(cells[1].replace(" ", "\u00a0"), lemma, upos, feats, head, cells[7], _spaced(cells))


def _merged(tokens: list[Token], ranges: Sequence[tuple[int, int, str, bool]]) -> list[Token]:
    """Return the tokens with every multiword token in its surface form.

    Where the words spell the surface, they stay apart, without space between; else they become one token with the annotation of
    the word that the rest of the range hangs from.
    """
    for start, end, surface, space in sorted(ranges, reverse=True):
        inside = tokens[start:end]
        if end > len(tokens) or not inside:
            raise _Unsound("ids")
        if "".join(t.form for t in inside) == surface:
            tokens[start:end] = [replace(t, space_after=space and i == len(inside) - 1) for i, t in enumerate(inside)]
            continue
        top = next((t for i, t in enumerate(inside, start) if not start <= t.head < end or t.head == i), inside[0])
        own = start if start <= top.head < end else top.head
        tokens[start:end] = [replace(top, form=surface, head=own, space_after=space)]
        tokens = [replace(t, head=_moved(t.head, start, end)) for t in tokens]
    return tokens


def _moved(head: int, start: int, end: int) -> int:
    """Return where a head lies after the words from ``start`` to ``end`` became one."""
    return head if head < start else start if head < end else head - (end - start - 1)


def _check_tree(tokens: Sequence[Token]) -> None:
    if sum(t.head == i for i, t in enumerate(tokens)) != 1:
        raise _Unsound("roots")
    for i in range(len(tokens)):
        steps, here = 0, i
        while tokens[here].head != here:
            here, steps = tokens[here].head, steps + 1
            if steps > len(tokens):
                raise _Unsound("cycle")
