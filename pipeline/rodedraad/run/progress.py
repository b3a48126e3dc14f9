"""Progress: a moving bar on a terminal, one plain line a stage anywhere else. Both say the same, from the catalogue."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol, TextIO

from rodedraad import messages

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from rodedraad.run.plan import StagePlan


class Progress(Protocol):
    """Told what happens."""

    def begin(self, plan: StagePlan) -> None:
        """A stage starts."""

    def advance(self) -> None:
        """One item of the current stage is done."""

    def end(self, plan: StagePlan, seconds: float) -> None:
        """The stage is done."""


class Silent:
    """Says nothing: for Python users and tests."""

    def begin(self, plan: StagePlan) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""

    def end(self, plan: StagePlan, seconds: float) -> None:
        """Say nothing."""

    def stop(self) -> None:
        """Have nothing to take away."""


class Lines(Silent):
    """One plain line for every finished stage."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr

    def end(self, plan: StagePlan, seconds: float) -> None:
        """Print the stage, how much was done and how long it took."""
        print(summary(plan, seconds), file=self._stream, flush=True)


class Bars(Lines):
    """A rich progress bar while a stage runs, then the same line."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def begin(self, plan: StagePlan) -> None:
        """Show a bar for a stage with work to do."""
        if plan.idle:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        many = plan.todo if plan.todo and plan.todo > 1 else None
        self._task = self._bar.add_task(messages.text(f"run.stage.{plan.stage}"), total=many)

    def advance(self) -> None:
        """Move the bar."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)

    def end(self, plan: StagePlan, seconds: float) -> None:
        """Take the bar away and print the line."""
        self.stop()
        super().end(plan, seconds)

    def stop(self) -> None:
        """Take the bar away, also after an error."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def summary(plan: StagePlan, seconds: float) -> str:
    """Return the line for a finished stage."""
    name = messages.text(f"run.stage.{plan.stage}")
    if plan.idle:
        return messages.text("run.line_idle", stage=name)
    amount = messages.text("run.amount", todo=plan.todo, total=plan.total) if plan.total and plan.total > 1 else ""
    return messages.text("run.line_done", stage=name, amount=amount, seconds=f"{seconds:.1f}".replace(".", ","))


def for_terminal() -> Lines:
    """Return bars on a terminal, plain lines elsewhere."""
    return Bars() if sys.stderr.isatty() else Lines()
