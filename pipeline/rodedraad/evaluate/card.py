"""The figures of a model card, made from what was measured, never typed.

In: a results document (save.py). Out: the part of ``card.md`` between two marks: every figure, its interval, and
the command that prints it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rodedraad.errors import EnvironmentFault, UsageError
from rodedraad.evaluate.markdown import cell, table

if TYPE_CHECKING:
    from pathlib import Path

CARD = "card.md"
FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


def figures(document: dict[str, Any]) -> str:
    """Return the figures of one model: every data set and figure a row, the commands that print them below."""
    rows: list[list[str]] = []
    commands: dict[str, None] = {}
    for block in ("tasks", "speed"):
        for task, result in sorted(document[block].items()):
            made = result["made_with"]
            versions = ", ".join(f"{name} {number}" for name, number in sorted(made["versions"].items()))
            commands[f"`{made['command']}` (seed {made['seed']}, {made['resamples']} resamples; {versions})"] = None
            for data, score in sorted(result["data"].items()):
                rows += [[data, figure, str(score["n"]), cell(document, (task, data, figure))] for figure in sorted(score["figures"])]
    lines = [table(["data", "figure", "n", "value [95 % interval]"], rows), "", "Printed by:", ""]
    return "\n".join([*lines, *(f"- {command}" for command in commands), ""])


def write(folder: Path | None, name: str, document: dict[str, Any]) -> None:
    """Put the figures between the marks ``<!-- figures -->`` and ``<!-- /figures -->`` of the card in a model's folder.

    Raises:
        UsageError: there is no card, or it has no such marks.
        EnvironmentFault: the card cannot be written.
    """
    path = None if folder is None else folder / CARD
    before = path.read_text(encoding="utf-8") if path is not None and path.is_file() else ""
    if path is None or not FIGURES.search(before):
        raise UsageError("evaluate_no_card", name)
    try:
        path.write_text(FIGURES.sub(lambda found: found[1] + figures(document) + found[2], before), encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault("evaluate_not_written", str(path), reason=error.strerror or type(error).__name__) from None
