"""Print how much pseudonymisation finds and replaces for nothing: every kind, both profiles, both splits of the labelled sentences.

Run from the repository root: ``python benchmarks/pseudonymise.py``.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "pseudonymise"))

from labelled import IDENTIFIERS, PEOPLE, measured, sentences


def main() -> None:
    started = time.perf_counter()
    from rodedraad.pseudonymise.detect import word_lists

    word_lists("deduce")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"deduce ready in {time.perf_counter() - started:.1f} s, {memory:.0f} MB resident at most; no file written")
    for profile in ("deduce", "rules"):
        for split in ("dev", "test", "all", "holdout"):
            table(profile, split)


def table(profile: str, split: str) -> None:
    result = measured(profile, split)
    print(f"\n{profile} · {split}: {len(sentences(split))} sentences")
    for kind, score in result.recall.items():
        print(f"  {kind:<14} {score.right:>4}/{score.total:<4} {score.share:.3f}")
    for name, kinds in (("all people", PEOPLE), ("identifiers", IDENTIFIERS)):
        score = result.recall_of(kinds)
        print(f"  {name:<14} {score.right:>4}/{score.total:<4} {score.share:.3f}")
    print(f"  {'precision':<14} {result.precision.right:>4}/{result.precision.total:<4} {result.precision.share:.3f}")


if __name__ == "__main__":
    main()
