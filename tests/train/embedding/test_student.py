"""The student before its first step."""

import numpy as np
import pytest

from rodedraad.errors import ConfigError
from rodedraad.train.corpora import Pair
from rodedraad.train.embedding import student, teacher
from rodedraad.train.embedding.corpus import Texts
from rodedraad.train.embedding.settings import EmbeddingTraining
from rodedraad.train.steplog import StepLog
from train.embedding.small import PAIRS

TEXTS = Texts([Pair(*pair, "p") for pair in PAIRS], ["De voogd belde het wijkteam."] * 4, {"wachtlijst": 90000})


def config(model="t", **changes):
    values = {
        "task": "embedding", "id": "t", "title": "T", "licence": "x", "max_tokens": 32, "vocabulary": {"texts": [], "size": 220},
        "transfer": {"prior": 1.0}, "teacher": {"model": str(model), "max_tokens": 32},
        "distil": {"pairs": ["p"], "epochs": 1, "rate": 0.1, "max_tokens": 32},
    }  # fmt: skip
    return EmbeddingTraining.model_validate(values | changes)


def prepare(settings, taught, work):
    work.mkdir(exist_ok=True)
    with (work / "progress.txt").open("w") as stream, StepLog(work / "steps.jsonl", stream) as log:
        return student.prepare(TEXTS, settings.vocabulary, settings.transfer, taught, 13, work, log)


def test_a_dutch_word_starts_at_its_translation(teacher, tmp_path):
    folder, vectors = prepare(config(), teacher, tmp_path)
    from tokenizers import Tokenizer

    dutch, english = Tokenizer.from_file(str(folder / student.TOKENIZER)).get_vocab(), teacher.tokenizer.get_vocab()
    taught = teacher[0].auto_model.get_input_embeddings().weight.detach().numpy()
    for mine, theirs in (("huisarts", "doctor"), ("belde", "called"), ("voogd", "guardian")):
        likeness = taught @ vectors[dutch[mine]] / np.maximum(np.linalg.norm(taught, axis=1), 1e-9)
        assert likeness.argmax() == english[theirs], mine
    assert np.array_equal(vectors[dutch["."]], taught[english["."]])
    assert np.array_equal(vectors[dutch["[SEP]"]], taught[english["[SEP]"]])


def test_prepared_once_and_again_the_same(teacher, tmp_path):
    first_folder, first = prepare(config(), teacher, tmp_path / "a")
    words = (first_folder / student.TOKENIZER).read_bytes()
    again_folder, again = prepare(config(vocabulary={"texts": [], "size": 120}), teacher, tmp_path / "a")  # what lies there stays
    assert (again_folder / student.TOKENIZER).read_bytes() == words
    assert np.array_equal(again, first)
    (tmp_path / "b" / "prepared.part").mkdir(parents=True)  # a kill halfway
    (tmp_path / "b" / "prepared.part" / "rest").write_text("torn")
    other_folder, other = prepare(config(), teacher, tmp_path / "b")
    assert (other_folder / student.TOKENIZER).read_bytes() == words
    assert np.array_equal(other, first)
    assert not (other_folder / "rest").exists()


def test_the_teachers_layers_in_the_students_place(teacher, tmp_path):
    folder, vectors = prepare(config(), teacher, tmp_path)
    model = student.transformer(config(layers=[1]), folder / student.TOKENIZER, vectors, teacher, tmp_path / "start")
    (layer,) = model[0].auto_model.encoder.layer
    mine, theirs = layer.state_dict(), teacher[0].auto_model.encoder.layer[1].state_dict()
    assert all(np.array_equal(mine[name], theirs[name]) for name in theirs)
    assert model.max_seq_length == 32
    made = model.encode(["De huisarts belde de school.", ""])
    assert made.shape == (2, 32)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert model.tokenizer.tokenize("CLIËNT") == model.tokenizer.tokenize("cliënt") != model.tokenizer.tokenize("client")


def test_it_understands_dutch_before_a_single_step(teacher, tmp_path):
    folder, vectors = prepare(config(), teacher, tmp_path)
    model = student.transformer(config(), folder / student.TOKENIZER, vectors, teacher, tmp_path / "start")
    made = model.encode([dutch for _, dutch in PAIRS])
    wanted = teacher.encode([english for english, _ in PAIRS], normalize_embeddings=True)
    likeness = student.likeness(made, wanted.astype(np.float16))
    assert np.mean(likeness) > np.mean(student.likeness(made, np.roll(wanted, 61, axis=0).astype(np.float16))) + 0.02
    assert likeness[0] == pytest.approx(float(made[0] @ wanted[0]), abs=1e-2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"layers": [2]}, "train_layers"),
        ({"layers": [-1]}, "train_layers"),
        ({"layers": [0, 0]}, "train_layers"),
        ({"layers": [1, 0]}, "train_layers"),
        ({"max_tokens": 49}, "train_teacher_length"),
        ({"distil": {"pairs": ["p"], "epochs": 1, "rate": 0.1, "max_tokens": 64}}, "train_teacher_length"),
        ({"labels": {"scored": ["s"], "epochs": 1, "rate": 0.1, "max_tokens": 64}}, "train_teacher_length"),
    ],
)
def test_what_cannot_be_made_of_this_teacher(teacher, changes, code):
    with pytest.raises(ConfigError) as caught:
        student.require(config(**changes), teacher)
    assert caught.value.code == code
    assert "{" not in str(caught.value)


def test_what_can(teacher):
    for layers in ([], [0], [1], [0, 1]):
        student.require(config(layers=layers, max_tokens=48), teacher)


def test_a_teacher_that_is_no_bert_or_has_another_width(teacher_folder, tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, StaticEmbedding

    words = SentenceTransformer(
        modules=[StaticEmbedding(teacher.load(config(teacher_folder).teacher).tokenizer, embedding_dim=32)], device="cpu"
    )
    words.save_pretrained(str(tmp_path / "static"), create_model_card=False)
    whole = SentenceTransformer(str(teacher_folder), device="cpu")
    wide = SentenceTransformer(modules=[whole[0], whole[1], Dense(32, 8)], device="cpu")
    wide.save_pretrained(str(tmp_path / "wide"), create_model_card=False)
    for name, code in (("static", "train_teacher_kind"), ("wide", "train_width")):
        settings = config(tmp_path / name)
        with pytest.raises(ConfigError) as caught:
            student.require(settings, teacher.load(settings.teacher))
        assert caught.value.code == code
