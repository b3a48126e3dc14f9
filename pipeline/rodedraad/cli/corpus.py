"""`rodedraad corpus`: the collections that come with the program."""

from __future__ import annotations

import typer

from rodedraad import messages

NAME = "corpus"


def group() -> typer.Typer:
    """Return the group of sub-commands."""
    app = typer.Typer(no_args_is_help=True)

    @app.callback()
    def _group() -> None:
        """Keep `list` a sub-command while it is the only one."""

    app.command("list", help=messages.text("cli.corpus.list"))(list_corpora)
    return app


def list_corpora() -> int:
    """Print the shipped collections; each name can stand where `run` and `check` ask for INPUT."""
    from rodedraad import resources, sources
    from rodedraad.cli.show import table

    rows = []
    for folder in sorted(p for p in resources.corpora().iterdir() if (p / "corpus.toml").is_file()):
        scan = sources.scan(folder)
        rows.append((folder.name, str(scan.table.height), scan.corpus.title))
    table(messages.section("cli.corpus.columns"), rows)
    return 0
