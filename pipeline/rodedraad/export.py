"""The tables of a run → flat files for a spreadsheet: one row a passage, one row an archetype, one row an assigned lens item.

Or a project for programs of qualitative analysis, which `refi` makes.

Only shared tables go out: pseudonymised text, no file names unless the settings show them. No cell can become a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from rodedraad import messages
from rodedraad.run.store import published

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.config import Config

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SHEET_NAME_CHARACTERS = 31


def export(run_folder: Path, config: Config, form: str, title: str = "") -> list[Path]:
    """Write the three views into ``RUN/exports`` and return the files made.

    CSV: one file a view, UTF-8 with signature and semicolons, which Dutch spreadsheets open as columns. XLSX: one file, one sheet a view.
    REFI-QDA: one project, called ``title``.
    """
    folder = run_folder / "exports"
    folder.mkdir(exist_ok=True)
    if form == "refi-qda":
        from rodedraad import refi

        return [refi.write(run_folder, config, title, folder / "rodedraad.qdpx")]
    views = {name: _in_words(view) for name, view in _views(run_folder, config).items()}
    if form == "xlsx":
        return [_workbook(folder / "rodedraad.xlsx", views)]
    return [_csv(folder / f"{name}.csv", view) for name, view in views.items()]


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula (OWASP: CSV injection): a quote before = + - @ tab or return."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _views(run_folder: Path, config: Config) -> dict[str, pl.DataFrame]:
    read = {n: pl.read_parquet(published(run_folder, n)) for n in ("documents", "passages", "members", "archetypes", "mappings")}
    shown = ["title", "kind", "sector", "date", "organisation_type", *(["source_path"] if config.report.show_file_names else [])]
    documents = read["documents"].select("doc_id", *shown)
    labels = read["archetypes"].select("archetype_id", pl.col("label").alias("archetype"))
    members = read["members"].join(labels, on="archetype_id", how="left").select("passage_id", "archetype_id", "archetype", "strength")
    place = ["passage_id", "position", "page_first", "section", "section_role", "modality", "text", "duplicate_of"]
    passages = read["passages"].select("doc_id", *place).join(documents, on="doc_id").join(members, on="passage_id", how="left")
    archetypes = read["archetypes"].with_columns(pl.col("keywords").list.join(", ")).drop("exemplars", "boundary_cases")
    assigned = read["mappings"].filter(pl.col("assigned")).drop("assigned", "model_id")
    scores = assigned.join(passages.select("passage_id", "doc_id", "title", "page_first", "text"), on="passage_id")
    return {
        "passages": passages.sort("doc_id", "position"),
        "archetypes": archetypes.sort(["n_documents", "archetype_id"], descending=[True, False]),
        "lenses": scores.sort("lens_id", "item_id", "passage_id"),
    }


def _in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the columns their names in the user's language."""
    names = messages.section("export.columns")
    return frame.rename({column: names[column] for column in frame.columns if column in names})


def _csv(path: Path, frame: pl.DataFrame) -> Path:
    import csv

    aside = path.with_suffix(".part")
    with aside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(frame.columns)
        writer.writerows([harmless(_dutch(cell)) for cell in row] for row in frame.iter_rows())
    aside.replace(path)
    return path


def _dutch(cell: object) -> object:
    """Return a fraction as a Dutch spreadsheet reads it, with a comma."""
    return f"{cell:.3f}".replace(".", ",") if isinstance(cell, float) else cell


def _workbook(path: Path, views: dict[str, pl.DataFrame]) -> Path:
    import xlsxwriter

    aside = path.with_suffix(".part")
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True, "default_date_format": "dd-mm-yyyy"}
    with xlsxwriter.Workbook(str(aside), safe) as book:
        for name, frame in views.items():
            sheet = book.add_worksheet(messages.text(f"export.sheet.{name}")[:_SHEET_NAME_CHARACTERS])
            sheet.write_row(0, 0, frame.columns)
            for i, row in enumerate(frame.iter_rows(), start=1):
                sheet.write_row(i, 0, [harmless(cell) for cell in row])
            sheet.autofilter(0, 0, max(1, frame.height), frame.width - 1)
            sheet.freeze_panes(1, 0)
    aside.replace(path)
    return path
