"""`rodedraad report`: build the site of a finished run again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "report"


def command(
    run_folder: Annotated[Path, typer.Argument(metavar="RUN", help=messages.text("cli.run_folder_help"))],
) -> int:
    """Make the pages again from the tables of the run."""
    from rodedraad import config as configuration
    from rodedraad import manifest, site
    from rodedraad.run import folder
    from rodedraad.run.progress import for_terminal

    facts = manifest.read(run_folder)
    loaded = configuration.of_manifest(facts, run_folder)
    with folder.opened(run_folder):
        index = site.build(run_folder, loaded, facts, for_terminal(), force=True)
    print(messages.text("cli.run.report_at", path=index.resolve()))
    return 0
