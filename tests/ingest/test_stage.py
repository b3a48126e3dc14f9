"""The stage: one file in, two tables out; what cannot be used is one row with its reason."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from ingest.sheets import SENTENCE, Sheet, ingest
from rodedraad import messages
from rodedraad.config import Ingest
from rodedraad.errors import DocumentError
from rodedraad.ingest.stage import run, set_aside
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES, Status

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def report(path: Path) -> Path:
    sheet = (
        Sheet(title="Na de kerstdagen").line("Na de kerstdagen", size=24, bold=True, step=40).line("Inspectierapport, 12 mei 2023").page()
    )
    path.write_bytes(sheet.heading("1 Aanleiding").paragraph(SENTENCE * 5).heading("2 Conclusie").paragraph(SENTENCE * 4).bytes())
    return path


def test_a_report(tmp_path: Path) -> None:
    """Facts in one table, blocks with section, role, page and boxes in the other."""
    tables = ingest(report(tmp_path / "rapport.pdf"))
    document = tables["raw_documents"].row(0, named=True)
    assert (document["title"], document["kind"], document["language"], document["status"]) == (
        "Na de kerstdagen",
        "inspectierapport",
        "nl",
        "ok",
    )
    assert str(document["date"]) == "2023-05-12"
    assert document["n_pages"] == 2
    assert document["media_type"] == "application/pdf"
    blocks = tables["blocks"]
    assert blocks["section_role"].to_list() == ["voorwerk", "voorwerk", "aanleiding", "aanleiding", "conclusie", "conclusie"]
    assert blocks["block"].to_list() == list(range(6))
    for row in blocks.iter_rows(named=True):
        assert row["lines"][0]["start"] == 0
        assert row["lines"][0]["page"] == row["page"]


def test_the_same_again(tmp_path: Path) -> None:
    """Twice the same tables; under another name the same document."""
    first, second = ingest(report(tmp_path / "a.pdf")), ingest(report(tmp_path / "a.pdf"))
    assert all(first[name].equals(second[name]) for name in first)
    assert ingest(report(tmp_path / "b.pdf"))["raw_documents"]["doc_id"].item() == first["raw_documents"]["doc_id"].item()


def test_a_register_gives_a_document_a_row(tmp_path: Path) -> None:
    """Ids come from the content: a row keeps its id in a longer export, equal rows are told apart."""
    register = tmp_path / "register.csv"
    header = "nummer;datum;omschrijving\n"
    rows = ["1;03-04-2023;Bewoner kreeg de medicatie van een ander.\n", "2;05-04-2023;Bewoner viel in de badkamer.\n"]
    register.write_text(header + "".join(rows), encoding="utf-8")
    before = ingest(register)["raw_documents"]
    register.write_text(header + "0;01-04-2023;Een eerdere melding over een val uit bed.\n" + "".join(rows), encoding="utf-8")
    after = ingest(register)["raw_documents"]
    assert before.height == 2
    assert after.height == 3
    assert set(before["doc_id"]) < set(after["doc_id"])
    assert all(path.startswith("register.csv#") for path in after["source_path"])
    register.write_text(header + rows[0] + rows[0], encoding="utf-8")
    assert ingest(register)["raw_documents"]["doc_id"].n_unique() == 2


def test_a_row_that_is_too_long_says_so(tmp_path: Path) -> None:
    """The reason names the cell, not a lack of text."""
    register = tmp_path / "register.csv"
    register.write_text(f"nummer;omschrijving\n1;Bewoner viel in de badkamer.\n2;{'x' * 200_000}\n", encoding="utf-8")
    rows = {row["source_path"]: row for row in ingest(register)["raw_documents"].iter_rows(named=True)}
    assert rows["register.csv#2"]["status"] == Status.OK
    assert (rows["register.csv#3"]["status"], rows["register.csv#3"]["reason"]) == (Status.SET_ASIDE, "row_too_long")


def test_another_language(tmp_path: Path) -> None:
    """Set aside with the language named; kept with a warning when the configuration says so."""
    path = tmp_path / "english.txt"
    path.write_text("The patient was discharged on Friday and nobody told the family about the changes in her medication. " * 4)
    aside = ingest(path)
    row = aside["raw_documents"].row(0, named=True)
    assert (row["status"], row["reason"], row["language"]) == (Status.SET_ASIDE, "language_other?language=en", "en")
    assert aside["blocks"].is_empty()
    kept = ingest(path, other_languages="keep")
    assert kept["raw_documents"]["warnings"].item().to_list() == ["language_other?language=en"]
    assert kept["blocks"].height > 0
    assert ingest(path, languages=["nl", "en"])["raw_documents"]["warnings"].item().to_list() == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("leeg.pdf", b"", "empty_file"),
        ("kapot.pdf", b"%PDF-1.7 afgebroken", "pdf_damaged"),
        ("oud.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "word_old"),
        ("brief.rtf", b"{\\rtf1 tekst}", "rtf_file"),
        ("foto.jpg", b"\xff\xd8\xff\xe0", "image_file"),
        ("programma.py", b"import os", "unknown_type"),
        ("kort.txt", b"Zie bijlage.", "no_text"),
        ("regel\neind.pdf", b"%PDF-1.7 afgebroken", "pdf_damaged"),
        ("x" * 240 + ".pdf", b"%PDF-1.7 afgebroken", "pdf_damaged"),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """One row with a reason that the catalogue knows in both languages, no blocks, and an id."""
    path = tmp_path / name
    path.write_bytes(data)
    tables = ingest(path)
    row = tables["raw_documents"].row(0, named=True)
    assert (row["status"], row["reason"].partition("?")[0], row["source_path"]) == (Status.SET_ASIDE, code, name)
    assert tables["blocks"].is_empty()
    assert row["doc_id"].startswith("d")
    error = DocumentError.from_reason(row["reason"], name)
    assert "\n" not in str(error)
    assert "{" not in str(error)


def test_files_that_are_not_where_they_should_be(tmp_path: Path) -> None:
    """Gone since the scan, too big, or a link out of the folder."""
    inside = tmp_path / "map"
    inside.mkdir()
    secret = tmp_path / "geheim.txt"
    secret.write_text(SENTENCE * 4)
    (inside / "koppeling.txt").symlink_to(secret)
    (inside / "groot.txt").write_text("a" * 3_000_000)

    def reason(name: str, **settings: object) -> str:
        sources = TABLES["sources"].frame([{"source_path": name, "sha256": "", "n_bytes": 0}])
        return str(run({"sources": sources}, Ingest(**settings), Context(inside, 13))["raw_documents"]["reason"].item())

    assert reason("weg.txt") == "unreadable"
    assert reason("koppeling.txt") == "symlink_outside"
    assert reason("groot.txt", max_mb=2) == "too_big?mb=3&most=2"


def test_set_aside_after_a_crash(tmp_path: Path) -> None:
    """The engine reports time-outs through the same door; two unread files do not share an id."""
    rows = [{"source_path": name, "sha256": "", "n_bytes": 1, "media_type": None} for name in ("a.pdf", "b.pdf")]
    found = [set_aside({"sources": TABLES["sources"].frame([row])}, DocumentError("too_slow"))["raw_documents"] for row in rows]
    assert [f["reason"].item() for f in found] == ["too_slow", "too_slow"]
    assert found[0]["doc_id"].item() != found[1]["doc_id"].item()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_warning_and_reason_has_its_text(language: str) -> None:
    """Codes of this stage exist in both languages, with the values they are given."""
    values = dict(parse_qsl("pages=3&limit=2&language=en&mb=1&most=1&seconds=3&other=x"))
    errors = "empty_file no_text language_other pdf_encrypted pdf_damaged pdf_no_pages pdf_too_long pdf_scan word_old rtf_file presentation"
    warnings = "scan_page page_damaged ocr_page ocr_nothing ocr_low_confidence language_doubtful language_other"
    messages.use(language)
    try:
        for code in [*errors.split(), "image_file", "zip_file", "ocr_program_missing", "ocr_language_missing", "ocr_timeout", "ocr_failed"]:
            assert messages.text(f"errors.{code}.what", **values)
            assert messages.text(f"errors.{code}.remedy", **values)
        assert all(messages.text(f"warnings.{code}", **values) for code in warnings.split())
    finally:
        messages.use("nl")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not on this machine")
def test_real_coroner_reports_are_english() -> None:
    """Layout of a form, English throughout: set aside as such, whatever it is."""
    reports = sorted((SHARED / "pfd-coroner-reports-en" / "pdf").glob("*.pdf"))
    assert len(reports) == 6
    for path in reports:
        assert ingest(path)["raw_documents"]["reason"].item() == "language_other?language=en", path.name


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read anything")
def test_a_file_without_rights(tmp_path: Path) -> None:
    """Not readable is a reason, no crash."""
    path = report(tmp_path / "dicht.pdf")
    sources = TABLES["sources"].frame([{"source_path": path.name, "sha256": "", "n_bytes": 1}])
    path.chmod(0)
    assert run({"sources": sources}, Ingest(), Context(tmp_path, 13))["raw_documents"]["reason"].item() == "unreadable"
