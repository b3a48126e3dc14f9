"""A tiny reading model: a random encoder with heads that know one word each."""

import shutil

import numpy as np
import pytest

from rodedraad.reading import heads, ngrams
from tiny_models import neural_folder, onnx_folder, sentences

__all__ = ["neural_folder", "onnx_folder", "sentences"]

ITEMS = (("puddingprincipes", "p03_overdragen_niet_verwijzen"), ("calamiteit_archetypen", "wachtlijst"))
KINDS = heads.Outputs(ITEMS, ITEMS[:1])
WORDS = {"overdracht": 0, "wachtlijst": 1, "warme": 2, "zorg": 3 + 3}  # word → the output it speaks for: items, sign, modality


def head(width: int) -> heads.Heads:
    """Return heads that go by ``WORDS`` alone; ``width`` is that of the encoder's vectors."""
    texts = [*WORDS, "iets anders"]
    features = ngrams.fit(texts, [""] * len(texts), 1)
    rows = features.rows(list(WORDS), [""] * len(WORDS)).toarray()
    weights = np.zeros((rows.shape[1], KINDS.width), np.float32)
    for row, output in zip(rows, WORDS.values(), strict=True):
        weights[row > 0, output] = 8.0
    bias = np.zeros(KINDS.width, np.float32)
    bias[:3] = -4.0
    bias[3] = 1.0  # a fact unless told otherwise
    mix = np.vstack([np.zeros(KINDS.width), np.ones(KINDS.width), np.zeros(KINDS.width)]).astype(np.float32)
    blank = np.zeros((width, KINDS.width), np.float32)
    return heads.Heads(KINDS, (0.5, 0.6), blank, np.zeros(KINDS.width, np.float32), weights, bias, mix, features)


@pytest.fixture(scope="session")
def reading_folder(onnx_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "tiny-reader"
    shutil.copytree(onnx_folder, folder)
    heads.save(head(32), folder)
    return folder
