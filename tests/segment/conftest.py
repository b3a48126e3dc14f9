"""The labelled sets are measured by the same functions that the benchmark prints."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def benchmark():
    return runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "segment.py"))
