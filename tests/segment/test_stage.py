"""The segment stage: fragments are slices of the document's text, in order, apart from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rodedraad.config import load
from rodedraad.ids import passage_id
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.segment.stage import run

if TYPE_CHECKING:
    import polars as pl

CONTEXT = Context(source_root=None, seed=13)
CONFIG = load().segment


def tables(rows: list[dict[str, Any]], **document: object) -> dict[str, pl.DataFrame]:
    at, full = 0, []
    for block, row in enumerate(rows):
        facts = {"doc_id": "d1", "block": block, "kind": "paragraph", "level": 0, "paragraph": 1, "section_role": "analyse", **row}
        full.append({**facts, "start": at, "end": at + len(row["text"])})
        at += len(row["text"]) + 2
    documents = TABLES["documents"].frame([{"doc_id": "d1", "source_path": "a.txt", "status": "ok", "language": "nl", **document}])
    return {"documents": documents, "paragraphs": TABLES["paragraphs"].frame(full)}


def fragments(rows: list[dict[str, Any]], **document: object) -> pl.DataFrame:
    return run(tables(rows, **document), CONFIG, CONTEXT)["fragments"].sort("position")


def test_a_paragraph_gives_passages_with_place_page_and_modality():
    result = fragments(
        [
            {"text": "4 Aanbevelingen", "kind": "heading"},
            {
                "text": "De commissie beveelt aan de overdracht te herzien. De overdracht was onvoldoende en kwam drie dagen te laat.",
                "section": "4 Aanbevelingen",
                "page_first": 7,
                "page_last": 8,
            },
        ]
    )
    assert result["modality"].to_list() == ["aanbeveling", "oordeel"]
    assert result["start"].to_list() == [17, 68]
    assert result.select("block", "page_first", "page_last", "section").row(0) == (1, 7, 8, "4 Aanbevelingen")


def test_the_same_sentence_twice_gets_two_ids():
    text = "Er was op dat moment niemand die de regie had over de hulp aan het gezin."
    result = fragments([{"text": text}, {"text": text}])
    assert result["passage_id"].to_list() == [passage_id("d1", text, 0), passage_id("d1", text, 1)]


@pytest.mark.parametrize("status", ["set_aside"])
def test_a_document_set_aside_gives_nothing(status):
    assert fragments([{"text": "Dit is een zin in een document dat niet wordt gebruikt."}], status=status).is_empty()


def test_a_block_in_another_language_gives_nothing():
    rows = [
        {"text": "The patient was not informed about the change of plan.", "language": "en"},
        {"text": "Dat is de familie nooit verteld."},
    ]
    assert fragments(rows)["block"].to_list() == [1]
    assert fragments(rows, language="en")["block"].to_list() == [0, 1]


def test_an_empty_document():
    assert fragments([]).is_empty()


_PIECES = st.sampled_from(
    [
        "Mw. De Wit",
        "belde",
        "niet terug.",
        "Daarna",
        "zweeg",
        "[PERSOON-1]",
        "om 14.30 uur",
        ":",
        ";",
        '"',
        "(",
        ")",
        "?",
        "\n",
        "1. ",
        "- ",
        "Hij",
        "was",
    ]
)
_ROW = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["paragraph", "list_item", "table", "quote", "footnote", "heading"]),
        "text": st.lists(_PIECES, max_size=30).map(" ".join),
        "language": st.sampled_from([None, None, None, "en"]),
    }
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_ROW, max_size=8))
def test_texts_are_slices_and_never_overlap(rows):
    given_tables = tables(rows)
    result = run(given_tables, CONFIG, CONTEXT)["fragments"].sort("position")
    document = "\n\n".join(given_tables["paragraphs"]["text"].to_list())
    assert result["text"].to_list() == [document[a:b] for a, b in result.select("start", "end").iter_rows()]
    assert all(end <= start for end, start in zip(result["end"], result["start"][1:], strict=False))
    assert result["position"].to_list() == list(range(len(result)))
    assert result.equals(run(given_tables, CONFIG, CONTEXT)["fragments"].sort("position"))
