"""A tiny static model whose word vectors are chosen by hand, and data sets in the sources' own formats. All sentences are made up."""

import csv
import gzip
import io

import numpy as np

UNKNOWN = "[UNK]"
WORDS = {  # three directions: animals, buildings, water; english words beside the dutch ones
    "hond": (1, 0, 0), "kat": (0.9, 0.1, 0), "dog": (1, 0, 0.01), "cat": (0.9, 0.12, 0),
    "huis": (0, 1, 0), "schuur": (0.1, 0.9, 0.1), "house": (0, 1, 0.01), "barn": (0.1, 0.9, 0.12),
    "boot": (0, 0, 1), "vijver": (0, 0.3, 0.9), "boat": (0.01, 0, 1), "pond": (0, 0.31, 0.9),
}  # fmt: skip


def make_model(folder, dimensions=3):
    """Save a model2vec model of WORDS; longer vectors are padded with zeros."""
    from model2vec import StaticModel
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({UNKNOWN: 0, **{word: i for i, word in enumerate(WORDS, 1)}}, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    vectors = np.zeros((len(WORDS) + 1, dimensions), dtype=np.float32)
    vectors[1:, :3] = list(WORDS.values())
    StaticModel(vectors, tokenizer, config={"normalize": True}).save_pretrained(folder)
    return folder


def write(path, rows, delimiter=","):
    """Write rows as CSV (or with another delimiter), gzipped when the name says so."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    data = text.getvalue().encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


STS = [
    ("De hond", "Een hond", 5),
    ("De hond", "De kat", 4.5),
    ("Het huis", "De schuur", 4.2),
    ("Het huis", "De vijver", 2),
    ("De hond", "De boot", 0),
]
SICK = ("pair_ID", "sentence_A", "sentence_B", "entailment_label", "relatedness_score", "SemEval_set")
PARALLEL = [("dog", "hond"), ("house", "huis"), ("boat", "boot"), ("pond", "vijver")]
GROUPS = {"2111": ("hond", "kat"), "5322": ("huis", "schuur"), "8111": ("boot", "vijver")}


def make_data(folder):
    """Write every data set of the embedding tasks into a folder."""
    for split in ("dev", "test"):
        write(folder / f"stsb-nl/stsb-nl-{split}.csv", STS)
    sick = [(i, a, b, "NEUTRAL", score, part) for part in ("TRIAL", "TEST", "TRAIN") for i, (a, b, score) in enumerate(STS)]
    write(folder / "sick-nl/SICK_NL.txt.gz", [SICK, *sick], "\t")
    for name in ("flores200-dev", "flores200-devtest", "ntrex128", "laser-tatoeba-1000"):
        write(folder / f"parallel-en-nl/{name}.tsv.gz", PARALLEL, "\t")
    jobs = [(f"uri/{code}/{i}", code, words[i % 2], f"{words[i % 2]} nummer {i}") for code, words in GROUPS.items() for i in range(12)]
    write(folder / "lexical-nl/esco-occupations-nl.csv.gz", [("conceptUri", "iscoGroup", "preferredLabel_nl", "description_nl"), *jobs])
    return folder
