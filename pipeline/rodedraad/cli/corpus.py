"""`rodedraad corpus`: the collections that come with the program, and the check of a labelled one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rodedraad import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.labels.check import Report

NAME = "corpus"


def group() -> typer.Typer:
    """Return the group of sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=messages.text("cli.corpus.list"))(list_corpora)
    app.command("check", help=messages.text("cli.corpus.check"))(check)
    return app


def list_corpora() -> int:
    """Print the shipped collections; each name can stand where `run` and `check` ask for INPUT."""
    from rodedraad import resources, sources
    from rodedraad.cli.show import table

    rows = []
    for folder in sorted(p for p in resources.corpora().iterdir() if (p / "corpus.toml").is_file() and not (p / "narratives").is_dir()):
        scan = sources.scan(folder)
        rows.append((folder.name, str(scan.table.height), scan.corpus.title))
    table(messages.section("cli.corpus.columns"), rows)
    return 0


def check(
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help=messages.text("cli.corpus.folder"))],
    labelling: Annotated[str, typer.Option(help=messages.text("cli.corpus.labelling"))] = "gold",
) -> int:
    """Print the counts of a labelled corpus, and its faults; with faults the exit code is 2."""
    from rodedraad import resources
    from rodedraad.cli.show import table
    from rodedraad.config import Lens
    from rodedraad.errors import ExitCode
    from rodedraad.labels import agreement, read
    from rodedraad.labels.check import check as examine
    from rodedraad.lens.load import load_lenses

    shipped = resources.corpora() / corpus
    found = read.read(shipped if shipped.is_dir() else Path(corpus))
    report = examine(found, {lens.id: lens for lens in load_lenses(Lens())}, labelling)
    alphas = agreement.by_item(found, _items(report))
    table(messages.section("cli.corpus.items"), list(_rows(report, alphas)))
    splits = ", ".join(f"{name} {n}" for name, n in report.splits.items())
    share = f"{report.empty / max(1, report.passages):.0%}"
    counts = {"narratives": report.narratives, "passages": report.passages, "splits": splits, "empty": report.empty, "share": share}
    print(messages.text("cli.corpus.counts", **counts))
    if report.loose:
        print(messages.text("cli.corpus.told_loose", n=report.loose))
    modalities = ", ".join(f"{name} {n}" for name, n in sorted(report.modalities.items()))
    print(messages.text("cli.corpus.kinds", n=len(report.sectors), m=len(report.styles), modalities=modalities))
    print(messages.text("cli.corpus.alpha", value=_number(agreement.of_modality(found))))
    print("\n".join(report.faults) or messages.text("cli.corpus.good"))
    return int(ExitCode.USAGE if report.faults else ExitCode.GOOD)


def _items(report: Report) -> list[tuple[str, str]]:
    return sorted({*report.documents, *report.loose_cells})


def _rows(report: Report, alphas: dict[tuple[str, str], float | None]) -> Iterator[tuple[str, ...]]:
    for lens, item in _items(report):
        signs = [report.cells.get((lens, item, sign), 0) for sign in (1, -1)]
        rest = sum(n for (a, b, sign), n in report.cells.items() if (a, b) == (lens, item) and sign not in (1, -1))
        counts = (*signs, rest, report.documents.get((lens, item), 0), report.loose_cells.get((lens, item), 0))
        yield lens, item, *map(str, counts), _number(alphas[lens, item])


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace(".", ",")
