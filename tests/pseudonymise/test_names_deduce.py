"""The contract with deduce: it builds from its own lists in seconds, proposes names and places, and leaves the program as it was."""

from __future__ import annotations

import subprocess
import sys

from rodedraad.pseudonymise import names_deduce

TEXT = "Mevrouw Truus Hendriksma uit Apeldoorn sprak Fatima el Amrani en Yusuf over Parkinson."


def test_people_and_places():
    found = [(span.kind.value, TEXT[span.start : span.end]) for span in names_deduce.load().propose(TEXT)]
    assert found == [
        ("persoon", "Mevrouw Truus Hendriksma"),
        ("plaats", "Apeldoorn"),
        ("persoon", "Fatima el Amrani"),
        ("persoon", "Yusuf"),
    ]


def test_the_lists_are_there():
    lists = names_deduce.load().lists
    assert "Kevin" in lists.first_names
    assert "Jansen" in lists.surnames
    assert {"Zwolle", "Den Haag"} <= lists.places
    assert "Dorpsstraat" in lists.streets
    assert len(lists.common) > 5000


PROGRAM = """
import logging, warnings, sys
before = (list(logging.getLogger().handlers), logging.getLogger().level, list(warnings.filters))
from rodedraad.pseudonymise import names_deduce
found = names_deduce.load().propose(sys.argv[1])
assert before == (list(logging.getLogger().handlers), logging.getLogger().level, list(warnings.filters)), "global state changed"
from pathlib import Path
status = Path("/proc/self/status")  # not getrusage: its maximum is inherited from the process that started this one
peak = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else ["0"]
assert int(peak[0]) < 500 * 1024, "more than 500 MB"
print(*[(s.start, s.end, s.kind.value) for s in found])
"""


def test_nothing_global_changes_nothing_is_printed_and_every_process_says_the_same():
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, TEXT], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
    assert outputs.pop().count("persoon") == 3
