"""The embed stage as the engine runs it."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from rodedraad.config import Embed
from rodedraad.embed.stage import run
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

SCRIPT = """
import sys, hashlib
from rodedraad.config import Embed
from rodedraad.embed.stage import run
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
texts = sys.stdin.read().splitlines()
rows = [{"passage_id": f"p{i:03}", "doc_id": "d", "text": t} for i, t in enumerate(texts)]
out = run({"passages": TABLES["passages"].frame(rows)}, Embed(model=sys.argv[1]), Context(None, 13))["embeddings"]
print(hashlib.sha256(out.write_ipc(None).getvalue()).hexdigest())
"""


def _passages(texts, **columns):
    return TABLES["passages"].frame([{"passage_id": f"p{i:03}", "doc_id": "d", "text": t, **columns} for i, t in enumerate(texts)])


def test_every_passage_gets_a_unit_vector_and_the_models_name(sentences):
    result = run({"passages": _passages(sentences)}, Embed(), Context(None, 13))["embeddings"]
    assert result.schema == TABLES["embeddings"].schema
    assert result["passage_id"].to_list() == [f"p{i:03}" for i in range(30)]
    assert result["model_id"].n_unique() == 1
    np.testing.assert_allclose(np.linalg.norm(np.array(result["vector"].to_list()), axis=1), 1, atol=1e-6)


def test_equal_texts_get_equal_vectors_and_folded_ones_are_there_too(sentences):
    passages = _passages([*sentences, sentences[0]]).with_columns(duplicate_of=None)
    passages = passages.with_columns(duplicate_of=passages["passage_id"].replace_strict({"p030": "p000"}, default=None))
    result = run({"passages": passages}, Embed(), Context(None, 13))["embeddings"]
    vectors = dict(result.select("passage_id", "vector").iter_rows())
    assert vectors["p030"] == vectors["p000"]


def test_a_neural_model_reads_its_cache_and_gives_the_same_bytes(neural_folder, sentences, tmp_path):
    config, context = Embed(model=str(neural_folder)), Context(None, 13, cache_dir=tmp_path)
    part = run({"passages": _passages(sentences[:10])}, config, context)["embeddings"]
    warm = run({"passages": _passages(sentences)}, config, context)["embeddings"]
    cold = run({"passages": _passages(sentences)}, config, Context(None, 13))["embeddings"]
    assert warm.equals(cold)
    assert part.equals(cold.head(10))


@pytest.mark.slow
@pytest.mark.parametrize("model", ["lsa", "neural"])
def test_the_same_bytes_in_every_process_with_one_or_two_threads(model, sentences, request):
    name = "lsa" if model == "lsa" else str(request.getfixturevalue("neural_folder"))
    found = set()
    for threads in ("1", "2", "2"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        env = dict.fromkeys(names, threads) | {"PATH": "/usr/bin", "PYTHONHASHSEED": threads}
        command = [sys.executable, "-c", SCRIPT, name]
        done = subprocess.run(command, input="\n".join(sentences * 8), env=env, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1
    assert len(found.pop().strip()) == 2 * hashlib.sha256().digest_size


def test_no_passages_no_vectors():
    assert run({"passages": TABLES["passages"].empty()}, Embed(model="bestaat-niet"), Context(None, 13))["embeddings"].is_empty()
