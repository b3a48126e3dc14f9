"""Decisions as a reviewer's page writes them, and the passages they are about."""

import json
from hashlib import sha256

from rodedraad.review.model import Decision
from rodedraad.schema import TABLES

REPORT = "0123456789ab"


def line(number=1, reviewer="mk", kind="passage", action="fits", **more):
    """A line as a dictionary; what is not given is empty."""
    blank = dict.fromkeys(("value", "passage", "archetype", "lens", "item", "anchor", "proposal"))
    about = {"archetype": "a1"} if kind == "archetype" else {"passage": "p1"}
    if action in ("fits", "fits_not"):
        about["archetype"] = "a1"
    if kind == "mapping" or action == "polarity":
        about |= {"lens": "lens", "item": "i1"}
    made = {
        "format": 1, "id": f"{reviewer}-{number}", "report": REPORT, "program": "0.1.0", "reviewer": reviewer,
        "time": f"2026-11-23T10:{number // 60:02}:{number % 60:02}Z", "kind": kind, "action": action,
        **blank, "blind": False, "queue": "", **about,
    }  # fmt: skip
    return made | more


def decision(*args, **more):
    return Decision.model_validate(line(*args, **more))


def anchor(document, text, start):
    return {"document": document, "start": start, "end": start + len(text), "text_hash": sha256(text.encode()).hexdigest()[:16]}


def write(path, *lines):
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


def document(doc_id, *passages):
    """Rows of ``passages`` and ``paragraphs`` for a document of one paragraph, its passages a space apart."""
    rows, start = [], 0
    for n, text in enumerate(passages):
        rows.append(
            {"passage_id": f"{doc_id}-{n}", "doc_id": doc_id, "position": n, "start": start, "end": start + len(text), "text": text,
             "modality": "feit", "section_role": "analyse"}
        )  # fmt: skip
        start += len(text) + 1
    whole = " ".join(passages)
    paragraph = {"doc_id": doc_id, "block": 0, "kind": "paragraph", "level": 0, "text": whole, "start": 0, "end": len(whole)}
    return rows, [paragraph]


def tables(*documents):
    """``passages`` and ``paragraphs`` of several documents."""
    passages = [row for rows, _ in documents for row in rows]
    return {
        "passages": TABLES["passages"].frame(passages),
        "paragraphs": TABLES["paragraphs"].frame([row for _, rows in documents for row in rows]),
        "documents": TABLES["documents"].frame([{"doc_id": rows[0]["doc_id"], "status": "ok"} for rows, _ in documents]),
    }
