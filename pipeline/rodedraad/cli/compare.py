"""`rodedraad compare`: what became of the archetypes of one run in another; in the terminal and on the page Vergelijken."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "compare"


def command(
    before: Annotated[Path, typer.Argument(metavar="RUN_A", help=messages.text("cli.compare.before_help"))],
    run_folder: Annotated[Path, typer.Argument(metavar="RUN_B", help=messages.text("cli.compare.now_help"))],
) -> int:
    """Compare two runs and make the report of the later one again, with the comparison in it."""
    from rodedraad import comparing, manifest, site
    from rodedraad import config as configuration
    from rodedraad.report.views.compare import told
    from rodedraad.run import folder
    from rodedraad.run.progress import for_terminal

    facts = manifest.read(run_folder)
    loaded = configuration.of_manifest(facts, run_folder)
    with folder.opened(run_folder):
        with messages.speaking(loaded.report.language):
            earlier = comparing.earlier(before, run_folder)
            for line in told(site.gathered(run_folder, loaded, facts, earlier)):
                print(line)
        index = site.build(run_folder, loaded, facts, for_terminal(), force=True, earlier=earlier)
    print(messages.text("cli.compare.page_at", path=(index.parent / "vergelijken.html").resolve()))
    return 0
