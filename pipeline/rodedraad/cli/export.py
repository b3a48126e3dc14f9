"""`rodedraad export`: hand the outcome over to a spreadsheet."""

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


def command(
    run_folder: Annotated[Path, typer.Argument(metavar="RUN", help=messages.text("cli.run_folder_help"))],
    form: Annotated[Form, typer.Option("--format", help=messages.text("cli.export.format"))] = Form.XLSX,
) -> int:
    """Write passages, archetypes and lens scores of a run as flat files."""
    from rodedraad import config as configuration
    from rodedraad import export, manifest
    from rodedraad.run import folder

    loaded = configuration.of_manifest(manifest.read(run_folder), run_folder)
    with folder.opened(run_folder):
        made = export.export(run_folder, loaded, form.value)
    for path in made:
        print(path.resolve())
    return 0
