"""The labelled sentences of tests/data/pseudonymise, and what a profile replaces in them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from rodedraad.config import Pseudonymise
from rodedraad.pseudonymise.detect import word_lists
from rodedraad.pseudonymise.document import hidden
from rodedraad.pseudonymise.evaluate import Evaluation, Labelled, evaluate

FOLDER = Path(__file__).parents[1] / "data" / "pseudonymise"
PEOPLE = ("persoon", "initiaal")
IDENTIFIERS = ("bsn", "telefoon", "email", "postcode", "adres", "iban", "kenteken", "zaaknummer", "datum", "url")


@cache
def sentences(split: str) -> tuple[Labelled, ...]:
    """Return the sentences of a split, "dev" or "test", both of them for "all", or "holdout", which no rule was fitted on."""
    folder = FOLDER / "holdout" if split == "holdout" else FOLDER
    rows = [json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Labelled(row["id"], row["text"], tuple((e["start"], e["end"], e["type"]) for e in row["entities"]))
        for row in rows
        if split in {"all", row["split"]}
    )


@cache
def measured(profile: str, split: str) -> Evaluation:
    """Return the scores of a profile ("deduce", "rules") on a split."""
    config = Pseudonymise(names=profile)  # type: ignore[arg-type]
    lists = word_lists(config.names)
    return evaluate(sentences(split), {s.id: hidden(s.text, lists, config) for s in sentences(split)})
