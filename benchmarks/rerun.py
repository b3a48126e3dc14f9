"""Prints what a first run over the demo costs, the same again, and again with one report added: seconds, ratio to the first, peak memory.

usage: python benchmarks/rerun.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rodedraad import resources

PEAK = "import resource; peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss"
REPORT = (
    "# Nieuw rapport\n\n## Analyse\n\nDe avonddienst heeft de afspraken niet overgedragen aan de nacht. Niemand wist wie aan zet was.\n"
)


def main() -> None:
    """Run the command three times in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        files, out = Path(folder) / "stukken", Path(folder) / "uit"
        shutil.copytree(resources.corpora() / "demo" / "documents", files)
        first = once("first run", files, out, 0.0)
        once("again, nothing changed", files, out, first)
        (files / "nieuw.md").write_text(REPORT, encoding="utf-8")
        once("one report added", files, out, first)


def once(name: str, files: Path, out: Path, first: float) -> float:
    """Run, print a line and return the seconds. The peak is the largest of the command and its workers."""
    command = [sys.executable, "-m", "rodedraad", "run", str(files), "--out", str(out)]
    watcher = f"import subprocess; subprocess.run({command!r}, capture_output=True); {PEAK}; print(peak // 1024)"
    began = time.monotonic()
    peak = subprocess.run([sys.executable, "-c", watcher], capture_output=True, text=True, check=True).stdout.strip()
    seconds = time.monotonic() - began
    share = f"{seconds / first:6.1%} of the first" if first else ""
    print(f"{name:24}{seconds:7.1f} s   peak {peak} MB   {share}")
    return seconds


if __name__ == "__main__":
    main()
