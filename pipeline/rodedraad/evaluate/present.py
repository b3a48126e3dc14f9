"""Scores as tables for the screen: one a task, a row for each data set and model, published figures of others below.

In: an outcome. Out: plain strings in the user's language, with a decimal comma in Dutch; the command draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.evaluate.published import published
from rodedraad.evaluate.save import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rodedraad.evaluate.record import Figure, Score
    from rodedraad.evaluate.run import Measured

ABSENT = "–"
_PERCENT = ("upos", "lemma", "uas", "las", "token", "sentence")
_DECIMALS = dict.fromkeys(_PERCENT, 1) | {
    "per_second": 0,
    "words": 1,
    "megabytes": 1,
    "peak_megabytes": 0,
    "load_seconds": 1,
    "ratio": 2,
    "words_per_second": 0,
}
_COMMA_LANGUAGES = ("nl",)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its title, heads and rows; the last ``n_published`` rows were measured by others."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_published: int
    n_names: int = 2  # columns that hold words


def tables(models: Sequence[Measured]) -> list[Table]:
    """Return a table for each task and kind of figure that was measured, in the order asked."""
    tasks = dict.fromkeys(task for model in models for task in model.scores)
    return [table for task in tasks for table in _of_task(task, [(m.name, s) for m in models for s in m.scores.get(task, [])])]


def number(value: float | None, figure: str) -> str:
    """Return a figure as it is shown: three decimals for shares and correlations, from what the files hold."""
    if value is None:
        return ABSENT
    shown = f"{round(value, DECIMALS):,.{_DECIMALS.get(figure, 3)}f}"
    return shown.translate(str.maketrans(",.", ".,")) if messages.language() in _COMMA_LANGUAGES else shown


def notes(models: Sequence[Measured]) -> list[str]:
    """Return what a reader must know about the figures, each once."""
    found = (messages.text(f"evaluate.note.{key}", value=value, model=model) for model, key, value in _all_notes(models))
    return list(dict.fromkeys(found))


def _of_task(task: str, scores: list[tuple[str, Score]]) -> Iterator[Table]:
    """Data sets with other figures (rates, sizes) make another table."""
    kinds = dict.fromkeys(tuple(figure.name for figure in score.figures) for _, score in scores)
    columns = messages.section("evaluate.column")
    for names in kinds:
        same = [(model, score) for model, score in scores if tuple(f.name for f in score.figures) == names]
        data = dict.fromkeys(score.data for _, score in same)
        rows = [(d, model, str(score.n), *map(_cell, score.figures)) for d in data for model, score in same if score.data == d]
        others = list(_published(names, list(data)))
        heads = (columns["data"], columns["model"], columns["n"], *(messages.text(f"evaluate.figure.{name}") for name in names))
        yield Table(messages.text(f"evaluate.task.{task}"), heads, (*rows, *others), len(others))


def _cell(figure: Figure) -> str:
    shown = number(figure.value, figure.name)
    if figure.low is None or figure.high is None:
        return shown
    return f"{shown} [{number(figure.low, figure.name)}–{number(figure.high, figure.name)}]"


def _published(names: tuple[str, ...], data: list[str]) -> Iterator[tuple[str, ...]]:
    mark = messages.text("evaluate.published")
    found = [p for p in published() if p.data in data and p.figure in names]
    for d, model in dict.fromkeys((p.data, p.model) for p in sorted(found, key=lambda p: data.index(p.data))):
        values = {p.figure: p.value for p in found if (p.data, p.model) == (d, model)}
        yield (d, f"{model.rpartition('/')[2]} ({mark})", ABSENT, *(number(values.get(name), name) for name in names))


def _all_notes(models: Sequence[Measured]) -> Iterator[tuple[str, str, str]]:
    for model in models:
        for scores in model.scores.values():
            for score in scores:
                yield from ((model.name, key, value) for key, value in score.notes.items())
