"""`rodedraad export`: hand the outcome over to a spreadsheet, or to a program for qualitative analysis."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "export"


class Form(StrEnum):
    """What can be written."""

    CSV = "csv"
    XLSX = "xlsx"
    REFI = "refi-qda"


def command(
    run_folder: Annotated[Path, typer.Argument(metavar="RUN", help=messages.text("cli.run_folder_help"))],
    form: Annotated[Form, typer.Option("--format", help=messages.text("cli.export.format"))] = Form.XLSX,
) -> int:
    """Write passages, archetypes and lens scores of a run as flat files, or as a project of coded texts."""
    from rodedraad import config as configuration
    from rodedraad import export, manifest
    from rodedraad.run import folder

    facts = manifest.read(run_folder)
    loaded = configuration.of_manifest(facts, run_folder)
    with folder.opened(run_folder):
        made = export.export(run_folder, loaded, form.value, facts["corpus"]["title"])
    for path in made:
        print(path.resolve())
    return 0
