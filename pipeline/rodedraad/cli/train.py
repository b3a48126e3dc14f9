"""`rodedraad train`: make a model from declared data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "train"


def command(
    config: Annotated[str, typer.Argument(metavar="CONFIG", help=messages.text("cli.train.config"))],
    data: Annotated[Path | None, typer.Option("--data", help=messages.text("cli.train.data"))] = None,
    out: Annotated[Path | None, typer.Option("--out", help=messages.text("cli.train.out"))] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=messages.text("cli.train.set"))] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help=messages.text("cli.train.fresh"))] = False,
) -> int:
    """Train a model, or go on with a training that was stopped."""
    from rodedraad.train import record, runner

    folder = runner.train(config, data=data, out=out, settings=settings, fresh=fresh)
    print(messages.text("train.done", path=folder))
    made = record.read(folder)
    cpu, wall = (round(made[clock] / 60, 1) for clock in ("cpu_seconds", "wall_seconds"))
    print(messages.text("train.spent", cpu=cpu, wall=wall, card=folder / runner.CARD))
    return 0
