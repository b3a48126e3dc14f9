"""What commands print: plain lines on standard output, faults on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rodedraad import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rodedraad.errors import RodeDraadError
    from rodedraad.pipeline import RunResult
    from rodedraad.run.plan import StagePlan


def result(outcome: RunResult) -> None:
    """Print what a run came to: set-aside files first, then the counts and where the report is."""
    faults(outcome.faults)
    print(messages.text("cli.run.counts", **outcome.counts))
    if not outcome.counts["archetypes"]:
        print(messages.text("cli.run.no_archetypes"))
    print(messages.text("cli.run.report_at", path=outcome.report.resolve()))


def faults(found: Sequence[RodeDraadError]) -> None:
    """Print one line a file: name, cause, remedy."""
    for fault in found:
        print(f"  {fault}", file=sys.stderr, flush=True)
    if found:
        print(messages.text("cli.set_aside", n=len(found)), file=sys.stderr, flush=True)


def plans(stages: Iterable[StagePlan]) -> None:
    """Print what would be done and why."""
    rows = []
    for plan in stages:
        if plan.idle:
            amount = messages.text("run.explain.nothing")
        elif plan.todo is None:
            amount = messages.text("run.explain.unknown")
        elif plan.total == 1:
            amount = messages.text("run.explain.whole")
        else:
            amount = messages.text("run.explain.items", todo=plan.todo, total=plan.total)
        rows.append((messages.text(f"run.stage.{plan.stage}"), amount, messages.text(f"run.reason.{plan.reason}")))
    table(messages.section("cli.explain"), rows)


def table(heads: dict[str, str], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows under heads, in columns wide enough for both; foreign text made printable."""
    lines = [tuple(heads.values()), *(tuple(messages.printable(cell) for cell in row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
