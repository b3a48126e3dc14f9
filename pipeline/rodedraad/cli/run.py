"""`rodedraad run`: the whole pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "run"
_OF_A_RUN = ("manifest.json", "journal.jsonl")  # the second alone: a run that did not finish, which is said so


def command(
    given: Annotated[str, typer.Argument(metavar="INPUT", help=messages.text("cli.input_help"))],
    out: Annotated[Path | None, typer.Option("--out", help=messages.text("cli.run.out"))] = None,
    config: Annotated[str | None, typer.Option("--config", help=messages.text("cli.config_help"))] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=messages.text("cli.set_help"))] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="RUN_OR_ID", help=messages.text("cli.run.model"))] = None,
    ocr: Annotated[bool, typer.Option("--ocr", help=messages.text("cli.ocr_help"))] = False,
    lang: Annotated[str | None, typer.Option("--lang", metavar="nl|en", help=messages.text("cli.lang_help"))] = None,
    explain: Annotated[bool, typer.Option("--explain", help=messages.text("cli.run.explain"))] = False,
) -> int:
    """Read reports and make a report site; again with the same --out only what changed is done."""
    from rodedraad import config as configuration
    from rodedraad import pipeline
    from rodedraad.cli import show
    from rodedraad.run.progress import for_terminal

    extra = [*(settings or []), *([_meant(model)] if model else []), *(["ingest.ocr=true"] if ocr else [])]
    extra += [f"report.language={json.dumps(lang)}"] if lang else []
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


def _meant(model: str) -> str:
    """Return the setting that ``--model`` stands for: the folder of a run is the known run, anything else a model of vectors."""
    is_run = any((Path(model) / name).is_file() for name in _OF_A_RUN)
    return f"{'cluster.known' if is_run else 'embed.model'}={json.dumps(model)}"
