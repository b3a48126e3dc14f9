"""An outcome as JSON, and as one file a model under benchmarks/results/models, from which the docs' tables are made.

Keys are sorted and figures rounded, so that the same measurement gives the same bytes; what depends on the machine stands under ``speed``
alone. A file keeps the tasks that were measured before with the same model; another model of that name starts it anew.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from rodedraad.errors import EnvironmentFault
from rodedraad.evaluate.models import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rodedraad.evaluate.record import Figure, Sampling, Score
    from rodedraad.evaluate.run import Measured

DECIMALS = 4
LIBRARIES = tuple(
    "model2vec numpy onnxruntime openvino scikit-learn scipy sentence-transformers spacy tokenizers torch transformers".split()  # noqa: SIM905
)
_UNFIT = re.compile(r"[^\w.@+-]+")
_TIMED = "speed"
_ACCURATE = "tasks"


@dataclass(frozen=True, slots=True)
class Given:
    """What the command was given, to print it again."""

    tasks: Sequence[str]
    split: str
    data: Path
    settings: Sequence[str]
    config: str | None
    seed: int
    resamples: int
    sample: int
    english: str | None
    reference: str | None

    def command(self, model: str) -> str:
        """Return the command line for one model; an absolute path is the user's own business and becomes a word."""
        given: list[tuple[str, object]] = [("--model", model), ("--task", ",".join(self.tasks)), ("--split", self.split)]
        given += [("--data", _portable(str(self.data), "DATA")), ("--config", self.config and _portable(self.config, "CONFIG"))]
        given += [("--set", setting) for setting in self.settings]
        given += [("--english", self.english and label(self.english)), ("--reference", self.reference and label(self.reference))]
        given += [("--sample", self.sample), ("--seed", self.seed), ("--resamples", self.resamples)]
        words = [part for name, value in given if value not in (None, "") for part in (name, str(value))]
        return shlex.join(["rodedraad", "evaluate", *words])


def document(measured: Measured, sampling: Sampling, command: str) -> dict[str, Any]:
    """Return everything that was measured of one model, as plain values for JSON."""
    made = {**asdict(sampling), "command": command, "versions": versions()}
    blocks: dict[str, dict[str, Any]] = {_ACCURATE: {}, _TIMED: {}}
    for task, scores in measured.scores.items():
        for score in scores:
            block = blocks[_TIMED if score.timed else _ACCURATE].setdefault(task, {"made_with": made, "data": {}})
            block["data"][score.data] = _score(score)
    return {"model": {"name": measured.name, "id": measured.model_id, "settings": measured.settings}, **blocks}


def write(new: dict[str, Any], folder: Path) -> Path:
    """Write (or add to) the file of a model's `document` in ``folder`` and return its path.

    Raises:
        EnvironmentFault: the folder cannot be written.
    """
    path = folder / f"{_UNFIT.sub('--', new['model']['name'])}.json"
    old = read(path)
    if old.get("model") == new["model"]:
        new = {**new, **{block: {**old.get(block, {}), **new[block]} for block in (_ACCURATE, _TIMED)}}
    write_json(new, path)
    return path


def write_json(content: object, path: Path) -> None:
    """Write ``content`` with sorted keys.

    Raises:
        EnvironmentFault: no rights, disk full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(content), encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault("evaluate_not_written", str(path), reason=error.strerror or type(error).__name__) from None


def text(content: object) -> str:
    """Return ``content`` as JSON with sorted keys and a line end."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(path: Path) -> dict[str, Any]:
    """Return a results file; nothing for one that is broken, which is then made anew."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def versions() -> dict[str, str]:
    """Return the installed versions of the libraries that shape figures."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _portable(path: str, word: str) -> str:
    return word if PurePath(path).is_absolute() else path


def _score(score: Score) -> dict[str, Any]:
    return {
        "n": score.n,
        "figures": {figure.name: _figure(figure) for figure in score.figures},
        "files": dict(score.files),
        "notes": dict(score.notes),
    }


def _figure(figure: Figure) -> dict[str, float | None]:
    values = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {name: None if value is None else round(value, DECIMALS) for name, value in values.items()}
