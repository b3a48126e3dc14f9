"""`rodedraad report`: build the site of a finished run again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "report"


def command(
    run_folder: Annotated[Path, typer.Argument(metavar="RUN", help=messages.text("cli.run_folder_help"))],
    lang: Annotated[str | None, typer.Option("--lang", metavar="nl|en", help=messages.text("cli.lang_help"))] = None,
    single: Annotated[bool, typer.Option("--single-file", "--enkel-bestand", help=messages.text("cli.report.single"))] = False,
) -> int:
    """Make the pages again from the tables of the run."""
    import json

    from rodedraad import config as configuration
    from rodedraad import manifest, site
    from rodedraad.run import folder
    from rodedraad.run.progress import for_terminal

    facts = manifest.read(run_folder)
    wanted = [f"report.language={json.dumps(lang)}"] if lang else []
    wanted += ["report.single_file=true"] if single else []
    loaded = configuration.with_settings(configuration.of_manifest(facts, run_folder), wanted)
    with folder.opened(run_folder):
        index = site.build(run_folder, loaded, facts, for_terminal(), force=True)
        one = site.single(run_folder, loaded, facts)
    print(messages.text("cli.run.report_at", path=index.resolve()))
    if one:
        print(messages.text("cli.report.single_at", path=one.resolve()))
    return 0
