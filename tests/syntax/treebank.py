"""A small made-up treebank in CoNLL-U, and files to write it to."""

from __future__ import annotations

import gzip
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = (("huisarts", "Com"), ("moeder", "Com"), ("team", "Neut"), ("gezin", "Neut"), ("school", "Com"))
VERBS = (("belt", "bellen"), ("ziet", "zien"), ("helpt", "helpen"), ("zoekt", "zoeken"))
OBJECTS = (("kinderen", "kind"), ("ouders", "ouder"), ("huizen", "huis"))


def row(number: int, form: str, lemma: str, upos: str, feats: str, head: int, deprel: str, misc: str = "_") -> str:
    return "\t".join([str(number), form, lemma, upos, "_", feats, str(head), deprel, "_", misc])


def sentence(ident: str, who: tuple[str, str], verb: tuple[str, str], what: tuple[str, str]) -> str:
    article = "De" if who[1] == "Com" else "Het"
    rows = [
        row(1, article, article.lower(), "DET", "Definite=Def", 2, "det"),
        row(2, who[0], who[0], "NOUN", f"Gender={who[1]}|Number=Sing", 3, "nsubj"),
        row(3, verb[0], verb[1], "VERB", "Number=Sing|Tense=Pres|VerbForm=Fin", 0, "root"),
        row(4, "de", "de", "DET", "Definite=Def", 5, "det"),
        row(5, what[0], what[1], "NOUN", "Number=Plur", 3, "obj", "SpaceAfter=No"),
        row(6, ".", ".", "PUNCT", "_", 3, "punct"),
    ]
    return "\n".join([f"# sent_id = {ident}", *rows]) + "\n\n"


def treebank(name: str = "doc", start: int = 0, count: int = 60) -> str:
    combinations = list(product(PEOPLE, VERBS, OBJECTS))
    return "".join(sentence(f"{name}{i // 5}.p.1.s.{i % 5}", *combinations[i % len(combinations)]) for i in range(start, start + count))


def write(path: Path, text: str) -> Path:
    data = text.encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path
