"""What happens in a training, step by step: ``steps.jsonl`` in the work folder, and progress with the time left for whoever watches.

In: phases, steps with their figures, facts for the model card. Out: one JSON object a line, appended and flushed, so that a kill costs at
most a torn last line; a resumed training goes on in the same file, and the file is also the meter of CPU seconds over all its pieces.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Self, TextIO

from rodedraad import messages
from rodedraad.run.folder import disk_faults

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress, TaskID

_LINE_EVERY = 30.0  # seconds between two plain lines
_RECENT = 50  # steps from which the time left is estimated
_MINUTE, _HOUR = 60, 3600


class StepLog:
    """The log of one training. Use it as a context manager, or ``close`` it."""

    def __init__(self, path: Path, stream: TextIO | None = None, *, seed: int | None = None) -> None:
        self.path = path
        self._stream = stream or sys.stderr
        with disk_faults(path):
            events = _whole_events(path)
            self._file = path.open("a", encoding="utf-8", newline="\n")
        self._reached = {(str(e["phase"]), int(e["step"])) for e in events if e["event"] == "step"}
        self.facts: dict[str, Any] = {e["name"]: e["value"] for e in events if e["event"] == "fact"}
        self._earlier = _spent(events)
        self.pieces = 1 + sum(e["event"] == "start" for e in events)
        self._began, self._cpu_began = time.monotonic(), _cpu()
        self._phase, self._total, self._phase_began = "", 0, self._began
        self._recent: deque[tuple[float, int]] = deque(maxlen=_RECENT)
        self._last_line = self._began
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._write("start", piece=self.pieces, at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), seed=seed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def phase(self, name: str, total: int = 0) -> None:
        """Begin a phase of ``total`` steps (0: not known). Its name is looked up under ``train.phases``; a trainer's own stays as it is."""
        self._end_phase()
        self._phase, self._total, self._phase_began = name, total, time.monotonic()
        self._recent.clear()
        self._write("phase", phase=name, total=total)
        if self._stream.isatty():
            self._start_bar()

    def step(self, number: int, **figures: float) -> None:
        """Record that step ``number`` (from 1) of the phase is done, with its figures (loss, rate, Spearman on dev, …).

        A step that an earlier piece logged already, after a checkpoint that was lost, is written with ``again = true``.
        """
        again = {"again": True} if (self._phase, number) in self._reached else {}
        self._reached.add((self._phase, number))
        self._write("step", phase=self._phase, step=number, **again, **figures)
        self._recent.append((time.monotonic(), number))
        self._show(number, figures)

    def fact(self, name: str, value: float | str) -> None:
        """Record one figure about the whole training for the model card ("pairs after the teacher's filter": 97000)."""
        self.facts[name] = value
        self._write("fact", name=name, value=value)

    def spent(self) -> tuple[float, float]:
        """Return CPU seconds (this process and its finished children) and wall seconds, of this piece and those before it.

        A piece that was killed counts up to the last line it wrote.
        """
        return self._earlier[0] + _cpu() - self._cpu_began, self._earlier[1] + time.monotonic() - self._began

    def close(self) -> None:
        """End the last phase and close the file; a second time does nothing."""
        if self._file.closed:
            return
        self._end_phase()
        self._write("end")
        self._file.close()

    def _write(self, event: str, **values: Any) -> None:  # noqa: ANN401 - what JSON can hold
        clock = {"seconds": round(time.monotonic() - self._began, 3), "cpu": round(_cpu() - self._cpu_began, 3)}
        with disk_faults(self.path):
            self._file.write(json.dumps({"event": event, **values, **clock}, ensure_ascii=False, default=float) + "\n")
            self._file.flush()

    def _show(self, number: int, figures: dict[str, float]) -> None:
        shown = "".join(f", {messages.text('train.figure', name=k, value=_rounded(v))}" for k, v in figures.items())
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=number, description=f"{phase_name(self._phase)}{shown}")
        elif time.monotonic() - self._last_line >= _LINE_EVERY:
            self._last_line = time.monotonic()
            values = {"phase": phase_name(self._phase), "n": number, "figures": shown}
            left = self._left(number)
            self.say(
                messages.text("train.line_open", **values)
                if left is None
                else messages.text("train.line", total=self._total, left=duration(left), **values)
            )

    def _left(self, number: int) -> float | None:
        """Return the seconds left in this phase, from the pace of the last steps."""
        (first_time, first), (last_time, last) = self._recent[0], self._recent[-1]
        if not self._total or last <= first:
            return None
        return (self._total - number) * (last_time - first_time) / (last - first)

    def _start_bar(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(file=self._stream), transient=True)
        self._bar.start()
        self._task = self._bar.add_task(phase_name(self._phase), total=self._total or None)

    def _end_phase(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._task = None
        if self._phase:
            seconds = f"{time.monotonic() - self._phase_began:.1f}".replace(".", ",")
            self.say(messages.text("train.phase_done", phase=phase_name(self._phase), seconds=seconds))
            self._phase = ""

    def say(self, line: str) -> None:
        """Print a line for whoever watches."""
        print(line, file=self._stream, flush=True)


def phase_name(name: str) -> str:
    """Return what a phase is called on the screen."""
    return messages.section("train.phases").get(name, name)


def duration(seconds: float) -> str:
    """Return a length of time in words."""
    if seconds < _MINUTE:
        return messages.text("train.time.seconds", n=round(seconds))
    if seconds < _HOUR:
        return messages.text("train.time.minutes", n=round(seconds / _MINUTE))
    return messages.text("train.time.hours", n=int(seconds // _HOUR), m=round(seconds % _HOUR / _MINUTE))


def _whole_events(path: Path) -> list[dict[str, Any]]:
    """Return the events of an earlier piece and cut off a line that was torn by a kill, so that appending stays valid JSON lines."""
    if not path.is_file():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        with path.open("r+b") as file:
            file.truncate(len(whole))
    return [json.loads(line) for line in whole.decode("utf-8").splitlines()]


def _spent(events: list[dict[str, Any]]) -> tuple[float, float]:
    cpu = wall = 0.0
    for event, following in zip(events, [*events[1:], {"event": "start"}], strict=False):
        if following["event"] == "start":  # the last event of a piece
            cpu, wall = cpu + event["cpu"], wall + event["seconds"]
    return cpu, wall


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _rounded(value: float) -> str:
    return f"{value:.4g}".replace(".", ",")
