"""A tiny encoder, and a labelled corpus in which one word gives each label away."""

import json

import pytest

from train.embedding.conftest import _own_settings_of_torch, teacher_folder

__all__ = ["_own_settings_of_torch", "teacher_folder"]

SAID = {
    "The nurse passed it on": ("feit", {"puddingprincipes": {"p03_overdragen_niet_verwijzen": 1}}),
    "The nurse lost it": (
        "feit",
        {"puddingprincipes": {"p03_overdragen_niet_verwijzen": -1}, "calamiteit_archetypen": {"overdracht": None}},
    ),
    "Nobody should wait": ("norm", {}),
    "It rained all day": ("feit", {}),
}


@pytest.fixture
def gold(tmp_path):
    """The corpus, in a folder of the test's own."""
    return make_gold(tmp_path)


def make_gold(tmp_path):
    """Forty narratives of four passages, too short to be taken for one another."""
    folder = tmp_path / "gold"
    (folder / "narratives").mkdir(parents=True)
    (folder / "labels").mkdir()
    texts, labels = [], []
    for n in range(40):
        split = "test" if n % 5 == 0 else "validation" if n % 5 == 1 else "train"
        texts.append({"narrative": f"n{n}", "title": "T", "sector": "x", "style": "y" if n % 2 else "z", "year": 2020, "split": split})
        for k, (text, (modality, marks)) in enumerate(SAID.items()):
            texts.append({"passage": f"n{n}-{k}", "section": "Feiten", "text": f"{text}, room {n}."})
            labels.append({"passage": f"n{n}-{k}", "modality": modality, "labels": marks})
    for path, rows in (("narratives/all", texts), ("labels/gold", labels)):
        (folder / f"{path}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder
