"""One training from configuration to finished model.

In: a training configuration and the folder with its data. Out: a model folder with ``card.md`` and ``training.json``. Everything that must
survive a kill lies in a work folder named after the settings and the hashes of the data, so the same command goes on where it stopped and
another recipe never meets its checkpoints.
"""

from __future__ import annotations

import contextlib
import random
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

import numpy as np

from rodedraad import messages, registry, resources
from rodedraad.errors import ConfigError, EnvironmentFault, InternalError
from rodedraad.registry import contents
from rodedraad.registry.entries import own_file, shipped_file
from rodedraad.run.folder import disk_faults, write_json, write_text
from rodedraad.train import card, corpora, leaks, record
from rodedraad.train import settings as training_settings
from rodedraad.train.settings import TASKS
from rodedraad.train.steplog import StepLog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rodedraad.train.corpora import Corpora
    from rodedraad.train.leaks import Leaks
    from rodedraad.train.settings import Task, Training

RECORD = record.FILE
CARD = "card.md"
ANEW = "anew"  # a work folder with this file redoes a model that is there: without it, going on after a stop would find that one and end
_KEY_DIGITS = 12
_NO_MEMORY = ("out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory")
_NO_SPACE = ("no space left", "disk quota", "pytorchstreamwriter failed writing")


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a trainer works."""

    folder: Path  # for checkpoints and prepared data: what lies here when the training starts again is its own
    model: Path  # empty; to be filled with the finished model
    log: StepLog
    leaks: Leaks


class Trainer(Protocol):
    """What a task's trainer is. It asks the workshop's folder how far it was, and ends with the model in ``workshop.model``."""

    def __call__(self, config: Training, data: Corpora, workshop: Workshop, /) -> None:
        """Train. The seed is set and the threads are limited; deterministic algorithms are the trainer's own care."""
        ...


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is settled before anything is written."""

    config: Training
    task: Task
    data: Corpora
    guarded: tuple[str, ...]
    hashes: dict[str, str]
    key: str
    command: str
    file: str


def train(
    config_path: Path | str,
    *,
    data: Path | None = None,
    out: Path | None = None,
    work: Path | None = None,
    settings: list[str] | None = None,
    fresh: bool = False,
    tasks: Mapping[str, Task] = TASKS,
    stream: TextIO | None = None,
) -> Path:
    """Train what a configuration describes, or go on with it, and return the folder of the model.

    Args:
        config_path: a TOML file, or the name of one in ``configs/train``.
        data: the folder with training files, instead of the configuration's.
        out: the folder for the model; by default ``models/<id>`` of the checkout, or in the folder of the user's own models.
        work: the folder for checkpoints; by default ``runs/train/<id>-<hash>``.
        settings: ``key=value`` settings, applied last.
        fresh: forget checkpoints and an equal finished model.
        tasks: what can be trained.
        stream: where progress is shown; by default standard error.

    Raises:
        ConfigError: the configuration, the manifest or a training file does not fit.
        MissingError: a training file is not there.
        EnvironmentFault: too little memory or disk, no rights, a folder in use or not ours.
    """
    plan = _plan(config_path, data, settings or [], tasks)
    target = out or _default_out(plan.config.id)
    if _has_registry(target):
        registry.check_free(plan.config.id, target)
    _mend(target)
    if target.exists() and not (target / RECORD).is_file() and (not target.is_dir() or any(target.iterdir())):
        raise EnvironmentFault("train_out_foreign", str(target))
    place = work or Path("runs") / "train" / f"{plan.config.id}-{plan.key[:_KEY_DIGITS]}"
    with _locked(place), _faults(place):
        if fresh:
            shutil.rmtree(place, ignore_errors=True)
        elif not (place / ANEW).exists() and record.holds(target, plan.config, plan.key):
            print(messages.text("train.same", path=target), file=stream or sys.stderr, flush=True)
            _enter(plan, target)
            return target
        place.mkdir(parents=True, exist_ok=True)
        if fresh:
            (place / ANEW).touch()
        with StepLog(place / "steps.jsonl", stream, seed=plan.config.seed) as log:
            _announce(plan, log, place)
            model = _make(plan, place, log)
        _swap(model, target)
        _enter(plan, target)
        (place / ANEW).unlink(missing_ok=True)
    return target


def _plan(config_path: Path | str, folder: Path | None, extra: list[str], tasks: Mapping[str, Task]) -> _Plan:
    config = training_settings.load(config_path, extra, tasks)
    data = corpora.load(training_settings.resolve(config.manifest), folder or training_settings.resolve(config.data))
    learned = config.sources()
    _refuse(config, data)
    guarded = tuple(i for i in data.ids("dev", "test") if i not in learned) if config.guard is None else config.guard
    hashes = data.check(dict.fromkeys((*learned, *config.dev_sources(), *guarded)))
    key = record.key(config, {**hashes, **config.model_hashes()}, guarded)
    return _Plan(config, tasks[config.task], data, guarded, hashes, key, _command(config_path, extra), _shown(config_path))


def _refuse(config: Training, data: Corpora) -> None:
    """Raise ConfigError for sources whose licence or purpose forbids it."""
    learned = config.sources()
    tests = [i for i in (*learned, *config.dev_sources()) if data.source(i).use == "test"]
    if tests:
        raise ConfigError("train_on_test", names=", ".join(tests))
    restricted = [i for i in learned if data.source(i).restricted]
    if restricted and not config.allow_restricted:
        raise ConfigError("train_restricted", names=", ".join(restricted))


def _announce(plan: _Plan, log: StepLog, place: Path) -> None:
    if log.pieces > 1:
        log.say(messages.text("train.resume", cpu=round(log.spent()[0] / 60), folder=place))
    n = len(plan.config.sources())
    log.say(messages.text("train.start", id=plan.config.id, n=n, tests=len(plan.guarded)))


def _make(plan: _Plan, place: Path, log: StepLog) -> Path:
    """Run the trainer and put the card and the record beside its model; return the folder."""
    state, model = place / "state", place / "model"
    state.mkdir(exist_ok=True)
    shutil.rmtree(model, ignore_errors=True)
    model.mkdir()
    check = leaks.of(plan.data, plan.guarded, ledger=place / "leaks.json")
    function = plan.task.trainer_function()
    with _threads(plan.config.threads, torch=plan.task.torch):
        _seed(plan.config.seed, torch=plan.task.torch)
        function(plan.config, plan.data, Workshop(state, model, log, check))
    if not any(model.iterdir()):
        raise InternalError("train_nothing_made", plan.config.id)
    made = record.Made(plan.config, plan.key, plan.hashes, check.report(), log.facts, *log.spent(), log.pieces)
    values = record.values(made, model)
    write_json(model / RECORD, values)
    write_text(model / CARD, card.text(plan.config, plan.task, plan.data, values, plan.command))
    return model


def _seed(seed: int, *, torch: bool) -> None:
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - libraries of others (spaCy's shuffling, for one) draw from the global generator
    if torch:
        import torch as library

        library.manual_seed(seed)


@contextlib.contextmanager
def _threads(count: int, *, torch: bool) -> Iterator[None]:
    """Limit the threads of BLAS, OpenMP and torch; 0 leaves them as they are."""
    if not count:
        yield
        return
    from threadpoolctl import threadpool_limits

    with threadpool_limits(count):
        if torch:
            import torch as library

            library.set_num_threads(count)
        yield


@contextlib.contextmanager
def _locked(place: Path) -> Iterator[None]:
    """Keep the work folder to one training; the lock lies beside it, since the folder itself may be thrown away."""
    from filelock import FileLock, Timeout

    with disk_faults(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place.with_name(place.name + ".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise EnvironmentFault("train_in_use", str(place)) from None
        try:
            yield
        finally:
            lock.release()


@contextlib.contextmanager
def _faults(place: Path) -> Iterator[None]:
    """Turn too little memory or disk, in whichever library's words, into one clear error."""
    try:
        with disk_faults(place):
            yield
    except (MemoryError, RuntimeError, OSError) as error:
        told = str(error).lower()
        if isinstance(error, MemoryError) or any(words in told for words in _NO_MEMORY):
            raise EnvironmentFault("train_memory", str(place)) from None
        if any(words in told for words in _NO_SPACE):
            raise EnvironmentFault("disk_full", str(place)) from None
        raise
    except Exception as error:  # safetensors and others have errors of their own for a full disk
        if any(words in str(error).lower() for words in _NO_SPACE) and not isinstance(error, EnvironmentFault):
            raise EnvironmentFault("disk_full", str(place)) from None
        raise


def _swap(model: Path, target: Path) -> None:
    """Put the model in its place in one rename; an earlier model stays until the new one is whole."""
    aside, old = _beside(target, "new"), _beside(target, "old")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(model, aside)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    aside.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _enter(plan: _Plan, target: Path) -> None:
    """Put the model's hashes into the registry that it lies beside; elsewhere a model is used by its folder."""
    if not _has_registry(target):
        return
    config, embeds = plan.config, plan.task.role == "embedding"
    registry.register(
        target,
        id=config.id,
        role=plan.task.role,
        kind=contents.kind(target) if embeds else plan.task.library,
        dimension=contents.dimension(target) if embeds else 0,
        licence=config.licence,
        trained_from=plan.file,
        status=config.status,
        made=record.day(target),
    )


def _has_registry(target: Path) -> bool:
    return target.parent.resolve() in {file.parent.resolve() for file in (shipped_file(), own_file())}


def _mend(target: Path) -> None:
    """Put back the earlier model if a kill came between the two renames of ``_swap``."""
    old = _beside(target, "old")
    if old.is_dir() and not target.exists():
        old.rename(target)


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _default_out(model_id: str) -> Path:
    checkout = (resources.root() / "pyproject.toml").is_file()
    return (resources.models() if checkout else own_file().parent) / model_id


def _shown(config_path: Path | str) -> str:
    """Return a configuration's file without any folder of this machine."""
    file = training_settings.find(config_path).resolve()
    root = resources.root()
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name


def _command(config_path: Path | str, extra: list[str]) -> str:
    """Return the command that makes this model."""
    return " ".join(["rodedraad train", shlex.quote(_shown(config_path)), *(f"--set {shlex.quote(setting)}" for setting in extra)])
