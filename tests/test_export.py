"""Exports: what a spreadsheet opens, and nothing it would run."""

import csv

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad.config import Config
from rodedraad.export import export, harmless
from rodedraad.run.store import published
from rodedraad.schema import TABLES

NASTY = '=HYPERLINK("http://example.invalid";"klik")'


@pytest.fixture
def run_folder(tmp_path):
    rows = {
        "documents": [{"doc_id": "d1", "title": NASTY, "kind": "leerverhaal", "source_path": "Jan Jansen.docx", "status": "ok"}],
        "passages": [
            {"passage_id": "p1", "doc_id": "d1", "position": 0, "text": '- Er is niet gebeld; "echt niet".\nDaarna wel.', "page_first": 3}
        ],
        "members": [{"passage_id": "p1", "archetype_id": "a1", "strength": 0.75}],
        "archetypes": [{"archetype_id": "a1", "label": "+bellen", "keywords": ["bellen", "horen"], "n_documents": 3}],
        "mappings": [{"passage_id": "p1", "lens_id": "l", "item_id": "i", "assigned": True, "polarity": -1, "score": 0.8}],
    }
    for name, content in rows.items():
        published(tmp_path, name).parent.mkdir(exist_ok=True)
        TABLES[name].frame(content).write_parquet(published(tmp_path, name))
    return tmp_path


def test_csv_opens_as_columns(run_folder):
    made = export(run_folder, Config(), "csv")
    assert [p.name for p in made] == ["passages.csv", "archetypes.csv", "lenses.csv"]
    with made[0].open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file, delimiter=";"))
    assert row["tekst"].startswith("'- Er is niet gebeld")
    assert row["sterkte"] == "0,750"
    assert row["titel"].startswith("'=")


def test_workbook_holds_no_formula(run_folder):
    book = openpyxl.load_workbook(export(run_folder, Config(), "xlsx")[0])
    assert book.sheetnames == ["Passages", "Archetypen", "Lenzen"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [c for c in cells if c.data_type == "f"]
    assert not [c for c in cells if c.hyperlink]


def test_file_names_stay_out_unless_asked_for(run_folder):
    text = export(run_folder, Config(), "csv")[0].read_text(encoding="utf-8-sig")
    assert "Jan Jansen" not in text
    shown = Config(report={"show_file_names": True})
    assert "Jan Jansen" in export(run_folder, shown, "csv")[0].read_text(encoding="utf-8-sig")


@given(st.text(min_size=1))
def test_no_cell_starts_a_formula(text):
    assert not str(harmless(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_empty_run(tmp_path):
    for name in ("documents", "passages", "members", "archetypes", "mappings"):
        published(tmp_path, name).parent.mkdir(exist_ok=True)
        TABLES[name].empty().write_parquet(published(tmp_path, name))
    assert len(export(tmp_path, Config(), "csv")) == 3
    assert export(tmp_path, Config(), "xlsx")[0].is_file()
    assert pl.read_csv(tmp_path / "exports" / "passages.csv", separator=";").height == 0
