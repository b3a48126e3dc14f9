"""The ingest stage: one file of ``sources`` in, its raw documents and blocks out.

Detect → extract → clean → language → sections → metadata. Every format passes the same way, so that later stages know no
format. A file that cannot be used becomes one row with its reason: nothing vanishes silently.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rodedraad import ids
from rodedraad.errors import DocumentError
from rodedraad.ingest import clean, detect, language, metadata, sections
from rodedraad.schema import TABLES, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rodedraad.config import Ingest
    from rodedraad.errors import RodeDraadError
    from rodedraad.ingest.language import Languages
    from rodedraad.ingest.metadata import Facts
    from rodedraad.ingest.model import Extracted, Extractor, RawBlock
    from rodedraad.ingest.sections import Place
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables

_EXTRACTORS = {
    detect.PDF: "pdf",
    detect.DOCX: "docx",
    detect.ODT: "odt",
    detect.HTML: "html",
    detect.PLAIN: "plain",
    detect.MARKDOWN: "markdown",
    detect.CSV: "sheet",
    detect.XLSX: "sheet",
    detect.ODS: "sheet",
    detect.XLS: "sheet",
}
_UNREADABLE_TYPES = {
    detect.DOC: "word_old",
    detect.RTF: "rtf_file",
    detect.PPTX: "presentation",
    detect.ODP: "presentation",
    detect.IMAGE: "image_file",
    detect.ZIP: "zip_file",
}
_BYTES_PER_MB = 1_000_000
Row = dict[str, Any]


def run(tables: Tables, config: Ingest, context: Context) -> Tables:
    """Return ``raw_documents`` and ``blocks`` of the one file in ``tables["sources"]``.

    Raises:
        MissingError: scans are to be read, and the program or its language is not there.
        ValueError: ``sources`` has not exactly one row, or the context has no source root.
    """
    source = tables["sources"].row(0, named=True)
    if tables["sources"].height != 1 or context.source_root is None:
        raise ValueError("the ingest stage takes one source at a time, and a source root")
    try:
        data = _read(context.source_root, source, config)
        found, media_type = _extract(data, source, config)
        return _tables([_document(each, source, media_type, config, row_id) for each, row_id in _with_row_ids(found)])
    except DocumentError as error:
        return set_aside(tables, error)


def set_aside(tables: Tables, error: RodeDraadError) -> Tables:
    """Return the tables of a file that cannot be used: one row with the error's code as reason, no blocks."""
    source = tables["sources"].row(0, named=True)
    unread = source["source_path"] if not source["sha256"] else ""  # then there are no bytes to name it by
    row = _facts_of_file(source, ids.document_id(source["sha256"], unread))
    return _tables([(row | {"status": Status.SET_ASIDE, "reason": error.reason, "warnings": []}, [])])


def _read(root: Path, source: Row, config: Ingest) -> bytes:
    """Return the bytes of the source: the only file access of the stage."""
    name, path = source["source_path"], root / source["source_path"]
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise DocumentError("symlink_outside", name)
        n_bytes = path.stat().st_size
        if n_bytes == 0:
            raise DocumentError("empty_file", name)
        if n_bytes > config.max_mb * _BYTES_PER_MB:
            raise DocumentError("too_big", name, mb=n_bytes // _BYTES_PER_MB, most=config.max_mb)
        data: bytes = path.read_bytes()
    except (OSError, RuntimeError):  # RuntimeError: a link that leads to itself
        raise DocumentError("unreadable", name) from None
    return data


def _extract(data: bytes, source: Row, config: Ingest) -> tuple[list[Extracted], str]:
    name = source["source_path"]
    stated = detect.media_type(data[: detect.HEAD_BYTES], name)
    media_type = detect.refine(data, stated) if stated else None
    if media_type is None or media_type in _UNREADABLE_TYPES:
        raise DocumentError(_UNREADABLE_TYPES.get(media_type or "", "unknown_type"), name)
    extractor: Extractor = import_module(f"rodedraad.ingest.extractors.{_EXTRACTORS[media_type]}").extract
    return extractor(data, name, config), media_type


def _with_row_ids(found: Sequence[Extracted]) -> list[tuple[Extracted, str]]:
    """Return each document with what identifies it within the file: nothing for a report, a row's content for a register.

    The content, not the position, so that a row keeps its id in a longer export; equal rows get a number.
    """
    seen: dict[str, int] = {}
    result: list[tuple[Extracted, str]] = []
    for each in found:
        if each.row is None:
            result.append((each, ""))
            continue
        content = ids.digest(each.date.isoformat() if each.date else "", each.title or "", *(b.text for b in each.blocks))
        seen[content] = seen.get(content, 0) + 1
        result.append((each, f"{content} {seen[content]}"))
    return result


def _document(found: Extracted, source: Row, media_type: str, config: Ingest, row_id: str) -> tuple[Row, list[Row]]:
    """Return the row of ``raw_documents`` and the rows of ``blocks`` of one document."""
    blocks = clean.blocks(found.blocks)
    row = _facts_of_file(source, ids.document_id(source["sha256"], row_id)) | {"media_type": media_type, "n_pages": found.n_pages}
    if row_id:  # of the row alone: another row in the file must not make this one new
        row["sha256"] = ids.digest(row_id)
    row["source_path"] += f"#{found.row}" if found.row is not None else ""
    if sum(len(b.text) for b in blocks) < (config.min_characters if found.row is None else 1):
        return row | {"status": Status.SET_ASIDE, "reason": _why_empty(found), "warnings": list(found.warnings)}, []
    title = metadata.title_of(found, blocks, source["source_path"])
    places = sections.places(blocks, title)
    languages = language.detect([b.text for b in blocks])
    facts = metadata.facts(found, blocks, places, title, source["source_path"])
    row |= _facts(facts) | _language(languages, config, found.warnings)
    used = row["status"] == Status.OK
    return row, [_block(row["doc_id"], i, b, p, languages.blocks[i]) for i, (b, p) in enumerate(zip(blocks, places, strict=True)) if used]


def _why_empty(found: Extracted) -> str:
    """Return the code of why a document has no text: a register's row that was refused says so itself."""
    return next((code for code in found.warnings if code == "row_too_long"), "no_text")


def _facts_of_file(source: Row, doc_id: str) -> Row:
    return {"doc_id": doc_id, "source_path": source["source_path"], "sha256": source["sha256"], "media_type": source["media_type"]}


def _facts(facts: Facts) -> Row:
    return {name: getattr(facts, name) for name in ("title", "date", "kind", "sector", "organisation", "organisation_type")}


def _language(languages: Languages, config: Ingest, warnings: Sequence[str]) -> Row:
    """Return language, status and warnings: a document in another language is set aside or kept as the configuration says."""
    found = list(warnings) + (["language_doubtful"] if languages.doubtful else [])
    row: Row = {"language": languages.document, "status": Status.OK, "warnings": found}
    if languages.document in config.languages:
        return row
    if config.other_languages == "set_aside":
        return row | {"status": Status.SET_ASIDE, "reason": DocumentError("language_other", language=languages.document).reason}
    return row | {"warnings": [*found, f"language_other?language={languages.document}"]}


def _block(doc_id: str, number: int, block: RawBlock, place: Place, block_language: str | None) -> Row:
    return {
        "doc_id": doc_id,
        "block": number,
        "kind": block.kind,
        "level": block.level,
        "text": block.text,
        "page": block.page,
        "paragraph": place.paragraph,
        "section": place.section,
        "section_role": place.role,
        "language": block_language,
        "lines": [{name: getattr(line, name) for name in ("start", "page", "x0", "y0", "x1", "y1")} for line in block.lines],
    }


def _tables(documents: Sequence[tuple[Row, list[Row]]]) -> Tables:
    return {
        "raw_documents": TABLES["raw_documents"].frame([row for row, _ in documents]),
        "blocks": TABLES["blocks"].frame([block for _, blocks in documents for block in blocks]),
    }
