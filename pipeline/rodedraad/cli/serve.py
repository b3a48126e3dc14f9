"""`rodedraad serve`: the report in a browser of this computer, with decisions saved in the run folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rodedraad import messages

NAME = "serve"
_MOST = 65_535


def command(
    run_folder: Annotated[Path, typer.Argument(metavar="RUN", help=messages.text("cli.run_folder_help"))],
    port: Annotated[int | None, typer.Option("--port", min=1, max=_MOST, help=messages.text("cli.serve.port"))] = None,
    is_opened: Annotated[bool, typer.Option("--open", help=messages.text("cli.serve.open"))] = False,
) -> int:
    """Serve the report on 127.0.0.1 until Ctrl-C."""
    from rodedraad.serve import server

    def say(address: str) -> None:
        print(messages.text("cli.serve.at", address=address), flush=True)
        if is_opened:
            import webbrowser

            webbrowser.open(address)

    server.serve(
        run_folder,
        port,
        say,
        again=lambda address: print(messages.text("cli.serve.again", address=address), flush=True),
        complain=lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(messages.text("cli.serve.stopped", folder=(run_folder / "decisions").resolve()), flush=True)
    return 0
