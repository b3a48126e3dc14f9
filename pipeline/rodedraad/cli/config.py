"""`rodedraad config`: show the resolved settings, check a file, or print every key with its meaning."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rodedraad import messages

NAME = "config"


def group() -> typer.Typer:
    """Return the group of sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    for name, function in (("show", show), ("check", check), ("schema", schema)):
        app.command(name, help=messages.text(f"cli.config.{name}"))(function)
    return app


def show(
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help=messages.text("cli.config_help"))] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=messages.text("cli.set_help"))] = None,
) -> int:
    """Print the settings as they will be used, as TOML."""
    import tomli_w

    from rodedraad import config

    print(tomli_w.dumps(config.load(file, settings).model_dump(mode="json", exclude_none=True)), end="")
    return 0


def check(file: Annotated[str, typer.Argument(metavar="FILE", help=messages.text("cli.config_help"))]) -> int:
    """Say whether a file can be used; every fault at once."""
    from rodedraad import config

    config.load(file)
    print(messages.text("cli.config.good", file=messages.printable(file)))
    return 0


def schema(as_json: Annotated[bool, typer.Option("--json", help=messages.text("cli.config.json"))] = False) -> int:
    """Print every key, its meaning and its value when left out."""
    from rodedraad import config
    from rodedraad.configdoc import keys

    if as_json:
        print(json.dumps(config.Config.model_json_schema(), ensure_ascii=False, indent=1))
        return 0
    for key in keys():
        print(f"{key.name} = {key.default}\n    {key.meaning}")
    return 0
