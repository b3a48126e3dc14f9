"""The student before its first step: the teacher's body, a Dutch tokenizer, transplanted token vectors.

In: texts and the teacher. Out: a sentence-transformers folder. Kept in the work folder, so that a resumed training starts from the same.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.errors import ConfigError
from rodedraad.train.embedding.alignment import align
from rodedraad.train.embedding.neighbours import lean_on_neighbours
from rodedraad.train.embedding.tokenizer import content_ids, train_tokenizer
from rodedraad.train.embedding.transplant import transplant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rodedraad.train.embedding.corpus import Texts
    from rodedraad.train.embedding.settings import EmbeddingTraining, Transfer, Vocabulary
    from rodedraad.train.steplog import StepLog

TOKENIZER = "tokenizer.json"
VECTORS = "vectors.npy"
LONGEST = 512  # tokens of a paragraph that count for its words' company


def require(config: EmbeddingTraining, teacher: Any) -> None:  # noqa: ANN401 - sentence-transformers has no types
    """Check that a student as configured can be made out of this teacher.

    Raises:
        ConfigError: the teacher is no BERT, gives vectors of another width than its layers have, lacks a layer, or reads too little.
    """
    name = config.teacher.model
    body = getattr(teacher[0], "auto_model", None)
    kind = body.config.model_type if body is not None else type(teacher[0]).__name__
    if body is None or kind != "bert":
        raise ConfigError("train_teacher_kind", name, found=kind)
    layers, positions, hidden = (getattr(body.config, key) for key in ("num_hidden_layers", "max_position_embeddings", "hidden_size"))
    if (width := teacher.get_embedding_dimension()) != hidden:
        raise ConfigError("train_width", name, n=width, m=hidden)
    if list(config.layers) != sorted(set(config.layers) & set(range(layers))):
        raise ConfigError("train_layers", name, n=layers, last=layers - 1)
    asked = max(fit.max_tokens for fit in (config, config.distil, config.labels) if fit is not None)
    if asked > positions:
        raise ConfigError("train_teacher_length", name, n=positions, asked=asked)


def prepare(
    texts: Texts,
    vocabulary: Vocabulary,
    transfer: Transfer,
    teacher: Any,  # noqa: ANN401
    seed: int,
    work: Path,
    log: StepLog,
) -> tuple[Path, NDArray[np.float32]]:
    """Return the folder with ``tokenizer.json``, and the Dutch token vectors (v, d) in the teacher's space."""
    from tokenizers import Tokenizer

    folder = work / "prepared"
    if (folder / VECTORS).is_file():
        return folder, np.load(folder / VECTORS, allow_pickle=False)
    made = work / "prepared.part"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    log.phase("tokenizer")
    dutch = train_tokenizer([*texts.dutch, *texts.monolingual], texts.frequencies, vocabulary.size)
    dutch.save(str(made / TOKENIZER))
    english = Tokenizer.from_str(teacher.tokenizer.backend_tokenizer.to_str())
    english.no_truncation()
    english.no_padding()
    log.phase("alignment")
    vectors = _vectors(texts, dutch, english, teacher[0].auto_model.get_input_embeddings().weight.detach().numpy(), transfer, seed)
    np.save(made / VECTORS, vectors)
    shutil.rmtree(folder, ignore_errors=True)
    made.rename(folder)
    return folder, vectors


def transformer(config: EmbeddingTraining, tokenizer: Path, vectors: NDArray[np.float32], teacher: Any, folder: Path) -> Any:  # noqa: ANN401
    """Return a SentenceTransformer with the teacher's layers and the given token vectors (v, d); its parts are written to ``folder``.

    Dropout is off: the targets are exact, and a resumed training then needs no random numbers.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertModel, BertTokenizerFast  # type: ignore[attr-defined]

    body = BertModel.from_pretrained(teacher[0].auto_model.config._name_or_path, add_pooling_layer=False, local_files_only=True)  # noqa: SLF001
    if config.layers:
        body.encoder.layer = torch.nn.ModuleList([body.encoder.layer[i] for i in config.layers])
        body.config.num_hidden_layers = len(config.layers)
    words = torch.nn.Embedding(len(vectors), vectors.shape[1], padding_idx=0)
    words.weight.data.copy_(torch.from_numpy(vectors))
    body.set_input_embeddings(words)  # type: ignore[no-untyped-call]
    body.config.vocab_size = len(vectors)
    body.config.hidden_dropout_prob = body.config.attention_probs_dropout_prob = 0.0
    body.save_pretrained(folder)
    wrapped = BertTokenizerFast(
        tokenizer_file=str(tokenizer), do_lower_case=True, strip_accents=False, model_max_length=body.config.max_position_embeddings
    )
    wrapped.save_pretrained(folder)
    # torch's fused attention learns slowly on a processor: its backward pass multiplies a head of a text at a time
    plain = {"add_pooling_layer": False, "attn_implementation": "eager"}
    first = Transformer(str(folder), max_seq_length=config.max_tokens, model_kwargs=plain)
    return SentenceTransformer(modules=[first, Pooling(len(vectors[0]), "mean"), Normalize()], device="cpu")


def _vectors(
    texts: Texts,
    dutch: Any,  # noqa: ANN401
    english: Any,  # noqa: ANN401
    taught: NDArray[np.float32],
    transfer: Transfer,
    seed: int,
) -> NDArray[np.float32]:
    from threadpoolctl import threadpool_limits

    shape = (dutch.get_vocab_size(), len(taught))
    nl, en = content_ids(dutch, texts.dutch, transfer.max_tokens), content_ids(english, texts.english, transfer.max_tokens)
    with threadpool_limits(1):
        expected = align(nl, en, shape, transfer.rounds)
        vectors = transplant(taught, expected, dutch.get_vocab(), english.get_vocab(), transfer.floor)
        if transfer.prior:
            company = nl + content_ids(dutch, texts.monolingual, LONGEST)
            vectors = lean_on_neighbours(vectors, np.asarray(expected.sum(axis=1)).ravel(), company, transfer.prior, seed)
    return vectors


def likeness(made: NDArray[np.float32], wanted: NDArray[np.float16]) -> Sequence[float]:
    """Return the cosine of each row of unit vectors (n, d) with its counterpart."""
    result: Sequence[float] = np.einsum("nd,nd->n", made, wanted.astype(np.float32)).tolist()
    return result
