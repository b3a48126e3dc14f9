"""What is wrong with a lens file, in Dutch, every fault at once.

In: a pydantic ValidationError of ``lens.model``. Out: one line a fault, with the item's id where it has one and a did-you-mean for a
misspelt field.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from rodedraad import messages
from rodedraad.lens.model import Head, Item, Phase, Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel, ValidationError

MAX_SHOWN = 25
_MODELS: dict[str, type[BaseModel]] = {"items": Item, "phases": Phase, "scores": Score, "lens": Head}


def fault_lines(error: ValidationError, values: Mapping[str, Any]) -> list[str]:
    """Return one line a fault; ``values`` is the file's content, to name the item that a fault is in."""
    faults = error.errors()
    lines = [_line(fault, values) for fault in faults[:MAX_SHOWN]]
    if len(faults) > MAX_SHOWN:
        lines.append(messages.text("lens.more_faults", n=len(faults) - MAX_SHOWN))
    return lines


def _line(fault: Any, values: Mapping[str, Any]) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    place = list(fault["loc"])
    key = _key(place, values)
    kind = fault["type"]
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(place[-1]), _field_names(place[:-1]), 1)
        hint = messages.text("lens.did_you_mean", name=near[0]) if near else ""
        return messages.text("lens.unknown_field", key=key, hint=hint).rstrip()
    rules = messages.section("lens.rules")
    context = {k: messages.printable(str(v)) for k, v in {**(fault.get("ctx") or {}), "given": str(fault["input"])[:80]}.items()}
    rule = rules[kind].format(**context) if kind in rules else str(fault["msg"])
    return messages.text("lens.fault", key=key, rule=rule)


def _key(place: list[Any], values: Mapping[str, Any]) -> str:
    """Return ``items[3] (p03_overdragen).short`` for ('items', 2, 'short')."""
    parts: list[str] = []
    node: Any = values
    for step in place:
        node = _step(node, step)
        if isinstance(step, int):
            name = node.get("id") if isinstance(node, dict) else None
            parts[-1] += f"[{step + 1}]" + (f" ({name})" if isinstance(name, str) else "")
        else:
            parts.append(str(step))
    return messages.printable(".".join(parts))[:160] or messages.text("lens.whole_file")


def _step(node: Any, step: str | int) -> Any:  # noqa: ANN401 - a walk through parsed TOML
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _field_names(place: list[Any]) -> list[str]:
    named = [step for step in place if isinstance(step, str) and step in _MODELS]
    return list(_MODELS[named[-1]].model_fields) if named else ["lens", "items"]
