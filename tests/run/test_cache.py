"""The item cache keeps whole results and mends itself."""

import pytest

from rodedraad.run.cache import ItemCache, pack
from rodedraad.schema import TABLES


def tables(doc="d1"):
    return pack({"blocks": TABLES["blocks"].frame([{"doc_id": doc, "block": 0, "text": "Er is gebeld."}])})


def test_keeps_tables_and_says_which_documents(tmp_path):
    with ItemCache(tmp_path / "c.sqlite") as cache:
        assert cache.put("ingest", "k", tables()).documents.keys() == {"d1"}
    with ItemCache(tmp_path / "c.sqlite") as cache:
        assert cache.items("ingest")["k"].documents.keys() == {"d1"}
        assert cache.get("ingest", "k", ["blocks"])["blocks"]["text"][0] == "Er is gebeld."


def test_forgets_what_is_no_longer_used(tmp_path):
    with ItemCache(tmp_path / "c.sqlite") as cache:
        cache.put("ingest", "oud", tables())
        cache.put("ingest", "nieuw", tables("d2"), "crashed")
        cache.keep_only({"ingest": {"nieuw"}})
        assert set(cache.items("ingest")) == {"nieuw"}
        assert cache.items("ingest")["nieuw"].error == "crashed"
        with pytest.raises(KeyError):
            cache.get("ingest", "oud", ["blocks"])


@pytest.mark.parametrize("damage", [b"geen database", b"", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_cache_starts_empty(tmp_path, damage):
    path = tmp_path / "c.sqlite"
    path.write_bytes(damage)
    with ItemCache(path) as cache:
        assert cache.items("ingest") == {}
        cache.put("ingest", "k", tables())
