"""Checkpoints of a training with thinc: weights, optimizer and figures, in one safetensors file.

In: models and their Adam. Out: a file from which both go on as if nothing had happened. thinc numbers its layers per process, so they are
named by their place instead.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_FORMAT = "1"


def save(path: Path, models: Sequence[Any], optimizer: Any, figures: dict[str, Any]) -> None:  # noqa: ANN401 - thinc objects
    """Write weights, optimizer and ``figures`` (JSON) to ``path``, in one rename."""
    from safetensors.numpy import save_file

    arrays: dict[str, NDArray[Any]] = {}
    for name, key, node in _parameters(models):
        arrays[f"weights/{name}"] = node.get_param(key[1])
        if key in optimizer.nr_update:
            arrays[f"updates/{name}"] = np.array([optimizer.nr_update[key]], dtype=np.int64)
            for part in ("mom1", "mom2", "averages"):
                held = getattr(optimizer, part)
                if held is not None and key in held:
                    arrays[f"{part}/{name}"] = held[key]
    aside = path.with_suffix(".part")
    save_file(
        {name: np.ascontiguousarray(a) for name, a in arrays.items()}, aside, metadata={"format": _FORMAT, "figures": json.dumps(figures)}
    )
    aside.replace(path)


def load(path: Path, models: Sequence[Any], optimizer: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """Put a checkpoint of ``save`` into models of the same shape and their optimizer; return its figures, None where there is none."""
    from safetensors import safe_open

    if not path.is_file():
        return None
    with safe_open(path, framework="numpy") as file:
        names = set(file.keys())
        for name, key, node in _parameters(models):
            node.set_param(key[1], file.get_tensor(f"weights/{name}"))
            if f"updates/{name}" in names:
                optimizer.nr_update[key] = int(file.get_tensor(f"updates/{name}")[0])
                for part in ("mom1", "mom2", "averages"):
                    if f"{part}/{name}" in names:
                        getattr(optimizer, part)[key] = file.get_tensor(f"{part}/{name}")
        figures: dict[str, Any] = json.loads(file.metadata()["figures"])
    return figures


def use_averages(models: Sequence[Any], optimizer: Any) -> None:  # noqa: ANN401
    """Put the weights averaged over the steps in place of the last ones."""
    for _, key, node in _parameters(models):
        if key in (optimizer.averages or {}):
            node.set_param(key[1], optimizer.averages[key])


def _parameters(models: Sequence[Any]) -> Iterator[tuple[str, tuple[int, str], Any]]:
    """Yield a stable name, the optimizer's key and the layer of every weight, each layer once."""
    seen: set[int] = set()
    for m, model in enumerate(models):
        for n, node in enumerate(model.walk()):
            if node.id in seen:
                continue
            seen.add(node.id)
            for param in node.param_names:
                if node.has_param(param):
                    yield f"{m}/{n}/{param}", (node.id, param), node
