"""Decisions of reviewers as examples: only what was said is learned."""

import numpy as np
import pytest

from rodedraad import manifest
from rodedraad.errors import UsageError
from rodedraad.reading.heads import Outputs
from rodedraad.run.store import published
from rodedraad.schema import TABLES
from rodedraad.train.lens import ngrams
from rodedraad.train.lens.examples import UNTOLD, Examples, together
from rodedraad.train.lens.reviewed import decisions_hash, of_runs
from rodedraad.train.lens.settings import Ngrams

KINDS = Outputs((("l", "a"), ("l", "b"), ("l", "c")), (("l", "a"), ("l", "b"), ("l", "c")))


def decision(number, action, passage="p1", item="a", value=None, state="valid", kind="mapping", lens="l"):
    return {
        "decision_id": f"b{number}", "kind": kind, "action": action, "value": value, "passage_id": passage, "lens_id": lens,
        "item_id": item, "state": state,
    }  # fmt: skip


@pytest.fixture
def run(tmp_path):
    def make(*decisions):
        passages = [
            {"passage_id": f"p{n}", "doc_id": "d1", "text": f"Zin {n}.", "section": None, "modality": "oordeel"} for n in range(1, 5)
        ]
        (tmp_path / "tables").mkdir(exist_ok=True)
        for name, rows in (("decisions", list(decisions)), ("passages", passages)):
            TABLES[name].frame(rows).write_parquet(published(tmp_path, name))
        manifest.write(tmp_path, manifest.make())
        return tmp_path

    return make


def test_only_what_was_said_is_told(run):
    folder = run(
        decision(1, "accept"),
        decision(2, "polarity", value="-1", kind="passage"),
        decision(3, "reject", passage="p2"),
        decision(4, "other", passage="p3", value="b"),
        decision(5, "accept", passage="p4", state="conflict"),
        decision(6, "accept", passage="p4", lens="weg"),
    )
    made = of_runs([folder], KINDS)
    assert made.texts == ("Zin 1.", "Zin 2.", "Zin 3.")
    assert made.items.tolist() == [[1, UNTOLD, UNTOLD], [0, UNTOLD, UNTOLD], [0, 1, UNTOLD]]
    assert made.signs.tolist() == [[-1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert [KINDS.modalities[i] for i in made.modality] == ["oordeel"] * 3


def test_another_decision_is_another_training(run):
    before = decisions_hash(run(decision(1, "accept")))
    assert decisions_hash(run(decision(1, "reject"))) != before


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(UsageError):
        of_runs([tmp_path], KINDS)


def test_a_rejection_teaches_its_item_and_leaves_the_others_alone(run):
    texts = tuple(f"{word} gezin {n}" for n in range(30) for word in ("overdracht", "wachten"))
    items = np.array([[w, w, 0] for _ in range(30) for w in (1, 0)], np.float32)
    n = len(texts)
    gold = Examples(texts, ("",) * n, ("d",) * n, items, np.zeros((n, 3), np.float32), np.arange(n) % 5)
    rejected = of_runs([run(*(decision(i, "reject", passage=f"p{i}") for i in (1, 2, 3, 4)))], KINDS)
    said = Examples(("overdracht bezoek",) * 4, rejected.headings, rejected.documents, rejected.items, rejected.signs, rejected.modality)
    probe = Examples(("overdracht bezoek",), ("",), ("d",), items[:1], np.zeros((1, 3), np.float32), np.zeros(1, np.int64))
    before, after = (ngrams.fit(e, KINDS, Ngrams(least=2), 1).logits(probe)[0] for e in (gold, together(gold, said)))
    assert after[0] < before[0] - 1
    assert after[1] > 0
