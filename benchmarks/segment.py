"""How well sentences are cut and modalities told, on the labelled sets of tests/data/segment (dev: tuned on; test: not looked at).

    python benchmarks/segment.py [--failures]

Prints F1 on sentence boundaries, and per modality precision, recall and F1 with the confusion matrix; ``--failures`` adds the failing ids
of dev.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from rodedraad.schema import Modality
from rodedraad.segment.modality import classify
from rodedraad.segment.sentences import split

DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "segment"
SETS = ("dev", "test")
NAMES = [modality.value for modality in Modality]

Row = dict[str, Any]


def read(kind: str, name: str) -> list[Row]:
    return [json.loads(line) for line in (DATA / f"{kind}_{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def boundaries(text: str) -> set[int]:
    """Return where sentences begin, apart from the first."""
    return {span.start for span in split(text)[1:]}


def boundary_figures(rows: list[Row]) -> tuple[float, list[str]]:
    """Return F1 over all boundaries, and the ids of the texts with any mistake."""
    found = [(boundaries(row["text"]), set(row["boundaries"])) for row in rows]
    right = sum(len(got & wanted) for got, wanted in found)
    total = sum(len(got) + len(wanted) for got, wanted in found)
    return 2 * right / total, [row["id"] for row, (got, wanted) in zip(rows, found, strict=True) if got != wanted]


def modality_figures(rows: list[Row]) -> tuple[dict[str, tuple[float, float, float]], Counter[tuple[str, str]], list[str]]:
    """Return precision, recall and F1 per modality, the confusion counts (true, given) and the failing ids."""
    given = [classify(row["text"], row["section_role"]).value for row in rows]
    counts = Counter((row["modality"], name) for row, name in zip(rows, given, strict=True))
    figures = {}
    for name in NAMES:
        right = counts[name, name]
        precision = right / max(sum(counts[other, name] for other in NAMES), 1)
        recall = right / max(sum(counts[name, other] for other in NAMES), 1)
        figures[name] = (precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))
    return figures, counts, [row["id"] for row, name in zip(rows, given, strict=True) if row["modality"] != name]


def macro(figures: dict[str, tuple[float, float, float]]) -> float:
    return sum(f1 for _, _, f1 in figures.values()) / len(figures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="list the failing ids of the dev sets")
    show = parser.parse_args().failures
    for name in SETS:
        rows = read("sentences", name)
        f1, failing = boundary_figures(rows)
        print(f"sentences {name}: {len(rows)} texts, {sum(len(row['boundaries']) for row in rows)} boundaries, F1 {f1:.3f}")
        if show and name == "dev":
            print("  failing:", ", ".join(failing) or "none")
    for name in SETS:
        rows = read("modality", name)
        figures, counts, failing = modality_figures(rows)
        accuracy = 1 - len(failing) / len(rows)
        print(f"\nmodality {name}: {len(rows)} passages, macro-F1 {macro(figures):.3f}, accuracy {accuracy:.3f}")
        print(f"{'true / given':14}" + "".join(f"{other:>12}" for other in NAMES) + f"{'precision':>12}{'recall':>9}{'F1':>8}")
        for true, (precision, recall, f1) in figures.items():
            cells = "".join(f"{counts[true, other]:>12}" for other in NAMES)
            print(f"{true:14}{cells}{precision:>12.2f}{recall:>9.2f}{f1:>8.3f}")
        if show and name == "dev":
            print("  failing:", ", ".join(failing) or "none")


if __name__ == "__main__":
    main()
