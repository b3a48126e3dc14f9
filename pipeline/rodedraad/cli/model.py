"""`rodedraad model`: which models there are, whether they are unchanged, fetching one, removing one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rodedraad import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.registry import Entry

NAME = "model"
Id = Annotated[str, typer.Argument(metavar="MODEL", help=messages.text("model.id"))]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[MODEL]…", help=messages.text("model.ids"))]
HubName = Annotated[str, typer.Argument(metavar="NAAM@REVISIE", help=messages.text("model.hub_name"))]


def group() -> typer.Typer:
    """Return the group of sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=messages.text("model.list"))(list_models)
    app.command("show", help=messages.text("model.show"))(show)
    app.command("verify", help=messages.text("model.verify"))(verify)
    app.command("card", help=messages.text("model.card"))(card)
    app.command("fetch", help=messages.text("model.fetch"))(fetch)
    app.command("remove", help=messages.text("model.remove"))(remove)
    return app


def list_models() -> int:
    """Print every model, the shipped ones first: a table on a terminal, plain columns into a pipe."""
    from rodedraad import registry
    from rodedraad.cli import show

    entries = registry.entries()
    rows = [(e.id, _role(e), _status(e), str(e.dimension or "–"), size(e.size_bytes), _licence(e.licence)) for e in entries]
    if not rows:
        print(messages.text("model.none"))
    elif sys.stdout.isatty():
        _rich_table(rows)
    else:
        show.table(messages.section("model.columns"), rows)
    return 0


def show(model: Id) -> int:
    """Print all that the registry holds about a model."""
    from rodedraad import registry

    entry = registry.get(model)
    values = entry.model_dump(include={"id", "kind", "revision", "asked", "trained_from"}) | {
        "role": _role(entry), "status": _status(entry), "dimension": str(entry.dimension or ""), "size": size(entry.size_bytes),
        "licence": _licence(entry.licence), "folder": str(entry.folder),
        "made": entry.made.isoformat() if entry.made else "",
    }  # fmt: skip
    heads = {name: head for name, head in messages.section("model.fields").items() if values[name]}
    width = max(map(len, heads.values()))
    for name, head in heads.items():
        print(f"{head.ljust(width)}  {messages.printable(values[name])}")
    for file, sha256 in sorted(entry.files.items()):
        print(f"{sha256}  {messages.printable(file)}")
    return 0


def verify(models: Ids = None) -> int:
    """Hash every file of the models; one line a model that is good, one a file that is not."""
    from rodedraad import registry
    from rodedraad.errors import ExitCode
    from rodedraad.registry.integrity import SHORT

    entries = [registry.get(model) for model in models] if models else registry.entries()
    good = True
    for entry in entries:
        faults = registry.verify(entry)
        good = good and not faults
        for fault in faults:
            hashes = {"expected": fault.expected[:SHORT], "found": fault.found[:SHORT]}
            line = messages.text(f"model.trouble.{fault.trouble}", model=entry.id, file=messages.printable(fault.file), **hashes)
            print(line, file=sys.stderr)
        if not faults:
            print(messages.text("model.good", model=entry.id, n=len(entry.files)))
    if not entries:
        print(messages.text("model.none"))
    return int(ExitCode.GOOD if good else ExitCode.USAGE)


def card(model: Id) -> int:
    """Print the model card."""
    from rodedraad import registry
    from rodedraad.errors import UsageError

    entry = registry.get(model)
    if entry.card is None:
        raise UsageError("model_no_card", model, model=entry.id)
    for line in entry.card.read_text(encoding="utf-8", errors="replace").splitlines():
        print(messages.printable(line.expandtabs()))
    return 0


def fetch(model: HubName) -> int:
    """Download a model once, with what it weighs and its licence said first."""
    from rodedraad.registry import fetch as fetching

    if entry := fetching.present(model):
        return _already(entry)
    offer = fetching.look(model)
    if entry := fetching.present(f"{offer.name}@{offer.commit}"):
        return _already(entry)
    files = fetching.wanted(offer)
    weight = size(sum(file.size for file in files.values()))
    about = {"commit": offer.commit, "n": len(files), "size": weight, "licence": messages.printable(_licence(offer.licence))}
    print(messages.text("model.fetching", model=offer.name, **about), flush=True)
    print(messages.text("model.fetched", model=fetching.download(offer).id))
    return 0


def remove(model: Id) -> int:
    """Take a model off this computer; a folder outside the folder of models stays."""
    from rodedraad import registry

    entry = registry.remove(model)
    print(messages.text("model.forgotten" if entry.folder.exists() else "model.removed", model=entry.id, folder=entry.folder))
    return 0


def size(n_bytes: int) -> str:
    """Return a size in the user's words, in MB of a million bytes."""
    mb = f"{n_bytes / 1e6:.1f}"
    return messages.text("model.size", mb=mb.replace(".", ",") if messages.language() == "nl" else mb)


def _rich_table(rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*messages.section("model.columns").values())
    for row in rows:
        table.add_row(*(Text(messages.printable(cell)) for cell in row))
    Console().print(table)


def _already(entry: Entry) -> int:
    print(messages.text("model.already", model=entry.id))
    return 0


def _role(entry: Entry) -> str:
    return messages.text(f"model.role.{entry.role}")


def _status(entry: Entry) -> str:
    return messages.text(f"model.status.{entry.status}")


def _licence(licence: str) -> str:
    return messages.text("model.unknown") if licence == "unknown" else licence
