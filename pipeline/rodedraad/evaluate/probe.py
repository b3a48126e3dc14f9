"""A process of its own that loads a model and encodes a few sentences: what a first passage costs.

In: embed settings as JSON on standard input. Out: one line of JSON: CPU seconds of loading (libraries included) and peak memory.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

_STATUS = Path("/proc/self/status")  # Linux; its peak is this process's own, where getrusage's starts at the parent's
_PEAK = "VmHWM:"
TEXTS = (
    "De overdracht tussen de afdelingen is niet vastgelegd.",
    "Het gezin stond zeven maanden op de wachtlijst, en niemand belde om te vragen hoe het ging.",
    "De huisarts kreeg de brief pas na het weekend.",
)


def measure(settings: str) -> dict[str, float]:
    """Return ``load_seconds`` and, where the system tells, ``peak_megabytes`` for embed settings as JSON."""
    from rodedraad.config import Embed
    from rodedraad.embed import load

    config = Embed.model_validate_json(settings)
    load.import_libraries(config)
    embedder = load.embedder(config, [])
    embedder.encode(TEXTS[:1])
    seconds = time.process_time()
    embedder.encode(TEXTS)
    peak = _peak_megabytes()
    return {"load_seconds": seconds} | ({} if peak is None else {"peak_megabytes": peak})


def _peak_megabytes() -> float | None:
    if not _STATUS.is_file():
        return None
    line = next((line for line in _STATUS.read_text().splitlines() if line.startswith(_PEAK)), None)
    return None if line is None else int(line.split()[1]) * 1024 / 1_000_000


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.stdin.read())) + "\n")
