"""The demo corpus: what stands in git is what its sources make, and it holds what the product must be able to show."""

from __future__ import annotations

import csv
import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

DEMO = Path(__file__).parents[2] / "corpora" / "demo"
LENS = DEMO.parents[1] / "configs" / "lenses" / "calamiteit_archetypen.toml"
DOCUMENTS = DEMO / "documents"
SOURCES = sorted((DEMO / "source").glob("*.md"))
EXTRA = ("docx", "odfdo", "PIL", "pyphen", "reportlab", "xlsxwriter")  # the extra `corpus`
SECTORS = {"jeugdhulp", "ggz", "ouderenzorg", "ziekenhuis", "gemeente", "energietransitie", "onderwijs"}
KINDS = {"inspectierapport", "calamiteitenrapport", "leerreview", "leerverhaal"}
MIN_WORDS, MAX_WORDS = 500, 2000
MAX_BYTES = 6_000_000
MIN_DOCUMENTS_PER_PATTERN = 3


def front(path: Path) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in path.read_text(encoding="utf-8").split("---\n")[1].strip().splitlines())


def items(value: str) -> list[str]:
    return [item.strip() for item in value.strip("[]").split(",") if item.strip()]


def files(ending: str) -> list[Path]:
    return sorted(DOCUMENTS.glob(f"*.{ending}"))


def test_every_source_has_its_document_and_the_other_way_round():
    made = {f"{meta['bestand']}.{meta['formaat']}" for meta in map(front, SOURCES)}
    registers = {"register-incidenten-2023.csv", "register-incidenten-2024.xlsx"}
    assert {path.name for path in DOCUMENTS.iterdir()} == made | registers
    assert len(SOURCES) == 40


def test_the_mix_of_formats():
    counts = Counter(front(path)["formaat"] for path in SOURCES)
    assert counts["pdf"] >= 12
    assert counts["docx"] >= 10
    assert min(counts["odt"], counts["html"], counts["txt"], counts["md"]) >= 1
    assert sum(path.stat().st_size for path in DOCUMENTS.iterdir()) <= MAX_BYTES


def test_the_front_matter_is_whole():
    metas = [front(path) for path in SOURCES]
    assert {meta["sector"] for meta in metas} == SECTORS
    assert {meta["soort"] for meta in metas} == KINDS
    assert Counter(meta["sector"] for meta in metas).most_common(1)[0][0] == "jeugdhulp"
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", meta["datum"]) for meta in metas)
    assert [meta["id"] for meta in metas] == [path.stem for path in SOURCES]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_length(path):
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    assert MIN_WORDS <= len(body.split()) <= MAX_WORDS


def test_patterns_are_those_of_the_lens_and_recur():
    known = {item["id"] for item in tomllib.loads(LENS.read_text(encoding="utf-8"))["items"]}
    counts = Counter(pattern for path in SOURCES for pattern in items(front(path)["patronen"]))
    assert set(counts) <= known
    assert {pattern: n for pattern, n in counts.items() if n < MIN_DOCUMENTS_PER_PATTERN} == {}


def test_one_text_is_in_cp1252_and_the_others_in_utf_8():
    def is_utf_8(path: Path) -> bool:
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return False
        return True

    [old] = [path for path in files("txt") if not is_utf_8(path)]
    assert "é" in old.read_bytes().decode("cp1252") or "ë" in old.read_bytes().decode("cp1252")


def test_one_pdf_is_a_scan_and_the_others_have_text():
    def characters(path: Path) -> int:
        return sum(page.get_textpage().count_chars() for page in pypdfium2.PdfDocument(path))

    counts = {path.name: characters(path) for path in files("pdf")}
    assert [name for name, n in counts.items() if n == 0] == ["calamiteitenrapport-crisisgroep-de-vuurtoren.pdf"]
    assert sorted(counts.values())[1] > 3000


def test_word_files_hold_comments_tracked_changes_and_footnotes():
    def parts(path: Path) -> tuple[set[str], str]:
        with zipfile.ZipFile(path) as archive:
            return set(archive.namelist()), archive.read("word/document.xml").decode()

    found = [parts(path) for path in files("docx")]
    assert sum("word/comments.xml" in names for names, _ in found) >= 3
    assert sum("<w:ins " in xml and "<w:del " in xml for _, xml in found) >= 3
    assert sum("word/footnotes.xml" in names and "footnoteReference" in xml for names, xml in found) >= 1
    assert sum("<w:tbl>" in xml for _, xml in found) >= 4


def test_the_register_has_150_rows_with_real_dates_in_the_spreadsheet():
    with (DOCUMENTS / "register-incidenten-2023.csv").open(encoding="utf-8", newline="") as file:
        old = list(csv.DictReader(file, delimiter=";"))
    sheet = CalamineWorkbook.from_path(DOCUMENTS / "register-incidenten-2024.xlsx").get_sheet_by_index(0).to_python()
    header, rows = sheet[2], sheet[3:]
    assert len(old) + len(rows) == 150
    assert all(row["datum"].endswith("2023") for row in old)
    assert all(row[header.index("Datum")].year == 2024 for row in rows)
    assert all(row["omschrijving"] for row in old)


@pytest.mark.skipif(any(importlib.util.find_spec(name) is None for name in EXTRA), reason="needs the extra 'corpus'")
def test_building_again_gives_what_is_in_git(tmp_path):
    subprocess.run([sys.executable, str(DEMO / "build.py"), "--out", str(tmp_path)], check=True, capture_output=True)
    again = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in DOCUMENTS.iterdir()}
    assert again.keys() == kept.keys()
    assert [name for name in kept if again[name] != kept[name]] == []
