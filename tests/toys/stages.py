"""Three tiny stages over the real tables, so that the engine room can be tested without the real ones."""

import os
import time

import polars as pl

from rodedraad.errors import DocumentError
from rodedraad.ids import document_id, passage_id
from rodedraad.run.stage import Grain, Stage
from rodedraad.schema import TABLES


def read(tables, config, context):
    """A file is a document, each line a block. Some words make trouble."""
    source = tables["sources"].row(0, named=True)
    text = (context.source_root / source["source_path"]).read_text(encoding="utf-8")
    if "hang" in text:
        time.sleep(60)
    if "geheugen" in text:
        _ = bytearray(4_000_000_000)
    if "klap" in text:
        os._exit(9)
    if "stuk" in text:
        raise DocumentError("unreadable")
    if "fout" in text:
        raise ValueError(text)
    parts = text.split("===") if source["source_path"].endswith(".csv") else [text]
    documents, blocks = [], []
    for n, part in enumerate(parts):
        doc = document_id(source["sha256"], part if len(parts) > 1 else "")
        where = source["source_path"] + (f"#{n}" if len(parts) > 1 else "")
        documents.append({"doc_id": doc, "source_path": where, "status": "ok", "sha256": source["sha256"] if len(parts) == 1 else ""})
        blocks += [{"doc_id": doc, "block": i, "text": line} for i, line in enumerate(part.strip().splitlines())]
    return {"raw_documents": TABLES["raw_documents"].frame(documents), "blocks": TABLES["blocks"].frame(blocks)}


def aside(tables, error):
    source = tables["sources"].row(0, named=True)
    row = {"doc_id": document_id(source["sha256"]), "source_path": source["source_path"], "status": "set_aside", "reason": error.reason}
    return {"raw_documents": TABLES["raw_documents"].frame([row]), "blocks": TABLES["blocks"].empty()}


def hide(tables, config, context):
    """Takes the word Jan out."""
    documents = tables["raw_documents"].drop("organisation")
    rows = [
        {"doc_id": b["doc_id"], "block": b["block"], "text": b["text"].replace("Jan", "[PERSOON-1]"), "start": 0, "end": len(b["text"])}
        for b in tables["blocks"].iter_rows(named=True)
    ]
    return {
        "documents": TABLES["documents"].conform(documents),
        "paragraphs": TABLES["paragraphs"].frame(rows),
        "mentions": TABLES["mentions"].empty(),
    }


def gather(tables, config, context):
    """One passage a paragraph; says how often it was done before."""
    before = context.previous["passages"].height if context.previous else 0
    rows = [
        {
            "passage_id": passage_id(p["doc_id"], p["text"], 0),
            "doc_id": p["doc_id"],
            "position": p["block"],
            "text": p["text"],
            "n_words": before,
        }
        for p in tables["paragraphs"].iter_rows(named=True)
    ]
    return {"passages": TABLES["passages"].frame(rows)}


READ = Stage(
    "ingest",
    1,
    Grain.SOURCE,
    ("sources",),
    ("raw_documents", "blocks"),
    "ingest",
    "toys.stages:read",
    set_aside="toys.stages:aside",
    limited=True,
)
HIDE = Stage(
    "pseudonymise",
    1,
    Grain.DOCUMENT,
    ("raw_documents", "blocks"),
    ("documents", "paragraphs", "mentions"),
    "pseudonymise",
    "toys.stages:hide",
)
GATHER = Stage("fold", 1, Grain.CORPUS, ("paragraphs",), ("passages",), "segment", "toys.stages:gather")
STAGES = (READ, HIDE, GATHER)


def sources(folder):
    from hashlib import sha256

    rows = [
        {"source_path": p.name, "sha256": sha256(p.read_bytes()).hexdigest(), "n_bytes": p.stat().st_size, "media_type": "text/plain"}
        for p in sorted(folder.iterdir())
    ]
    return TABLES["sources"].frame(rows)


def read_table(run_folder, name):
    from rodedraad.run.store import published

    return pl.read_parquet(published(run_folder, name))
