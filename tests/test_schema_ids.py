"""Tables conform or refuse; ids are stable."""

import polars as pl
import pytest

from rodedraad import ids
from rodedraad.schema import TABLES
from rodedraad.table import Privacy


def test_contract_tables_are_there():
    assert {"documents", "passages", "embeddings", "members", "archetypes", "mappings", "actors", "blocks", "mentions"} <= set(TABLES)
    assert TABLES["blocks"].privacy is TABLES["mentions"].privacy is Privacy.PRIVATE


def test_rows_are_sorted_by_key_and_absent_columns_null():
    frame = TABLES["blocks"].frame([{"doc_id": "b", "block": 0, "text": "x"}, {"doc_id": "a", "block": 1, "text": "y"}])
    assert frame["doc_id"].to_list() == ["a", "b"]
    assert frame["page"].null_count() == 2


def test_double_keys_and_unknown_columns_are_refused():
    with pytest.raises(ValueError, match="not unique"):
        TABLES["blocks"].frame([{"doc_id": "a", "block": 0}, {"doc_id": "a", "block": 0}])
    with pytest.raises(ValueError, match="unknown columns"):
        TABLES["blocks"].conform(TABLES["blocks"].empty().with_columns(pl.lit(1).alias("extra")))


def test_ids_depend_on_content_alone():
    assert ids.passage_id("d1", "Er is gebeld.", 0) == "p734770364b1bc2a3"  # decisions of reviewers hang on it: it may never change
    assert ids.passage_id("d1", "Er is gebeld.", 0) != ids.passage_id("d1", "Er is gebeld.", 1)
    assert ids.digest("ab", "c") != ids.digest("a", "bc")
    assert ids.document_id("x", "rij") == ids.document_id("y", "rij") != ids.document_id("x")
    assert ids.archetype_id(["b", "a"]) == ids.archetype_id(["a", "b"])
