import polars as pl
import pytest

from rodedraad.config import Pseudonymise
from rodedraad.errors import DocumentError
from rodedraad.pseudonymise.spans import Kind
from rodedraad.pseudonymise.stage import run, set_aside
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES, Tables

CONTEXT = Context(source_root=None, seed=13)
RULES = Pseudonymise(names="rules")


def tables(*texts: str, title: str | None = None, status: str = "ok", heading: str = "1. Feiten") -> Tables:
    """One document whose blocks stand under ``heading`` on pages 1, 2, …"""
    document = {"doc_id": "d1", "source_path": "a.txt", "title": title, "status": status, "warnings": ["w"], "organisation": "De Haven"}
    blocks = [
        {
            "doc_id": "d1",
            "block": n,
            "kind": "paragraph",
            "level": 0,
            "text": text,
            "page": n + 1,
            "paragraph": n + 1,
            "section": heading,
            "section_role": "feitenrelaas",
            "lines": [{"start": 0, "page": n + 1, "x0": 1.0, "y0": 1.0, "x1": 9.0, "y1": 2.0}, {"start": len(text) // 2, "page": n + 2}],
        }
        for n, text in enumerate(texts)
    ]
    return {"raw_documents": TABLES["raw_documents"].frame([document]), "blocks": TABLES["blocks"].frame(blocks)}


def test_one_document():
    result = run(tables("Op 3 mei belde Kevin.", "Kevin huilde.", title="Het verhaal van Kevin", heading="2. Kevin thuis"), RULES, CONTEXT)
    assert result["documents"]["title"].to_list() == ["Het verhaal van [PERSOON-1]"]
    assert result["documents"].columns == list(TABLES["documents"].columns)
    assert result["paragraphs"]["text"].to_list() == ["Op [DATUM] belde [PERSOON-1].", "[PERSOON-1] huilde."]
    assert result["paragraphs"]["section"].to_list() == ["2. [PERSOON-1] thuis"] * 2
    assert result["paragraphs"].select("page_first", "page_last").rows() == [(1, 2), (2, 3)]
    text = "\n\n".join(result["paragraphs"]["text"])
    assert [text[s:e] for s, e in result["paragraphs"].select("start", "end").rows()] == result["paragraphs"]["text"].to_list()


def test_mentions_tell_what_stood_where():
    result = run(tables("Op 3 mei belde Kevin.", title="Kevin"), RULES, CONTEXT)["mentions"]
    rows = result.select("block", "start", "end", "text", "type", "surrogate", "entity", "new_start", "new_end").rows()
    assert rows == [
        (-1, 0, 5, "Kevin", "persoon", "[PERSOON-1]", "persoon-1", 0, 11),
        (0, 3, 8, "3 mei", "datum", "[DATUM]", "datum-1", 3, 10),
        (0, 15, 20, "Kevin", "persoon", "[PERSOON-1]", "persoon-1", 17, 28),
    ]


@pytest.mark.parametrize("status", ["set_aside", "duplicate"])
def test_a_document_that_is_not_used_passes_without_text(status):
    result = run(tables("Kevin belde.", title="Kevin", status=status), RULES, CONTEXT)
    assert result["documents"].select("title", "status").rows() == [(None, status)]
    assert result["paragraphs"].is_empty()
    assert result["mentions"].is_empty()


def test_a_failing_document_is_set_aside_without_title():
    result = set_aside(tables("Kevin belde.", title="Kevin"), DocumentError("some_code", "a.txt"))
    assert result["documents"].select("title", "status", "reason").rows() == [(None, "set_aside", "some_code")]
    assert result["paragraphs"].is_empty()


def test_no_table_that_is_shared_holds_a_raw_name():
    result = run(tables("Mevrouw Anna de Vries, 06-12345678.", "Anna huilde.", title="Anna", heading="Anna"), Pseudonymise(), CONTEXT)
    shared = result["documents"].write_json() + result["paragraphs"].write_json()
    assert not any(raw in shared for raw in ("Anna", "Vries", "06-", "De Haven"))


def test_nothing_in_nothing_out():
    empty = {name: TABLES[name].empty() for name in ("raw_documents", "blocks")}
    assert all(frame.is_empty() for frame in run(empty, RULES, CONTEXT).values())
    assert run(tables(), RULES, CONTEXT)["paragraphs"].is_empty()


def test_twice_the_same():
    one, two = (run(tables("Kevin en Samira wonen in Zwolle.", "Bos belde dr. Bos."), Pseudonymise(), CONTEXT) for _ in range(2))
    assert all(one[name].equals(two[name]) for name in one)


def test_every_kind_has_a_name_for_the_reader():
    from rodedraad import messages

    assert set(messages.section("pseudonymise.kinds")) == {kind.value for kind in Kind}


def test_hostile_blocks():
    texts = ["", " ", "\x00\x01", "A" * 20_000, "mevrouw " * 3_000, "[PERSOON-1] " * 50, "\u202eKevin\u202c", "😀 Kevin 😀"]
    result = run(tables(*texts), RULES, CONTEXT)
    assert result["paragraphs"].height == len(texts)
    assert result["paragraphs"].filter(pl.col("block") == 7)["text"].item() == "😀 [PERSOON-1] 😀"
