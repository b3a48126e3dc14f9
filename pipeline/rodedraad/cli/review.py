"""`rodedraad review`: decisions of reviewers brought into a run, how they stand, how far reviewers agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rodedraad import messages

if TYPE_CHECKING:
    from rodedraad.review.agreement import Difference, Figures
    from rodedraad.review.importing import Imported

NAME = "review"
_SHOWN = 40  # lines of a list; the rest is counted
_Run = Annotated[Path, typer.Argument(metavar="RUN", help=messages.text("cli.run_folder_help"))]


def group() -> typer.Typer:
    """Return the group of sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("import", help=messages.text("review.cli.import"))(bring_in)
    app.command("status", help=messages.text("review.cli.status"))(status)
    app.command("agreement", help=messages.text("review.cli.agreement"))(agreement)
    return app


def bring_in(run: _Run, files: Annotated[list[Path], typer.Argument(metavar="FILES…", help=messages.text("review.cli.files"))]) -> int:
    """Put decision files with a run: what is new, what was there already, what fits no longer."""
    from rodedraad.cli import show
    from rodedraad.errors import ExitCode
    from rodedraad.review import importing

    done = importing.bring_in(run, files)
    for one in done:
        _imported(one)
    faults = [fault for one in done for fault in one.faults]
    show.faults(faults)
    if any(one.new for one in done):
        print(messages.text("review.cli.run_again", run=run))
    return int(ExitCode.SET_ASIDE if faults else ExitCode.GOOD)


def status(run: _Run) -> int:
    """Print for each reviewer how many decisions there are and how they stand, and what fits no longer."""
    from rodedraad import site
    from rodedraad.cli import show
    from rodedraad.review import status as looked

    told = looked.look(run, site.machine_names(run))
    rows = [(one.reviewer, *map(str, (one.said, one.valid, one.conflict, one.lost))) for one in told.reviewers]
    show.table(messages.section("review.cli.status_columns"), rows)
    reasons = messages.section("review.reason")
    _list(messages.text("review.cli.stale", n=len(told.stale)), [f"{one.id}: {reasons[one.reason]}" for one in told.stale])
    if told.waiting:
        print(messages.text("review.cli.waiting", n=told.waiting, run=run))
    show.faults(told.faults)
    return 0


def agreement(run: _Run) -> int:
    """Print Krippendorff's alpha and Cohen's kappa for each item, and every question that was answered otherwise."""
    from rodedraad.cli import show
    from rodedraad.review import status as looked

    told = looked.compare(run)
    blind = {one.subject: one for one in told.blind}
    rows = [(_subject(one), *_numbers(one), *_numbers(blind.get(one.subject))) for one in told.figures]
    show.table(messages.section("review.cli.agreement_columns"), rows)
    if not told.figures:
        print(messages.text("review.cli.nobody"))
    _list(messages.text("review.cli.differences", n=len(told.differences)), [_difference(one) for one in told.differences])
    show.faults(told.faults)
    return 0


def _imported(one: Imported) -> None:
    fit = {name: one.fit[name] for name in ("fits", "found_again", "lost")}
    who = ", ".join(one.reviewers) or "–"
    print(messages.text("review.cli.imported", file=messages.printable(one.file), who=who, new=one.new, known=one.known, **fit))
    if one.other_report:
        print("  " + messages.text("review.cli.other_report", n=one.other_report))
    if one.more:
        print("  " + messages.text("review.cli.more_faults", n=one.more))
    reasons = messages.section("review.reason")
    _list("", [f"{name}: {reasons[reason]}" for name, reason in one.lost])


def _list(head: str, lines: list[str]) -> None:
    if not lines:
        return
    if head:
        print(head)
    print("\n".join(f"  {line}" for line in lines[:_SHOWN]))
    if len(lines) > _SHOWN:
        print("  " + messages.text("review.cli.more", n=len(lines) - _SHOWN))


def _subject(one: Figures) -> str:
    kind, lens, item = one.subject
    name = messages.text(f"review.subject.{kind}")
    return f"{name} {lens}/{item}" if lens else name


def _numbers(one: Figures | None) -> tuple[str, str, str, str]:
    if one is None:
        return ("–",) * 4
    return str(one.n), str(one.same), _number(one.alpha), _number(one.kappa)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace(".", ",")


def _difference(one: Difference) -> str:
    kind, subject, lens, item, _ = one.question
    about = f"{messages.text(f'review.kind.{kind}')} {subject}" + (f" {lens}/{item}" if lens else "")
    said = "; ".join(f"{name}: {messages.printable(text)[:80]}" for name, text in sorted(one.answers.items()))
    return f"{about}: {said}"
