"""Reads a labelled corpus from its folder.

In: a folder with ``narratives/*.jsonl`` and ``labels/*.jsonl``. Out: the narratives with their passages, and each labelling. Every fault of
every file is in one message.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rodedraad import messages
from rodedraad.errors import ConfigError, MissingError
from rodedraad.ids import digest
from rodedraad.labels.model import Label, Narrative, Passage, Split

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

GOLD = "gold"  # the settled labelling
_SHOWN = 20  # faults in one message


@dataclass(frozen=True, slots=True)
class Story:
    """A narrative and its passages, in the order of reading."""

    narrative: Narrative
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage in its place, with its settled label."""

    passage: Passage
    narrative: Narrative
    label: Label


@dataclass(frozen=True)
class Corpus:
    """A labelled corpus. ``labellings`` maps the name of a labelling to its labels by passage."""

    stories: tuple[Story, ...]
    labellings: dict[str, dict[str, Label]] = field(repr=False)

    def without(self, styles: Collection[str]) -> Corpus:
        """Return the corpus without the narratives of ``styles``."""
        return Corpus(tuple(story for story in self.stories if story.narrative.style not in styles), self.labellings)

    def only(self, styles: Collection[str]) -> Corpus:
        """Return the narratives of ``styles`` alone."""
        return Corpus(tuple(story for story in self.stories if story.narrative.style in styles), self.labellings)

    def passages(self) -> Iterator[tuple[Narrative, Passage]]:
        """Yield every passage with its narrative."""
        for story in self.stories:
            for passage in story.passages:
                yield story.narrative, passage

    def labelled(self, *splits: Split, labelling: str = GOLD) -> list[Labelled]:
        """Return the passages of ``splits`` (all when none is named) that ``labelling`` has a label for."""
        labels = self.labellings.get(labelling, {})
        return [
            Labelled(passage, story.narrative, labels[passage.passage])
            for story in self.stories
            if not splits or story.narrative.split in splits
            for passage in story.passages
            if passage.passage in labels
        ]


def read(folder: Path) -> Corpus:
    """Return the corpus of ``folder``.

    Raises:
        MissingError: there is no such corpus.
        ConfigError: a file cannot be read or has faults; all faults in one message.
    """
    texts = sorted((folder / "narratives").glob("*.jsonl"))
    if not texts:
        raise MissingError("labels_no_corpus", str(folder))
    faults: list[str] = []
    stories = [story for path in texts for story in _stories(path, faults)]
    labellings = {path.stem: _labels(path, faults) for path in sorted((folder / "labels").glob("*.jsonl"))}
    _require_unique((s.narrative.narrative for s in stories), "narrative", faults)
    _require_unique((p.passage for s in stories for p in s.passages), "passage", faults)
    if faults:
        more = messages.text("labels.more", n=len(faults) - _SHOWN) if len(faults) > _SHOWN else ""
        raise ConfigError("labels_faults", str(folder), faults="\n".join([*faults[:_SHOWN], *filter(None, [more])]))
    return Corpus(tuple(stories), labellings)


def corpus_hash(folder: Path) -> str:
    """Return a hash of the texts and labels of a corpus; changes of other files in its folder do not matter."""
    files = sorted(path for part in ("narratives", "labels") for path in (folder / part).glob("*.jsonl"))
    return digest(*(text for path in files for text in (path.name, path.read_bytes().hex())))


def _stories(path: Path, faults: list[str]) -> list[Story]:
    stories: list[tuple[Narrative, list[Passage]]] = []
    for where, row in _rows(path, faults):
        if "narrative" in row:
            found = _parse(Narrative.model_validate, row, where, faults)
            if isinstance(found, Narrative):
                stories.append((found, []))
        elif not stories:
            faults.append(messages.text("labels.no_narrative", where=where))
        else:
            passage = _parse(Passage.model_validate, row, where, faults)
            if isinstance(passage, Passage):
                stories[-1][1].append(passage)
    return [Story(narrative, tuple(passages)) for narrative, passages in stories]


def _labels(path: Path, faults: list[str]) -> dict[str, Label]:
    result: dict[str, Label] = {}
    for where, row in _rows(path, faults):
        label = _parse(Label.model_validate, row, where, faults)
        if not isinstance(label, Label):
            continue
        if label.passage in result:
            faults.append(messages.text("labels.twice", where=where, kind="passage", id=label.passage))
        result[label.passage] = label
    return result


def _rows(path: Path, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        faults.append(messages.text("labels.unreadable", where=path.name))
        return
    for number, line in enumerate(lines, start=1):
        where = f"{path.name}:{number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield where, row
        else:
            faults.append(messages.text("labels.not_json", where=where))


def _parse(parse: Callable[[Any], object], row: dict[str, Any], where: str, faults: list[str]) -> object:
    try:
        return parse(row)
    except ValidationError as error:
        names = ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors()}))
        faults.append(messages.text("labels.fields", where=where, names=names))
        return None


def _require_unique(ids: Iterator[str], kind: str, faults: list[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            faults.append(messages.text("labels.twice", where="narratives", kind=kind, id=each))
        seen.add(each)
