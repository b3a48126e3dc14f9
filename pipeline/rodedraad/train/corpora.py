"""The declared training data: which files there are, where they come from, under which licence, and what they hold.

In: ``corpora/training.toml`` (or a researcher's own) and the folder with the files. Out: pairs, sentences, scores, words and paths. Nothing
else reads training data, so that a model card can name every file a model has seen.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.errors import ConfigError, MissingError
from rodedraad.run.store import file_hash
from rodedraad.train import declared, readers
from rodedraad.train.readers import REST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rodedraad.train.declared import Source
    from rodedraad.train.readers import Table


@dataclass(frozen=True, slots=True)
class Pair:
    """An English text and the same in Dutch."""

    english: str
    dutch: str
    source: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text in it, for the leak check."""
        return self.english, self.dutch


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text in one language: a sentence or a paragraph."""

    text: str
    source: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text in it, for the leak check."""
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Scored:
    """Two texts and how much they mean the same, 0 (nothing in common) to 1 (equal)."""

    first: str
    second: str
    score: float
    source: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text in it, for the leak check."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class Synonym:
    """Two Dutch words or names for the same."""

    first: str
    second: str
    source: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text in it, for the leak check."""
        return self.first, self.second


class Corpora:
    """The sources of one manifest, read from one folder. A file is hashed the first time it is asked for."""

    def __init__(self, sources: dict[str, Source], folder: Path) -> None:
        self.sources = sources
        self.folder = folder
        self.blank: dict[str, int] = {}  # lines skipped because they say nothing, by source, of what was read
        self._hashes: dict[Path, str] = {}

    def source(self, source_id: str) -> Source:
        """Return a source. Raises ConfigError for an unknown id, with a did-you-mean."""
        if source_id not in self.sources:
            near = difflib.get_close_matches(source_id, self.sources, 1)
            hint = messages.text("config.did_you_mean", name=near[0]) if near else ""
            raise ConfigError("train_source_unknown", source_id, hint=hint, known=", ".join(self.sources))
        return self.sources[source_id]

    def ids(self, *uses: str) -> tuple[str, ...]:
        """Return the ids of the sources with one of these uses (``train``, ``dev``, ``test``), in the manifest's order."""
        return tuple(source_id for source_id, source in self.sources.items() if source.use in uses)

    def path(self, source_id: str) -> Path:
        """Return where a source's file lies."""
        return self.folder / Path(self.source(source_id).path).expanduser()

    def check(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the SHA-256 of every file of these sources, by its path in the manifest.

        Raises:
            ConfigError: an id is unknown, or files differ from their declared hash; all of them in one message.
            MissingError: files are not there; all of them in one message.
        """
        wanted = [(name, sha256) for source_id in ids for name, sha256 in _files(self.source(source_id))]
        absent = [name for name, _ in wanted if not (self.folder / Path(name).expanduser()).is_file()]
        if absent:
            raise MissingError("train_files_missing", str(self.folder), n=len(absent), faults=_listed(absent))
        changed = [name for name, sha256 in wanted if sha256 not in (None, self._hash(name))]
        if changed:
            raise ConfigError("train_files_changed", str(self.folder), n=len(changed), faults=_listed(changed))
        return {name: self._hash(name) for name, _ in wanted}

    def pairs(self, ids: Iterable[str]) -> list[Pair]:
        """Return every English-Dutch pair of these sources, in the order of the files."""
        return [Pair(english, dutch, i) for i, source in self._open(ids, "pairs") for english, dutch in self._translations(i, source)]

    def sentences(self, ids: Iterable[str]) -> list[Sentence]:
        """Return the Dutch texts of these sources: paragraphs, the Dutch side of pairs, labelled texts, the texts of a treebank."""
        found = []
        for i, source in self._open(ids, "sentences", "pairs", "labelled", "conllu"):
            if source.format == "pairs":
                texts: Iterable[str] = (dutch for _, dutch in self._translations(i, source))
            elif source.format == "conllu":
                texts = readers.treebank_texts(self.path(i))
            else:
                texts = (text for _, text in self._table(i).column("text"))
            found += [Sentence(text, i) for text in texts]
        return found

    def scored(self, ids: Iterable[str]) -> list[Scored]:
        """Return scored pairs, their scores brought from the source's scale to 0..1. Raises ConfigError for a score outside the scale."""
        found = []
        for i, source in self._open(ids, "scored-pairs"):
            table = self._table(i)
            columns = zip(table.column("first"), table.column("second"), table.column("score"), strict=True)
            low, high = source.scale
            for (_, first), (_, second), (line, raw) in columns:
                score = _number(raw, table.path, line)
                if not low <= score <= high:
                    raise ConfigError("train_score", str(table.path), line=line, low=low, high=high)
                found.append(Scored(first, second, (score - low) / (high - low), i))
        return found

    def synonyms(self, ids: Iterable[str]) -> list[Synonym]:
        """Return every pair of a term and one of its synonyms."""
        found = []
        for i, source in self._open(ids, "synonyms"):
            table = self._table(i)
            term, start = table.shape.places("term")[0], table.shape.places("synonyms")[0]
            many = table.shape.columns[start].endswith(REST)
            for row in table.rows:
                cells = row.cells[start:] if many else [row.cells[start]]
                words = [word.strip() for cell in cells for word in (cell.split(source.separator) if source.separator else [cell])]
                found += [Synonym(row.cells[term].strip(), word, i) for word in words if word and word != row.cells[term].strip()]
        return found

    def frequencies(self, ids: Iterable[str]) -> dict[str, int]:
        """Return how often each word was counted, added up over these sources."""
        counts: dict[str, int] = {}
        for i, _ in self._open(ids, "frequencies"):
            table = self._table(i)
            for (_, word), (line, raw) in zip(table.column("word"), table.column("count"), strict=True):
                counts[word] = counts.get(word, 0) + int(_number(raw, table.path, line))
        return counts

    def files(self, ids: Iterable[str]) -> list[Path]:
        """Return the paths of these sources' files, hashes checked: for formats that a library reads (CoNLL-U, Alpino XML)."""
        return [self.path(i) for i, _ in self._open(ids)]

    def texts(self, source_id: str) -> list[str]:
        """Return every text of a source in any language: what the leak check guards. An ``alpino-xml`` source has none."""
        source = next(source for _, source in self._open([source_id]))
        if source.format == "pairs":
            return [text for pair in self._translations(source_id, source) for text in pair]
        if source.format == "conllu":
            return list(readers.treebank_texts(self.path(source_id)))
        if source.format == "alpino-xml":
            return []
        shape = source.shape
        places = [place for role in ("first", "second", "text", "term") for place in shape.places(role)]
        return [row.cells[place] for row in self._table(source_id).rows for place in places]

    def blank_lines(self, source_id: str) -> int:
        """Return how many lines of a source were skipped because they, or a cell that is read, are blank; 0 for a format of a library."""
        if source_id not in self.blank and self.source(source_id).needed:
            self._table(source_id)
        return self.blank.get(source_id, 0)

    def _open(self, ids: Iterable[str], *formats: str) -> Iterator[tuple[str, Source]]:
        ids = list(ids)
        self.check(ids)
        for source_id in ids:
            source = self.source(source_id)
            if formats and source.format not in formats:
                raise ConfigError("train_format", source_id, found=source.format, wanted=", ".join(formats))
            yield source_id, source

    def _table(self, source_id: str) -> Table:
        table = readers.read(self.path(source_id), self.source(source_id).shape)
        self.blank[source_id] = table.blank
        return table

    def _translations(self, source_id: str, source: Source) -> Iterator[tuple[str, str]]:
        table = self._table(source_id)
        if source.beside is None:
            yield from ((e, d) for (_, e), (_, d) in zip(table.column("english"), table.column("dutch"), strict=True))
            return
        other = readers.read(self.folder / Path(source.beside).expanduser(), source.shape)
        if [row.line for row in table.rows] != [row.line for row in other.rows]:
            raise ConfigError("train_rows_differ", str(table.path), other=source.beside, n=len(table.rows), m=len(other.rows))
        places = table.shape.places("text")
        for left, right in zip(table.rows, other.rows, strict=True):
            yield from ((left.cells[place], right.cells[place]) for place in places)

    def _hash(self, name: str) -> str:
        path = self.folder / Path(name).expanduser()
        if path not in self._hashes:
            self._hashes[path] = file_hash(path)
        return self._hashes[path]


def load(manifest: Path, folder: Path) -> Corpora:
    """Return the sources of a manifest, to be read from ``folder``. Raises ConfigError as ``declared.load`` does."""
    return Corpora(declared.load(manifest), folder)


def _files(source: Source) -> list[tuple[str, str | None]]:
    return [(source.path, source.sha256), *([(source.beside, source.sha256_beside)] if source.beside is not None else [])]


def _number(raw: str, path: Path, line: int) -> float:
    try:
        return float(raw)
    except ValueError:
        raise ConfigError("train_number", str(path), line=line) from None


def _listed(faults: Iterable[str]) -> str:
    return "\n".join(f"  - {fault}" for fault in faults)
