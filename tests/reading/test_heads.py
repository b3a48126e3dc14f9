"""Heads are kept without pickle and refused when they do not belong together."""

import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from reading.conftest import KINDS, head
from rodedraad.errors import ConfigError
from rodedraad.reading import heads


def test_what_is_saved_reads_the_same(tmp_path):
    made = head(4)
    heads.save(made, tmp_path)
    found = heads.load(tmp_path)
    texts, vectors = ["een warme overdracht", "de wachtlijst", "zorg voor beter", "het regent"], np.zeros((4, 4), np.float32)
    before, after = made.read(vectors, texts, [""] * 4), found.read(vectors, texts, [""] * 4)
    assert found.outputs == KINDS
    assert found.thresholds == (0.5, 0.6)
    assert np.allclose(before.items, after.items, atol=1e-3)
    assert before.items.argmax(axis=0).tolist() == [0, 1]
    assert before.leaning[0, 0] > 0 > before.leaning[3, 0]
    assert before.modalities.argmax(axis=1).tolist() == [0, 0, 3, 0]
    assert np.allclose(before.modalities.sum(axis=1), 1)


def test_both_judges_are_weighed():
    made = head(2)
    made.vector_weights[0, 1] = 3.0
    made.mix[0, 1] = 2.0
    told = made.read(np.array([[1.0, 0.0], [0.0, 1.0]], np.float32), ["a", "a"], ["", ""])
    assert told.items[0, 1] == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert told.items[1, 1] == pytest.approx(1 / (1 + np.exp(4.0)))


@pytest.mark.parametrize("fault", ["cut", "json", "format", "shape", "absent", "modalities"])
def test_damaged_heads_are_refused(tmp_path, fault):
    heads.save(head(4), tmp_path)
    weights, table = tmp_path / heads.WEIGHTS, tmp_path / heads.TABLE
    told = json.loads(table.read_text(encoding="utf-8"))
    if fault == "cut":
        weights.write_bytes(weights.read_bytes()[:100])
    elif fault == "json":
        table.write_text("{", encoding="utf-8")
    elif fault == "format":
        table.write_text(json.dumps({**told, "format": 99}), encoding="utf-8")
    elif fault == "modalities":
        told["outputs"]["modalities"][0] = "gevoel"
        table.write_text(json.dumps(told), encoding="utf-8")
    elif fault == "absent":
        weights.unlink()
    else:
        arrays = load_file(weights)
        save_file({**arrays, "mix": arrays["mix"][:, 1:].copy()}, weights)
    with pytest.raises(ConfigError) as caught:
        heads.load(tmp_path)
    assert caught.value.code == "reading_unreadable"
