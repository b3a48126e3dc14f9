"""A teacher of two layers and 32 values, with random weights; its words are those of the invented pairs."""

import pytest

from train.embedding.small import PAIRS


@pytest.fixture(autouse=True)
def _own_settings_of_torch():
    """A training asks for deterministic algorithms; put that back, so that no other test notices."""
    import torch

    before = torch.are_deterministic_algorithms_enabled()
    yield
    torch.use_deterministic_algorithms(before)


def _teacher(base, folder, width, seed):
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    from rodedraad.train.embedding.tokenizer import train_tokenizer

    train_tokenizer([english for english, _ in PAIRS], {}, 200).save(str(base / "tokenizer.json"))
    wrapped = BertTokenizerFast(tokenizer_file=str(base / "tokenizer.json"), do_lower_case=True, strip_accents=False, model_max_length=48)
    wrapped.save_pretrained(base)
    torch.manual_seed(seed)
    shape = {"hidden_size": width, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64, "max_position_embeddings": 48}
    config = BertConfig(vocab_size=len(wrapped), initializer_range=0.2, **shape)  # wide enough that sentences differ
    BertModel(config, add_pooling_layer=False).save_pretrained(base)
    body = Transformer(str(base), max_seq_length=48, model_kwargs={"add_pooling_layer": False})
    SentenceTransformer(modules=[body, Pooling(width, "mean"), Normalize()], device="cpu").save_pretrained(
        str(folder), create_model_card=False
    )
    return folder


@pytest.fixture(scope="session")
def teacher_folder(tmp_path_factory):
    return _teacher(tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("models") / "tiny-teacher", 32, 7)


@pytest.fixture(scope="session")
def narrow_folder(tmp_path_factory):
    """A second teacher, of 16 values."""
    return _teacher(tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("models") / "narrow-teacher", 16, 8)


@pytest.fixture
def teacher(teacher_folder):
    """The teacher, loaded as a training loads it."""
    from rodedraad.train.embedding import teacher
    from rodedraad.train.embedding.settings import Teacher

    return teacher.load(Teacher(model=str(teacher_folder), max_tokens=32, batch_size=8))
