"""The evaluation itself: models × tasks → scores, with what could not be measured beside it.

One thing asked for that fails is an error; of several, the rest goes on and the failures are told at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rodedraad import messages, resources
from rodedraad.errors import ExitCode, RodeDraadError, UsageError
from rodedraad.evaluate.baselines import BASELINES
from rodedraad.evaluate.gold import CORPUS
from rodedraad.evaluate.judges import is_judge, open_judge
from rodedraad.evaluate.models import find, label, spacy_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rodedraad.evaluate.candidate import Candidate, Parser
    from rodedraad.evaluate.judges import Judge
    from rodedraad.evaluate.record import Bench, Score
    from rodedraad.evaluate.tasks import Kind, Task


@dataclass(slots=True)
class Measured:
    """One model and its scores, task by task in the order asked."""

    name: str
    model_id: str
    folder: Path | None
    settings: dict[str, Any]  # those that differ from the default
    scores: dict[str, list[Score]] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """Everything one command measured."""

    models: list[Measured]
    faults: list[RodeDraadError]

    @property
    def exit_code(self) -> ExitCode:
        """3 when something asked for could not be measured."""
        return ExitCode.SET_ASIDE if self.faults else ExitCode.GOOD


def evaluate(names: Sequence[str], tasks: Sequence[Task], bench: Bench) -> Outcome:
    """Return the scores of every model on every task of its kind, all on one thread, so that they do not depend on the machine's load.

    Raises:
        MissingError: a model is not on this machine; or nothing at all could be measured for want of a file.
        UsageError: no task fits the models; or nothing could be measured because a file is broken.
        ConfigError: nothing could be measured because no model can be used.
    """
    todo = [(name, kind_of(name)) for name in dict.fromkeys(names)]
    fitting = {name: [task for task in tasks if task.kind == kind] for name, kind in todo}
    for name, kind in todo:
        if not fitting[name]:
            asked = ", ".join(task.name for task in tasks)
            raise UsageError("evaluate_kind", label(name), kind=messages.text(f"evaluate.kind.{kind}"), tasks=asked)
        if name not in BASELINES and kind == "embedding":
            find(name)  # say so before any work that a model is not there
    outcome = Outcome([], [])
    for name, kind in todo:
        _measure(name, kind, fitting[name], bench, outcome)
    if not any(model.scores for model in outcome.models):
        raise outcome.faults[0]
    return outcome


def kind_of(name: str) -> Kind:
    """Return what kind of model a name means; whether it exists is seen when it is opened."""
    if is_judge(name):
        return "lens"
    return "syntax" if name not in BASELINES and spacy_folder(name) else "embedding"


def _measure(name: str, kind: Kind, tasks: Sequence[Task], bench: Bench, outcome: Outcome) -> None:
    try:
        candidate = _open(name, kind, bench)
    except RodeDraadError as error:
        _note(outcome, error)
        return
    measured = Measured(candidate.name, candidate.model_id, candidate.folder, bench.models.changed())
    outcome.models.append(measured)
    from threadpoolctl import threadpool_limits

    for task in tasks:
        bench.say(messages.text("evaluate.busy", model=candidate.name, task=messages.text(f"evaluate.task.{task.name}")))
        try:
            function = task.load()
            with threadpool_limits(1):
                measured.scores[task.name] = function(candidate, bench)
        except RodeDraadError as error:
            _note(outcome, error)


def _open(name: str, kind: Kind, bench: Bench) -> Candidate | Parser | Judge:
    if kind == "lens":
        return open_judge(name, bench.models, resources.corpora() / CORPUS)
    return bench.models.open(name) if kind == "embedding" else bench.models.open_syntax(name)


def _note(outcome: Outcome, error: RodeDraadError) -> None:
    """Keep a failure once: a missing file fails every model in the same words."""
    if str(error) not in map(str, outcome.faults):
        outcome.faults.append(error)
