"""A folder of one's own for the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def own_models(tmp_path, monkeypatch) -> Path:
    """The folder of the user's own models, not there yet."""
    folder = tmp_path / "modellen"
    monkeypatch.setenv("RODEDRAAD_MODELS", str(folder))
    return folder
