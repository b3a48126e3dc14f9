"""`rodedraad run`: the whole pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "run"


def command(
    given: Annotated[str, typer.Argument(metavar="INPUT", help=messages.text("cli.input_help"))],
    out: Annotated[Path | None, typer.Option("--out", help=messages.text("cli.run.out"))] = None,
    config: Annotated[str | None, typer.Option("--config", help=messages.text("cli.config_help"))] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=messages.text("cli.set_help"))] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="ID", help=messages.text("cli.run.model"))] = None,
    ocr: Annotated[bool, typer.Option("--ocr", help=messages.text("cli.ocr_help"))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=messages.text("cli.run.explain"))] = False,
) -> int:
    """Read reports and make a report site; again with the same --out only what changed is done."""
    from rodedraad import config as configuration
    from rodedraad import pipeline
    from rodedraad.cli import show
    from rodedraad.run.progress import for_terminal

    extra = [*(settings or []), *([f"embed.model={json.dumps(model)}"] if model else []), *(["ingest.ocr=true"] if ocr else [])]
    loaded = configuration.load(config, extra)
    folder = out or pipeline.default_folder(given)
    if explain:
        show.plans(pipeline.explain(given, folder, loaded))
        return 0
    progress = for_terminal()
    try:
        result = pipeline.run(given, folder, loaded, progress=progress)
    finally:
        progress.stop()
    show.result(result)
    return int(result.exit_code)
