"""`rodedraad evaluate`: how good models are, on labelled data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rodedraad import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rodedraad.evaluate.present import Table
    from rodedraad.evaluate.run import Measured, Outcome

NAME = "evaluate"
_OPTION = "evaluate.option."


def command(
    models: Annotated[list[str] | None, typer.Option("--model", metavar="ID", help=messages.text(_OPTION + "model"))] = None,
    tasks: Annotated[list[str] | None, typer.Option("--task", metavar="NAAM", help=messages.text(_OPTION + "task"))] = None,
    data: Annotated[Path, typer.Option("--data", metavar="MAP", help=messages.text(_OPTION + "data"))] = Path("data"),
    split: Annotated[str | None, typer.Option("--split", metavar="DEEL", help=messages.text(_OPTION + "split"))] = None,
    english: Annotated[str | None, typer.Option("--english", metavar="ID", help=messages.text(_OPTION + "english"))] = None,
    reference: Annotated[str | None, typer.Option("--reference", metavar="ID", help=messages.text(_OPTION + "reference"))] = None,
    sample: Annotated[int, typer.Option("--sample", min=0, metavar="N", help=messages.text(_OPTION + "sample"))] = 1200,
    seed: Annotated[int, typer.Option("--seed", min=0, metavar="N", help=messages.text(_OPTION + "seed"))] = 13,
    resamples: Annotated[int, typer.Option("--resamples", min=100, metavar="N", help=messages.text(_OPTION + "resamples"))] = 1000,
    config: Annotated[str | None, typer.Option("--config", help=messages.text("cli.config_help"))] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=messages.text("cli.set_help"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=messages.text(_OPTION + "json"))] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="BESTAND", help=messages.text(_OPTION + "out"))] = None,
    results: Annotated[Path | None, typer.Option("--results", metavar="MAP", help=messages.text(_OPTION + "results"))] = None,
    write_card: Annotated[bool, typer.Option("--write-card", help=messages.text(_OPTION + "write_card"))] = False,
) -> int:
    """Measure models on labelled data and print the figures with their intervals."""
    from rodedraad import config as configuration
    from rodedraad.evaluate import run, save
    from rodedraad.evaluate.models import Library
    from rodedraad.evaluate.record import SPLITS, Bench, Sampling, split_name
    from rodedraad.evaluate.tasks import choose

    part = split_name(split, kept=results is not None or write_card)
    embed = configuration.load(config, settings).embed
    bench = Bench(data, SPLITS[part], Library(embed, _say), Sampling(seed, resamples), sample, english, reference, _say)
    chosen = choose(tasks or [])
    outcome = run.evaluate(models or [embed.model], chosen, bench)
    given = save.Given(tasks or [], part, data, settings or [], config, seed, resamples, sample, english, reference)
    documents = [save.document(model, bench.sampling, given.command(model.name)) for model in outcome.models]
    if out is not None:
        save.write_json(documents, out)
    for model, document in zip(outcome.models, documents, strict=True):
        _keep(model, document, results, write_card=write_card)
    if as_json:
        print(save.text(documents), end="")
    else:
        _show(outcome)
    for fault in outcome.faults:
        _say(str(fault))
    return int(outcome.exit_code)


def _keep(model: Measured, document: dict[str, object], results: Path | None, *, write_card: bool) -> None:
    from rodedraad.evaluate import card, save

    if results is not None:
        document = save.read(save.write(document, results))
    if write_card:
        card.write(model.folder, model.name, document)


def _show(outcome: Outcome) -> None:
    from rodedraad.evaluate import present

    draw = _draw if sys.stdout.isatty() else _print
    for table in present.tables(outcome.models):
        draw(table)
    for note in present.notes(outcome.models):
        print(note)


def _print(table: Table) -> None:
    from rodedraad.cli import show

    print(table.title)
    show.table({str(place): head for place, head in enumerate(table.heads)}, table.rows)
    print()


def _draw(table: Table) -> None:
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(title=table.title, title_justify="left")
    for place, head in enumerate(table.heads):
        drawn.add_column(head, justify="left" if place < table.n_names else "right", overflow="fold")
    own = len(table.rows) - table.n_published
    for place, row in enumerate(table.rows):
        drawn.add_row(*map(Text, _printable(row)), style="dim" if place >= own else "")
    Console().print(drawn)


def _printable(row: Sequence[str]) -> list[str]:
    return [messages.printable(cell) for cell in row]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
