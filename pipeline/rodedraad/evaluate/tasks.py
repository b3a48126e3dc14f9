"""The registry of tasks. A new one is a line here and a module: nothing else knows tasks by name.

In: the names a user gives. Out: tasks, whose function is 'module:name' of ``(candidate, bench) -> list[Score]``.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from rodedraad import messages
from rodedraad.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from rodedraad.evaluate.record import Bench, Score

Kind = Literal["embedding", "syntax", "lens"]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to measure."""

    name: str
    kind: Kind
    function: str
    libraries: tuple[str, ...] = ("scipy.stats",)  # imported first, for a limit on threads reaches only what is loaded

    def load(self) -> Callable[[Any, Bench], list[Score]]:
        """Import what it computes with, and return the function."""
        for library in self.libraries:
            import_module(library)
        module, _, name = self.function.partition(":")
        function: Callable[[Any, Bench], list[Score]] = getattr(import_module(module), name)
        return function


TASKS = {
    task.name: task
    for task in (
        Task("sts", "embedding", "rodedraad.evaluate.similarity:sts"),
        Task("sick", "embedding", "rodedraad.evaluate.similarity:sick"),
        Task("esco", "embedding", "rodedraad.evaluate.esco:run", ("scipy.stats", "sklearn.cluster")),
        Task("bitext", "embedding", "rodedraad.evaluate.bitext:run"),
        Task("speed", "embedding", "rodedraad.evaluate.speed:run"),
        Task("ud", "syntax", "rodedraad.evaluate.ud:run"),
        Task("gold", "lens", "rodedraad.evaluate.gold:run", ("scipy.stats", "sklearn.linear_model")),
        Task("actors", "syntax", "rodedraad.evaluate.actors:run"),
    )
}


def choose(names: Iterable[str]) -> list[Task]:
    """Return the tasks with these names, each may be a comma-separated list; all of them for no name.

    Raises:
        UsageError: there is no such task.
    """
    wanted = [part.strip() for name in names for part in name.split(",") if part.strip()]
    for name in wanted:
        if name not in TASKS:
            near = difflib.get_close_matches(name, TASKS, 1)
            hint = messages.text("config.did_you_mean", name=near[0]) if near else ""
            raise UsageError("evaluate_task", name, hint=hint, known=", ".join(TASKS))
    return [TASKS[name] for name in dict.fromkeys(wanted)] or list(TASKS.values())
