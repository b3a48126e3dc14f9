"""The tables of a run → a project in the exchange format of qualitative analysis (REFI-QDA 1.0, www.qdasoftware.org): `.qdpx`.

A zip with `project.qde` (XML) and each document's pseudonymised text as plain text. Codes are the archetypes and the items of lenses, those
with a judgement below their item; a coded selection is a passage, by the positions of its characters (Unicode code points) in that text.
What reviewers decided is coded in their name, and their memos go along. No clock time and no order but that of ids: the same run gives the
same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

import polars as pl

from rodedraad import __version__, messages, site
from rodedraad.run.store import published
from rodedraad.schema import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rodedraad.config import Config
    from rodedraad.report.model import LensItem, LensView
    from rodedraad.schema import Tables

SPACE = "urn:QDA-XML:project:1.0"
PROJECT, SOURCES = "project.qde", "Sources"
_NAMES = UUID("6f8f8a4e-0c0b-5d6e-9f53-3d1f6c1a7b10")  # of the ids below: a name-based id is the same in every export of a run
_TABLES = ("documents", "paragraphs", "passages", "members", "archetypes", "mappings", "decisions")
_BETWEEN = "\n\n"  # paragraphs of a document's text
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the moment that a zip gives what has none
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold
_SIGNS = {1: "plus", -1: "minus"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Coded:
    """One code on one passage, and who put it there: a reviewer, or nobody for the program."""

    passage: str
    code: str
    who: str = ""


def write(run_folder: Path, config: Config, title: str, path: Path) -> Path:
    """Write the project of a finished run to ``path`` and return it; what was there is replaced in one rename."""
    tables = {name: pl.read_parquet(published(run_folder, name)) for name in _TABLES}
    with messages.speaking(config.report.language):
        project, texts = _project(tables, site.lenses(config, tables), title or config.report.title)
    aside = path.with_suffix(".part")
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, PROJECT, ET.tostring(project, encoding="utf-8", xml_declaration=True))
        for name, text in texts.items():
            _add(archive, f"{SOURCES}/{name}", text.encode("utf-8", "replace"))
    aside.replace(path)
    return path


def guid(kind: str, *parts: str) -> str:
    """Return the id of a thing in the project."""
    return str(uuid5(_NAMES, "\x1f".join((kind, *parts))))


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    archive.writestr(entry, content)


def _project(tables: Tables, lenses: Sequence[LensView], title: str) -> tuple[ET.Element, dict[str, str]]:
    """Return the XML, its parts in the order of the standard, and file name → text of each document."""
    decisions = [row for row in tables["decisions"].sort("decision_id").to_dicts() if row["state"] == "valid"]
    memos = [row for row in decisions if row["action"] == "memo" and row["kind"] == "passage"]
    codings = [*_memberships(tables["members"], decisions), *_mapped(tables["mappings"], lenses, decisions)]
    people = sorted({one.who for one in codings if one.who} | {name for row in memos for name in row["reviewers"]})
    about = {"name": _fit(title), "origin": f"Rode Draad {__version__}", "creatingUserGUID": guid("user", "")}
    root = ET.Element("Project", {"xmlns": SPACE, **about})
    users = ET.SubElement(root, "Users")
    for name in ("", *people):
        ET.SubElement(users, "User", {"guid": guid("user", name), "name": _fit(name) or _t("program")})
    _codebook(ET.SubElement(root, "CodeBook"), tables["archetypes"].sort("archetype_id").to_dicts(), lenses)
    documents = tables["documents"].filter(pl.col("status") == Status.OK).sort("doc_id").to_dicts()
    texts = {row["doc_id"]: _text(tables["paragraphs"], row["doc_id"]) for row in documents}
    of_passage = _grouped(codings)
    if documents:
        sources = ET.SubElement(root, "Sources")
        inside = tables["passages"].sort("start", "passage_id").partition_by("doc_id", as_dict=True)
        for row in documents:
            passages = inside[(row["doc_id"],)].to_dicts() if (row["doc_id"],) in inside else []
            _source(sources, row, passages, of_passage, memos)
    _notes(root, memos)
    return root, {f"{guid('source', doc_id)}.txt": text for doc_id, text in texts.items()}


def _text(paragraphs: pl.DataFrame, doc_id: str) -> str:
    """Return a document's text; a carriage return, which programs read as they like, becomes a space, so that positions hold."""
    rows = paragraphs.filter(pl.col("doc_id") == doc_id).sort("block")
    return _BETWEEN.join(rows["text"].to_list()).replace("\r", " ")


def _memberships(members: pl.DataFrame, decisions: Iterable[Row]) -> list[_Coded]:
    said = {row["passage_id"]: row["reviewers"] for row in decisions if row["action"] in ("fits", "move")}
    inside = members.filter(pl.col("archetype_id").is_not_null()).sort("passage_id")
    rows = inside.select("passage_id", "archetype_id", pl.col("decided").fill_null(value=False)).iter_rows()
    return [
        _Coded(passage, guid("archetype", archetype), _first(said.get(passage)) if decided else "") for passage, archetype, decided in rows
    ]


def _mapped(mappings: pl.DataFrame, lenses: Sequence[LensView], decisions: Iterable[Row]) -> list[_Coded]:
    """Return the codes of assigned items; with a judgement, that of the item with its sign."""
    said = {(row["passage_id"], row["lens_id"], row["item_id"]): row["reviewers"] for row in decisions if row["kind"] == "mapping"}
    signed = {lens.id for lens in lenses if lens.has_polarity}
    known = {(lens.id, item.id) for lens in lenses for item in lens.items}
    found: list[_Coded] = []
    for row in mappings.filter("assigned").sort("passage_id", "lens_id", "item_id").iter_rows(named=True):
        cell = row["passage_id"], row["lens_id"], row["item_id"]
        if cell[1:] not in known:
            continue
        sign = _SIGNS.get(row["polarity"], "") if row["lens_id"] in signed else ""
        who = _first(said.get(cell)) if row["method"] == "reviewer" else ""
        found.append(_Coded(row["passage_id"], guid("item", *cell[1:], sign), who))
    return found


def _codebook(book: ET.Element, archetypes: Sequence[Row], lenses: Sequence[LensView]) -> None:
    """Add the codes. Within a group no two have the same name: some programs would make them one."""
    from rodedraad.report.naming import proposed_names

    codes = ET.SubElement(book, "Codes")
    group = _code(codes, guid("codes", "archetypes"), _t("archetypes"), _t("archetypes_about"), codable=False)
    names = {key: name.text for key, name in proposed_names(archetypes, {lens.id: lens for lens in lenses}).items()}
    for row, name in zip(archetypes, _distinct([names[row["archetype_id"]] for row in archetypes]), strict=True):
        state = _t("decided" if row["decided"] else "proposal", words=", ".join(row["keywords"] or ()))
        _code(group, guid("archetype", row["archetype_id"]), name, state)
    for lens in lenses:
        group = _code(codes, guid("lens", lens.id), lens.title, lens.question, codable=False)
        for item, name in zip(lens.items, _distinct([_item_name(item) for item in lens.items]), strict=True):
            code = _code(group, guid("item", lens.id, item.id, ""), name, item.wording)
            for sign in ("plus", "minus") if lens.has_polarity else ():
                _code(code, guid("item", lens.id, item.id, sign), f"{name}: {_t(sign)}", "")


def _item_name(item: LensItem) -> str:
    return " ".join(filter(None, (item.number, item.short or item.name)))


def _distinct(names: Sequence[str]) -> list[str]:
    """Return the names, a number behind each that occurs again."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name.casefold()] += 1
        again = seen[name.casefold()]
        result.append(name if again == 1 else f"{name} ({again})")
    return result


def _code(above: ET.Element, code: str, name: str, about: str, *, codable: bool = True) -> ET.Element:
    made = ET.SubElement(above, "Code", {"guid": code, "name": _fit(name) or code, "isCodable": str(codable).lower()})
    if about:
        ET.SubElement(made, "Description").text = _fit(about)
    return made


def _grouped(codings: Iterable[_Coded]) -> dict[str, list[_Coded]]:
    found: dict[str, list[_Coded]] = defaultdict(list)
    for one in codings:
        found[one.passage].append(one)
    return found


def _source(
    above: ET.Element, document: Row, passages: Sequence[Row], codings: Mapping[str, Sequence[_Coded]], memos: Sequence[Row]
) -> None:
    """Add a document with a selection for every passage that has a code or a memo."""
    own = guid("source", document["doc_id"])
    name = document["title"] or messages.text("report.document.untitled", id=document["doc_id"][:8])
    told = {"guid": own, "name": _fit(name), "plainTextPath": f"internal://{own}.txt", "creatingUser": guid("user", "")}
    source = ET.SubElement(above, "TextSource", told)
    about = [str(document[key]) for key in ("kind", "sector", "date") if document[key]]
    if about:
        ET.SubElement(source, "Description").text = _fit(" · ".join(about))
    for row in passages:
        passage = row["passage_id"]
        notes = [memo["decision_id"] for memo in memos if memo["passage_id"] == passage]
        if passage in codings or notes:
            _selection(source, row, codings.get(passage, ()), notes)


def _selection(source: ET.Element, row: Row, codings: Sequence[_Coded], notes: Sequence[str]) -> None:
    place = {"startPosition": str(row["start"]), "endPosition": str(row["end"])}
    made = ET.SubElement(source, "PlainTextSelection", {"guid": guid("selection", row["passage_id"]), "name": row["passage_id"], **place})
    for one in codings:
        told = {"guid": guid("coding", one.passage, one.code), "creatingUser": guid("user", one.who)}
        ET.SubElement(ET.SubElement(made, "Coding", told), "CodeRef", {"targetGUID": one.code})
    for note in notes:
        ET.SubElement(made, "NoteRef", {"targetGUID": guid("note", note)})


def _notes(root: ET.Element, memos: Sequence[Row]) -> None:
    if not memos:
        return
    notes = ET.SubElement(root, "Notes")
    for memo in memos:
        who = _first(memo["reviewers"])
        told = {"guid": guid("note", memo["decision_id"]), "name": _fit(_t("memo", who=who)), "creatingUser": guid("user", who)}
        ET.SubElement(ET.SubElement(notes, "Note", told), "PlainTextContent").text = _fit(memo["value"] or "")


def _first(names: Sequence[str] | None) -> str:
    return names[0] if names else ""


def _fit(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _UNFIT.sub("\ufffd", text)


def _t(key: str, **values: object) -> str:
    return messages.text(f"export.refi.{key}", **values)
