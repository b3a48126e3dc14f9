"""A small real model, made in a few milliseconds without torch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN = "[UNK]"
WORDS = [UNKNOWN, "[PAD]", "de", "het", "overdracht", "wachtlijst", "dossier", "huisarts", "school", "melding", "regie", "niet", "werd"]


def make_model(folder: Path, seed: int = 1, dimension: int = 8) -> Path:
    """Make a static sentence-transformers model of a dozen words, laid out as `SentenceTransformer.save` does."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models, pre_tokenizers

    folder.mkdir(parents=True)
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    vectors = np.random.default_rng(seed).normal(size=(len(WORDS), dimension)).astype(np.float32)
    save_file({"embedding.weight": vectors}, folder / "model.safetensors")
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}
    (folder / "modules.json").write_text(json.dumps([module]))
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"similarity_fn_name": "cosine", "prompts": {}}))
    (folder / "README.md").write_text("---\nlicense: mit\n---\n# Tiny model\n")
    return folder
