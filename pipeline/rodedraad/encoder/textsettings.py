"""What is put before a text and how long it may be, from the settings and the model's own files.

In: a model folder and the embed settings. Out: a prefix and a number of tokens. Both inference paths use this, so that they agree.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rodedraad.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.config import Embed

_NO_LIMIT = 100_000  # transformers writes 1e30 for "not known"
_SHIFTED = ("camembert", "mpnet", "roberta", "xlm-roberta")  # number positions from 2


def prefix(folder: Path, config: Embed) -> str:
    """Return what stands before each text: ``embed.prefix``, else the model's prompt that ``embed.prompt`` names, else its default prompt.

    Source: https://sbert.net/examples/sentence_transformer/applications/computing-embeddings/README.html#prompt-templates.

    Raises:
        ConfigError: the model has no prompt of that name, or its settings cannot be read.
    """
    if config.prefix:
        return config.prefix
    values = _table(folder, "config_sentence_transformers.json")
    prompts, name = values.get("prompts") or {}, config.prompt or values.get("default_prompt_name")
    if not name:
        return ""
    if not isinstance(prompts, dict) or not isinstance(prompts.get(name), str):
        raise ConfigError("embed_prompt", str(folder), prompt=name, known=", ".join(prompts) or "-")
    return str(prompts[name])


def max_tokens(folder: Path, config: Embed) -> int | None:
    """Return how many tokens of a text count, with the special ones: ``embed.max_tokens``, else the model's own number; None if not said.

    Raises:
        ConfigError: the model has no positions for so many, or its settings cannot be read.
    """
    model = _table(folder, "config.json")
    positions = _number(model.get("max_position_embeddings"))
    if positions and model.get("model_type") in _SHIFTED:
        positions -= 2
    if config.max_tokens:
        if positions and config.max_tokens > positions:
            raise ConfigError("embed_max_tokens", str(folder), wanted=config.max_tokens, limit=positions)
        return config.max_tokens
    own = _number(_table(folder, "sentence_bert_config.json").get("max_seq_length"))
    own = own or _number(_table(folder, "tokenizer_config.json").get("model_max_length"))
    return min((n for n in (own, positions) if n), default=None)


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) and 0 < value <= _NO_LIMIT else 0


def _table(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        values = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError("embed_unreadable", str(folder), reason=f"{name}: {type(error).__name__}") from None
    if not isinstance(values, dict):
        raise ConfigError("embed_unreadable", str(folder), reason=name)
    return values
