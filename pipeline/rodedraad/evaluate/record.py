"""The records of an evaluation: a figure with its interval, the scores of one data set, and what every task is given.

They hold numbers and hashes only, no sentence of a data set.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rodedraad.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from rodedraad.evaluate.models import Library

Split = Literal["dev", "test"]
SPLITS: dict[str, tuple[Split, ...]] = {"dev": ("dev",), "test": ("test",), "all": ("dev", "test")}


def split_name(given: str | None, *, kept: bool) -> str:
    """Return which part to measure: what was given; else ``all`` for figures that are kept, and ``dev`` for a look.

    So nobody sees a test figure by accident while tuning, and what is kept is never half.

    Raises:
        UsageError: there is no such part, or figures are to be kept of one part alone.
    """
    name = given or ("all" if kept else "dev")
    if name not in SPLITS:
        raise UsageError("evaluate_split", name, known=", ".join(SPLITS))
    if kept and name != "all":
        raise UsageError("evaluate_split_kept", name)
    return name


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. None: it is not defined on these data (a model that gives every pair the same cosine)."""

    name: str  # key of ``evaluate.figure`` in the catalogue
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one model on one data set."""

    data: str  # such as ``stsb-nl/dev``
    n: int  # pairs, texts, sentences or rounds: what was drawn anew for the intervals
    figures: tuple[Figure, ...]
    files: Mapping[str, str] = field(default_factory=dict)  # path in the data folder → SHA-256
    notes: Mapping[str, str] = field(default_factory=dict)  # key of ``evaluate.note`` → its value
    timed: bool = False  # the figures depend on the machine


@dataclass(frozen=True, slots=True)
class Sampling:
    """How intervals are drawn."""

    seed: int = 13
    resamples: int = 1000
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Bench:
    """What a task may use besides the model."""

    data: Path  # the folder with the data sets
    splits: tuple[Split, ...]
    models: Library  # to open the models that another is compared with
    sampling: Sampling = Sampling()
    sample: int = 1200  # ESCO descriptions; 0 = all
    english: str | None = None  # the model for the English side of bitext
    reference: str | None = None  # the model that speed is compared with
    say: Callable[[str], None] = lambda _: None
