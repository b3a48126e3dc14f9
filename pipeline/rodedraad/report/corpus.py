"""The tables of a run as one frozen lookup: documents, passages with what was found in them, archetypes with their members.

Tables in, ``Corpus`` out. Views ask it questions; nothing else in the report touches a data frame.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from rodedraad.report import decided
from rodedraad.report.decided import PROPOSAL, Decisions
from rodedraad.report.naming import machine_names, proposed_names
from rodedraad.report.words import is_shaky
from rodedraad.schema import TABLES, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from rodedraad.report.model import LensView, ReportInput
    from rodedraad.schema import Tables

NOT_OFFERED = "excluded"  # a passage without a row in `members` was never offered for clustering
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Document:
    """A document, as in the table of that name. ``number`` counts the usable documents from 1, in the order of the report."""

    id: str
    number: int
    title: str | None
    kind: str | None
    sector: str | None
    date: date | None
    organisation_type: str | None
    language: str | None
    n_pages: int | None
    media_type: str | None
    reason: str | None
    warnings: tuple[str, ...]
    source_path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A lens item that a passage is assigned to."""

    lens_id: str
    item_id: str
    score: float
    threshold: float
    polarity: int  # -1 can be better, 0 no finding, +1 goes well
    indicator: str | None

    @property
    def absent(self) -> bool:
        """Return whether a reviewer says so and the machine does not."""
        return self.score < self.threshold


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with what was found in it. ``polarity`` is that of its best scoring assigned item that has one, else 0."""

    id: str
    doc_id: str
    position: int
    block: int
    start: int
    end: int
    page_first: int | None
    page_last: int | None
    paragraph: int | None
    section: str | None
    section_role: str | None
    modality: str | None
    text: str
    duplicate_of: str | None
    archetype_id: str | None
    strength: float
    reason: str | None
    assigned: tuple[Assignment, ...]
    polarity: int
    spot: tuple[float, float] | None = None  # its place on the map, 0..1 from left and from above
    state: str = PROPOSAL
    proposed_id: str | None = None  # the machine's archetype, whatever reviewers made of it

    @property
    def root(self) -> str:
        """Return the passage that stands for this one and everything nearly equal to it."""
        return self.duplicate_of or self.id


@dataclass(frozen=True, slots=True)
class Relation:
    """A pair in a passage between which was handed over, tuned or reported. Types are the gazetteer's; surfaces stand so in the text."""

    from_type: str
    to_type: str
    from_surface: str
    to_surface: str
    from_start: int
    to_start: int
    directed: bool
    kind: str
    polarity: int  # as in Assignment
    method: str


@dataclass(frozen=True, slots=True)
class Line:
    """Where an archetype comes from: one row of `lineage`."""

    kind: str  # schema.Descent
    earlier_id: str | None
    known: bool  # compared with a known run, and not with the previous report


@dataclass(frozen=True, slots=True)
class Archetype:
    """An archetype with its members, strongest first. ``number`` is its place in the report, from 1."""

    id: str
    number: int
    parent_id: str | None
    label: str  # the name, or the keywords said to be words
    named: bool
    keywords: tuple[str, ...]
    stability: float | None
    exemplars: tuple[str, ...]
    boundary_cases: tuple[str, ...]
    nearest_lens: str | None
    nearest_item: str | None
    nearest_score: float
    lines: tuple[Line, ...]
    members: tuple[Passage, ...]
    state: str = PROPOSAL
    decided: str = ""  # as in the table: merged, split, renamed, accepted
    proposed: str = ""  # what the machine calls it, where a reviewer gave it another name


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a document's pseudonymised text."""

    block: int
    kind: str
    level: int
    text: str
    start: int
    page_first: int | None
    paragraph: int | None
    section_role: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything, by id. Documents are in the order of the report; passages in the order of their document."""

    documents: Mapping[str, Document]
    set_aside: tuple[Document, ...]
    passages: Mapping[str, Passage]
    by_document: Mapping[str, tuple[Passage, ...]]
    paragraphs: Mapping[str, tuple[Paragraph, ...]]
    archetypes: Mapping[str, Archetype]
    same: Mapping[str, tuple[str, ...]]  # root passage → every passage nearly equal to it, itself included
    unread: tuple[dict[str, Any], ...]  # rows of `sources` that were never read, or are copies of another file
    lenses: Mapping[str, LensView]
    relations: Mapping[str, tuple[Relation, ...]]  # passage → its pairs, in the order of the passage
    decisions: Decisions


def read(given: ReportInput) -> Corpus:
    """Return the corpus of a run.

    Raises:
        ValueError: a mapping names a lens or item that the report was not given.
    """
    tables = given.tables
    lenses = {lens.id: lens for lens in given.lenses}
    documents, set_aside = _documents(tables)
    paragraphs = _paragraphs(tables)
    decisions = decided.read(given)
    passages = _passages(tables, documents, paragraphs, _assignments(tables, lenses), decisions.passage_states)
    same: dict[str, list[str]] = defaultdict(list)
    by_document: dict[str, list[Passage]] = {doc_id: [] for doc_id in documents}
    for passage in passages.values():
        same[passage.root].append(passage.id)
        by_document[passage.doc_id].append(passage)
    return Corpus(
        documents=documents,
        set_aside=set_aside,
        passages=passages,
        by_document={doc_id: tuple(found) for doc_id, found in by_document.items()},
        paragraphs=paragraphs,
        archetypes=_archetypes(tables, passages, lenses, decisions.archetype_states),
        same={root: tuple(ids) for root, ids in same.items()},
        unread=tuple(row for row in _rows(tables, "sources") if row["reason"] or row["duplicate_of"]),
        lenses=lenses,
        relations=_relations(tables, passages),
        decisions=decisions,
    )


def n_documents(passages: Iterable[Passage]) -> int:
    """Return in how many documents the passages lie."""
    return len({passage.doc_id for passage in passages})


def _rows(tables: Tables, name: str) -> Rows:
    return tables[name].sort(TABLES[name].key).to_dicts()


def _documents(tables: Tables) -> tuple[dict[str, Document], tuple[Document, ...]]:
    """Order by kind, then newest first, then title: the order in which a reader looks for a report."""
    rows = sorted(
        _rows(tables, "documents"),
        key=lambda r: (r["kind"] or "~", -(r["date"].toordinal() if r["date"] else 0), (r["title"] or "~").casefold(), r["doc_id"]),
    )
    usable: dict[str, Document] = {}
    aside: list[Document] = []
    for row in rows:
        fine = row["status"] == Status.OK
        document = _document(row, len(usable) + 1 if fine else 0)
        if fine:
            usable[document.id] = document
        else:
            aside.append(document)
    return usable, tuple(aside)


def _document(row: dict[str, Any], number: int) -> Document:
    same = ("title", "kind", "sector", "date", "organisation_type", "language", "n_pages", "media_type", "reason", "source_path", "sha256")
    return Document(id=row["doc_id"], number=number, warnings=tuple(row["warnings"] or ()), **{name: row[name] for name in same})


def _paragraphs(tables: Tables) -> dict[str, tuple[Paragraph, ...]]:
    names = ("block", "kind", "level", "text", "start", "page_first", "paragraph", "section_role")
    found: dict[str, list[Paragraph]] = defaultdict(list)
    for row in _rows(tables, "paragraphs"):
        found[row["doc_id"]].append(Paragraph(**{name: row[name] for name in names}))
    return {doc_id: tuple(paragraphs) for doc_id, paragraphs in found.items()}


def _assignments(tables: Tables, lenses: Mapping[str, LensView]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = defaultdict(list)
    for row in _rows(tables, "mappings"):
        if row["lens_id"] not in lenses:
            raise ValueError(f"mappings name lens {row['lens_id']}, which the report was not given")
        lenses[row["lens_id"]].item(row["item_id"])
        if row["assigned"]:
            names = ("lens_id", "item_id", "score", "threshold", "polarity", "indicator")
            found[row["passage_id"]].append(Assignment(**{name: row[name] for name in names}))
    return found


def _passages(
    tables: Tables,
    documents: Mapping[str, Document],
    paragraphs: Mapping[str, tuple[Paragraph, ...]],
    assignments: Mapping[str, list[Assignment]],
    states: Mapping[str, str],
) -> dict[str, Passage]:
    members = {row["passage_id"]: row for row in _rows(tables, "members")}
    numbers = {(doc_id, p.block): p.paragraph for doc_id, found in paragraphs.items() for p in found}
    same = [
        "doc_id",
        "position",
        "block",
        "start",
        "end",
        "page_first",
        "page_last",
        "section",
        "section_role",
        "modality",
        "text",
        "duplicate_of",
    ]
    result: dict[str, Passage] = {}
    for row in sorted(_rows(tables, "passages"), key=lambda r: (r["doc_id"], r["position"])):
        if row["doc_id"] not in documents:
            continue  # of a document that was set aside later
        member = members.get(row["passage_id"], {})
        assigned = tuple(assignments.get(row["passage_id"], ()))
        result[row["passage_id"]] = Passage(
            id=row["passage_id"],
            **{name: row[name] for name in same},
            paragraph=numbers.get((row["doc_id"], row["block"])),
            archetype_id=member.get("archetype_id"),
            strength=member.get("strength") or 0.0,
            reason=member.get("reason") or (None if member.get("archetype_id") else NOT_OFFERED),
            assigned=assigned,
            polarity=_polarity(assigned),
            state=states.get(row["passage_id"], PROPOSAL),
            proposed_id=member.get("proposed_id" if member.get("decided") else "archetype_id"),
            spot=None if member.get("x") is None or member.get("y") is None else (member["x"], member["y"]),
        )
    return result


def _polarity(assigned: tuple[Assignment, ...]) -> int:
    decided = [a for a in assigned if a.polarity]
    return max(decided, key=lambda a: (a.score, a.lens_id, a.item_id)).polarity if decided else 0


def _relations(tables: Tables, passages: Mapping[str, Passage]) -> dict[str, tuple[Relation, ...]]:
    names = [field.name for field in fields(Relation)]
    found: dict[str, list[Relation]] = defaultdict(list)
    for row in _rows(tables, "relations"):
        if row["passage_id"] in passages:
            found[row["passage_id"]].append(Relation(**{name: row[name] for name in names}))
    return {passage_id: tuple(relations) for passage_id, relations in found.items()}


def _archetypes(
    tables: Tables, passages: Mapping[str, Passage], lenses: Mapping[str, LensView], states: Mapping[str, str]
) -> dict[str, Archetype]:
    """Order the steady before the shaky, then by documents and passages: a reader begins with what holds and recurs widest."""
    members: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages.values():
        if passage.archetype_id:
            members[passage.archetype_id].append(passage)
    lines = _lines(tables)
    rows = sorted(
        _rows(tables, "archetypes"),
        key=lambda r: (
            is_shaky(r["stability"]),
            -n_documents(members[r["archetype_id"]]),
            -len(members[r["archetype_id"]]),
            r["archetype_id"],
        ),
    )
    names, own = proposed_names(rows, lenses), machine_names(rows, lenses)
    return {
        row["archetype_id"]: Archetype(
            id=row["archetype_id"],
            number=number,
            parent_id=row["parent_id"],
            label=names[row["archetype_id"]].text,
            named=names[row["archetype_id"]].is_name,
            keywords=tuple(row["keywords"] or ()),
            stability=row["stability"],
            exemplars=tuple(row["exemplars"] or ()),
            boundary_cases=tuple(row["boundary_cases"] or ()),
            nearest_lens=row["nearest_lens"],
            nearest_item=row["nearest_item"],
            nearest_score=row["nearest_score"] or 0.0,
            lines=tuple(lines[row["archetype_id"]]),
            members=tuple(sorted(members[row["archetype_id"]], key=lambda p: (-p.strength, p.id))),
            state=states.get(row["archetype_id"], PROPOSAL),
            decided=row["decided"] or "",
            proposed=own[row["archetype_id"]] if own[row["archetype_id"]] != names[row["archetype_id"]].text else "",
        )
        for number, row in enumerate(rows, 1)
    }


def _lines(tables: Tables) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for row in _rows(tables, "lineage"):
        if row["archetype_id"]:
            found[row["archetype_id"]].append(Line(row["kind"], row["earlier_id"], row["known_run"] is not None))
    return found
