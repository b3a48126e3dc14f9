"""Engines: who carries out the work on items. A protocol and, for now, one implementation: processes on this machine.

A distributed engine needs nothing but this protocol; no stage changes for it. Results come back in any order and are sorted by key later,
so the number of workers never changes a byte.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rodedraad.errors import DocumentError, InternalError, RodeDraadError
from rodedraad.run.cache import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pydantic import BaseModel

    from rodedraad.run.stage import Context, Stage

Packed = dict[str, bytes]
_MOST_WORKERS = 4
_FEW = 3  # tasks that are done in this process
_CHUNK_PER_WORKER = 8  # submitted ahead per worker: enough to keep it busy, little enough to bound memory


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost."""

    seconds: int
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Task:
    """One item: its cache key, a name for messages and its input tables, fetched when its turn comes."""

    key: str
    label: str
    fetch: Callable[[], Packed]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: its tables, and the error that set it aside, if any. ``final`` results may be kept."""

    task: Task
    tables: Packed
    error: RodeDraadError | None = None
    final: bool = True


class Engine(Protocol):
    """Carries out a stage on many items."""

    def map(self, stage: Stage, config: BaseModel, context: Context, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Yield an outcome for every task, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """A pool of processes on this machine (PDFium and deduce are not thread-safe), with time and memory limits."""

    workers: int
    limits: Limits

    def map(self, stage: Stage, config: BaseModel, context: Context, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Yield an outcome for every task. A task that hangs, crashes or wants too much memory is set aside alone."""
        if len(tasks) <= _FEW and not stage.limited:  # starting a process would cost more than the work
            for task in tasks:
                yield _outcome(stage, task, _work(stage, config, context, task.fetch()))
            return
        from multiprocessing import get_context

        from pebble import ProcessPool

        wanted = self.workers or min(os.cpu_count() or 1, _MOST_WORKERS)
        count = max(1, min(wanted, len(tasks)))
        memory = self.limits.memory_mb if stage.limited else 0
        seconds = self.limits.seconds if stage.limited else None
        pool = ProcessPool(max_workers=count, initializer=_prepare, initargs=(memory, list(sys.path)), context=get_context("spawn"))
        with _without_ctrl_c():
            pool.schedule(_work_nothing)  # the first task starts the processes
        try:
            waiting = iter(tasks)
            running = []
            for task in waiting:
                running.append((task, pool.schedule(_work, args=(stage, config, context, task.fetch()), timeout=seconds)))
                if len(running) >= count * _CHUNK_PER_WORKER:
                    yield _collect(stage, *running.pop(0))
            for task, future in running:
                yield _collect(stage, task, future)
        except BaseException:
            pool.stop()
            pool.join()
            raise
        pool.close()
        pool.join()


@contextlib.contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Let processes that are started here ignore Ctrl-C, which a terminal sends to all: only this process answers it.

    The disposition is inherited; a mask would not do, since multiprocessing's resource tracker takes it off.
    """
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():  # only the main thread may set a handler
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _work_nothing() -> None:
    """Be a task that does nothing."""


def _prepare(memory_mb: int, path: list[str]) -> None:
    """Set up a worker: same import path, silence, a ceiling on memory, one thread for numerics."""
    sys.path[:] = path
    _silence()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    if memory_mb and sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = memory_mb * 1024 * 1024
        ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        # RLIMIT_DATA counts what is really written; RLIMIT_AS would also count address space that libraries only reserve.
        resource.setrlimit(resource.RLIMIT_DATA, (ceiling, hard))


def _silence() -> None:
    """Send what libraries shout nowhere: a crash report in Rust or C++ says nothing to an analyst and may hold text of a document."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())


def _work(stage: Stage, config: BaseModel, context: Context, packed: Packed) -> Packed | RodeDraadError:
    try:
        return pack(stage.load()(unpack(packed), config, context))
    except MemoryError:
        return DocumentError("too_much_memory")
    except RodeDraadError as error:
        return error
    except Exception as error:  # noqa: BLE001 - one bad document must not end the batch; its kind and place are reported, never its text
        return InternalError("internal_document", kind=type(error).__name__, place=where_raised(error))


def _collect(stage: Stage, task: Task, future: object) -> Outcome:
    from pebble import ProcessExpired

    try:
        result = future.result()  # type: ignore[attr-defined]
    except FutureTimeout:
        return _aside(stage, task, DocumentError("too_slow"), final=False)
    except (ProcessExpired, MemoryError):
        return _aside(stage, task, DocumentError("crashed"), final=False)
    return _outcome(stage, task, result)


def _outcome(stage: Stage, task: Task, result: Packed | RodeDraadError) -> Outcome:
    if isinstance(result, RodeDraadError):
        if result.exit_code not in (DocumentError.exit_code, InternalError.exit_code):
            raise result  # a missing program or a full disk concerns the whole run
        return _aside(stage, task, result, final=isinstance(result, DocumentError) and result.code != "too_much_memory")
    return Outcome(task, result)


def _aside(stage: Stage, task: Task, error: RodeDraadError, *, final: bool) -> Outcome:
    hook = stage.load_set_aside()
    named = type(error)(error.code, error.where or task.label, **error.values)
    tables = hook(unpack(task.fetch()), named) if hook else _empty(stage)
    return Outcome(task, pack(tables), named, final=final)


def _empty(stage: Stage) -> dict:  # type: ignore[type-arg]
    from rodedraad.schema import TABLES

    return {name: TABLES[name].empty() for name in stage.outputs}


def where_raised(error: BaseException) -> str:
    """Return 'file:line' of the innermost frame of ours that an exception passed: enough to mend it, no text from reports."""
    import traceback

    ours = str(Path(__file__).parents[1])
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(ours)]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def now() -> float:
    """Return a monotonic clock in seconds, for durations in the journal and on screen only."""
    return time.monotonic()
