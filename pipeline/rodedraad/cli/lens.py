"""`rodedraad lens`: which frameworks there are, what is in one, whether a file of one's own can be used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "lens"
_Config = Annotated[str | None, typer.Option("--config", help=messages.text("cli.config_help"))]
_Settings = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=messages.text("cli.set_help"))]


def group() -> typer.Typer:
    """Return the group of sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=messages.text("cli.lens.list"))(list_lenses)
    app.command("show", help=messages.text("cli.lens.show"))(show)
    app.command("check", help=messages.text("cli.lens.check"))(check)
    return app


def list_lenses(config: _Config = None, settings: _Settings = None) -> int:
    """Print every lens, those of ``lens.folder`` too, with its number of items."""
    from rodedraad import config as configuration
    from rodedraad.cli.show import table
    from rodedraad.lens import load

    lenses = load.list_lenses(configuration.load(config, settings).lens)
    table(messages.section("cli.lens.columns"), [(s.id, str(s.n_items), s.title) for s in lenses])
    return 0


def show(
    lens_id: Annotated[str, typer.Argument(metavar="LENS", help=messages.text("cli.lens.id"))],
    config: _Config = None,
    settings: _Settings = None,
) -> int:
    """Print the items of a lens with their explanation."""
    from rodedraad import config as configuration
    from rodedraad.lens import load

    lens = load.show_lens(lens_id, configuration.load(config, settings).lens)
    print(f"{lens.lens.title}\n{lens.lens.source}\n")
    for item in lens.items:
        print(f"{item.id}\n    {item.name}\n    {item.explanation}")
    return 0


def check(file: Annotated[Path, typer.Argument(metavar="FILE", help=messages.text("cli.lens.file"))]) -> int:
    """Say whether a lens file can be used; every fault at once."""
    from rodedraad.lens import load

    lens = load.load_file(file)
    print(messages.text("cli.lens.good", title=lens.lens.title, n=len(lens.items)))
    return 0
