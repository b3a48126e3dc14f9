"""`rodedraad check`: read everything, write nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from rodedraad import messages

NAME = "check"


def command(
    given: Annotated[str, typer.Argument(metavar="INPUT", help=messages.text("cli.input_help"))],
    config: Annotated[str | None, typer.Option("--config", help=messages.text("cli.config_help"))] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=messages.text("cli.set_help"))] = None,
    ocr: Annotated[bool, typer.Option("--ocr", help=messages.text("cli.ocr_help"))] = False,
) -> int:
    """Say per file what it is, its language and size, and what is wrong with it."""
    from rodedraad import checking
    from rodedraad import config as configuration
    from rodedraad.cli import show
    from rodedraad.errors import ExitCode

    loaded = configuration.load(config, [*(settings or []), *(["ingest.ocr=true"] if ocr else [])])
    checked = checking.check(given, loaded)
    show.table(messages.section("cli.check.columns"), [row.cells for row in checked.rows])
    show.faults(checked.faults)
    print(messages.text("cli.check.counts", good=len(checked.rows), aside=len(checked.faults)))
    return int(ExitCode.SET_ASIDE if checked.faults else ExitCode.GOOD)
