"""In which precision is computed. bfloat16 is three times as fast where the processor has it, and slower where it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def resolved(setting: str) -> str:
    """Return ``float32`` or ``bfloat16``: the setting, or for ``auto`` what this processor is fast in."""
    import torch

    if setting != "auto":
        return setting
    return "bfloat16" if torch.cpu.is_available() and torch.cpu._is_avx512_bf16_supported() else "float32"  # noqa: SLF001 - torch has no other way to ask


def autocast(precision: str) -> AbstractContextManager[object]:
    """Return a context in which torch computes in ``precision``."""
    import torch

    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16")


def hush() -> None:
    """Leave progress to the step log: transformers and datasets draw bars and tables of their own."""
    from datasets.utils.logging import disable_progress_bar
    from transformers.utils import logging

    disable_progress_bar()

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
