"""Tiny real models, made here: random weights and a tokenizer trained on thirty sentences. Nothing is downloaded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = [
    "De overdracht naar het wijkteam heeft niet plaatsgevonden.",
    "Er was een koude overdracht per mail.",
    "De overdrachtsbrief is nooit aangekomen bij de huisarts.",
    "Het gezin stond zeven maanden op de wachtlijst.",
    "De wachtlijst voor behandeling was opgelopen tot een jaar.",
    "Door de lange wachttijd verslechterde de situatie.",
    "Het dossier was onvolledig en niet actueel.",
    "In het dossier ontbrak de risicotaxatie.",
    "De aantekeningen stonden niet in het dossier.",
    "De huisarts belde de crisisdienst.",
    "De crisisdienst was in het weekend niet bereikbaar.",
    "Moeder wist niet bij wie zij terecht kon.",
    "Vader is niet gesproken door de onderzoekers.",
    "De school heeft haar zorgen gemeld.",
    "De melding bleef twee weken liggen.",
    "Niemand had de regie over de hulp.",
    "Elke organisatie dacht dat een ander de regie had.",
    "De jongen werd achttien en viel buiten de regels.",
    "De medicatie is na opname niet aangepast.",
    "De uitslag van het bloedonderzoek is niet bekeken.",
    "De buurvrouw hoorde ruzie en belde de politie.",
    "De bewoner is op de gang gevallen.",
    "De nachtdienst was alleen op twee afdelingen.",
    "Het team bestond uit invalkrachten.",
    "De begeleider wisselde vier keer in een jaar.",
    "Er zijn afspraken gemaakt maar niet vastgelegd.",
    "De cliënt is niet betrokken bij het plan.",
    "De familie kreeg geen antwoord op haar vragen.",
    "Het risico is na het incident niet opnieuw ingeschat.",
    "De instelling heeft van het eerdere incident niet geleerd.",
]


UNKNOWN = "[UNK]"


@cache
def _vocabulary() -> str:
    """A trained tokenizer as JSON; training twice does not give the same words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(SENTENCES, trainers.WordPieceTrainer(vocab_size=400, special_tokens=special, show_progress=False))
    ends = [("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return str(tokenizer.to_str())


def _tokenizer():
    from tokenizers import Tokenizer

    return Tokenizer.from_str(_vocabulary())


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    return list(SENTENCES)


@pytest.fixture(scope="session")
def neural_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SentenceTransformer of a two-layer BertModel with mean pooling, 32 values."""
    import torch
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    base = tmp_path_factory.mktemp("bert")
    tokenizer = _tokenizer()
    names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **names).save_pretrained(base)
    torch.manual_seed(7)
    shape = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64, "max_position_embeddings": 64}
    BertModel(BertConfig(vocab_size=tokenizer.get_vocab_size(), **shape)).save_pretrained(base, safe_serialization=True)
    folder = tmp_path_factory.mktemp("models") / "tiny-bert"
    word = models.Transformer(str(base), max_seq_length=64)
    SentenceTransformer(modules=[word, models.Pooling(32, pooling_mode="mean")], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def model2vec_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model2vec StaticModel, 16 values."""
    import numpy as np
    from model2vec import StaticModel

    tokenizer = _tokenizer()
    vectors = np.random.default_rng(3).normal(size=(tokenizer.get_vocab_size(), 16)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "tiny-static"
    StaticModel(vectors, tokenizer, config={"normalize": True}).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def static_st_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SentenceTransformer of one StaticEmbedding, 16 values."""
    import numpy as np
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding

    tokenizer = _tokenizer()
    vectors = np.random.default_rng(3).normal(size=(tokenizer.get_vocab_size(), 16)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "tiny-static-st"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=vectors)], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def onnx_folder(neural_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The neural folder with a model.onnx."""
    from rodedraad.train.embedding.onnx_export import export

    return export(neural_folder, tmp_path_factory.mktemp("models") / "tiny-onnx").folder
