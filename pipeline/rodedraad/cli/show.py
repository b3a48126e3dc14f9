"""What commands print: plain lines on standard output, faults on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rodedraad import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rodedraad.errors import RodeDraadError
    from rodedraad.pipeline import RunResult
    from rodedraad.run.plan import StagePlan

_ROWS_SHOWN = 3
_REGISTERS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")


def result(outcome: RunResult) -> None:
    """Print what a run came to: set-aside files first, then the counts and where the report is."""
    faults(outcome.faults)
    print(messages.text("cli.run.counts", **outcome.counts))
    if not outcome.counts["archetypes"]:
        print(messages.text("cli.run.no_archetypes"))
    if "joined" in outcome.counts:
        print(messages.text("cli.run.recognised", **outcome.counts))
    print(messages.text("cli.run.report_at", path=outcome.report.resolve()))
    if outcome.single:
        print(messages.text("cli.report.single_at", path=outcome.single.resolve()))


def faults(found: Sequence[RodeDraadError]) -> None:
    """Print one line a file: name, cause, remedy."""
    for line in fault_lines(found):
        print(f"  {line}", file=sys.stderr, flush=True)
    if found:
        print(messages.text("cli.set_aside", n=len({_register(f.where) or f.where for f in found})), file=sys.stderr, flush=True)


def fault_lines(found: Sequence[RodeDraadError]) -> Iterator[str]:
    """Yield one line a file; many rows of one register with the same reason share a line."""
    groups: dict[tuple[str, str], list[RodeDraadError]] = {}
    for fault in found:
        groups.setdefault((_register(fault.where) or fault.where, fault.reason), []).append(fault)
    for (where, reason), same in groups.items():
        if len(same) <= _ROWS_SHOWN:
            yield from map(str, same)
            continue
        rows = sorted((fault.where.removeprefix(where) for fault in same), key=lambda row: (len(row), row))
        shown = messages.text("cli.rows", where=where, n=len(same), rows=", ".join(rows[:_ROWS_SHOWN]))
        yield str(type(same[0]).from_reason(reason, shown))


def _register(where: str) -> str:
    """Return the register that a row (``map/register.csv#12``) is in; empty for anything else, such as a file with # in its name."""
    file, _, row = where.rpartition("#")
    return file if row and file.lower().endswith(_REGISTERS) else ""


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
