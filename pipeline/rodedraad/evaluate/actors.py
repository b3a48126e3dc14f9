"""Who and between whom: stages actors and relations on labelled sentences, with a language pipeline and with rules.

In: a spaCy pipeline and ``corpora/actors`` (one JSON a line, see its README). Out: precision, recall and F1 of types and of pairs, with
intervals over sentences. A type counts once a sentence, as the report counts passages; a pair is right when both types are and, where it
goes from one to the other, the direction.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from rodedraad import config, resources
from rodedraad.actors import stage as actors_stage
from rodedraad.errors import UsageError
from rodedraad.evaluate import data, interval
from rodedraad.evaluate.record import Figure, Score, Split
from rodedraad.relations import stage as relations_stage
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.syntax import stage as syntax_stage
from rodedraad.syntax.rules import Rules
from rodedraad.syntax.spacy_reader import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rodedraad.evaluate.candidate import Parser
    from rodedraad.evaluate.record import Bench, Sampling
    from rodedraad.syntax.protocol import Reader

FILES: dict[Split, str] = {"dev": "actors/tuning.jsonl", "test": "actors/test.jsonl"}
_BATCH = 64

PairKey = tuple[str, str, bool]


class Sentence(NamedTuple):
    """A labelled sentence."""

    id: str
    text: str
    types: frozenset[str]
    pairs: frozenset[PairKey]  # (from, to, directed); the two types of a mutual pair in alphabetical order


def run(parser: Parser, bench: Bench) -> list[Score]:
    """Return the scores of each part, read by the pipeline and by rules.

    Raises:
        MissingError: the labelled sentences are not on this machine.
        UsageError: a file of them is broken.
    """
    readers: list[tuple[str, Reader]] = [("", Pipeline(parser.nlp, parser.model_id, _BATCH)), ("-rules", Rules())]
    return [_score(name, reader, split, bench.sampling) for split in bench.splits for name, reader in readers]


def read(path: Path) -> list[Sentence]:
    """Return the labelled sentences of a file.

    Raises:
        UsageError: a line is no such sentence.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(_sentence(json.loads(line)))
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise UsageError("evaluate_unreadable", path.name, reason=f"{type(error).__name__} ({number})") from None
    return found


def pair(giver: str, receiver: str, *, directed: bool) -> PairKey:
    """Return what is compared of a pair: a mutual one is the same either way round."""
    return (giver, receiver, True) if directed else (*sorted((giver, receiver)), False)  # type: ignore[return-value]


def found_in(sentences: Sequence[Sentence], reader: Reader) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[PairKey]]]:
    """Return sentence → types and sentence → pairs, as the stages find them."""
    passages = TABLES["passages"].frame([{"passage_id": s.id, "doc_id": "d", "text": s.text} for s in sentences])
    words = syntax_stage.words([(s.id, s.text) for s in sentences], reader)
    context, settings = Context(source_root=None, seed=0), config.Syntax()
    actors = actors_stage.run({"passages": passages}, settings, context)["actors"]
    tables = {"passages": passages, "words": words, "actors": actors, "mappings": TABLES["mappings"].empty()}
    relations = relations_stage.run(tables, settings, context)["relations"]
    types = {s.id: frozenset(actors.filter(pl.col("passage_id") == s.id)["actor_type"]) for s in sentences}
    pairs: dict[str, set[PairKey]] = {s.id: set() for s in sentences}
    for row in relations.iter_rows(named=True):
        pairs[row["passage_id"]].add(pair(row["from_type"], row["to_type"], directed=row["directed"]))
    return types, {key: frozenset(value) for key, value in pairs.items()}


def _sentence(row: dict[str, Any]) -> Sentence:
    types = [str(actor["type"]) for actor in row["actors"]]
    pairs = (pair(types[p["from"]], types[p["to"]], directed=p["directed"]) for p in row["pairs"])
    return Sentence(str(row["id"]), str(row["text"]), frozenset(types), frozenset(pairs))


def _score(suffix: str, reader: Reader, split: Split, sampling: Sampling) -> Score:
    path = data.locate(resources.corpora(), FILES[split])
    sentences = read(path)
    types, pairs = found_in(sentences, reader)
    name = f"actors{suffix}/{split}"
    gold_types, gold_pairs = {s.id: s.types for s in sentences}, {s.id: s.pairs for s in sentences}
    figures = [
        *_figures("types", _counts(gold_types, types), sampling, name),
        *_figures("pairs", _counts(gold_pairs, pairs), sampling, name),
        _figures("undirected", _counts(_without_direction(gold_pairs), _without_direction(pairs)), sampling, name)[-1],
    ]
    return Score(name, len(sentences), tuple(figures), {FILES[split]: data.file_hash(path)})


def _without_direction(pairs: dict[str, frozenset[PairKey]]) -> dict[str, frozenset[PairKey]]:
    return {key: frozenset(pair(one, other, directed=False) for one, other, _ in found) for key, found in pairs.items()}


def _counts(gold: dict[str, frozenset[Any]], found: dict[str, frozenset[Any]]) -> list[NDArray[np.int64]]:
    """Return per sentence how many are right, how many there are and how many were given."""
    rows = [Counter(right=len(gold[key] & found[key]), gold=len(gold[key]), found=len(found[key])) for key in gold]
    return [np.array([row[column] for row in rows], dtype=np.int64) for column in ("right", "gold", "found")]


def _figures(name: str, counts: list[NDArray[np.int64]], sampling: Sampling, data_name: str) -> list[Figure]:
    statistics: dict[str, Callable[..., float]] = {
        "precision": lambda right, _, found: _share(right, found),
        "recall": lambda right, gold, _: _share(right, gold),
        "f1": lambda right, gold, found: _share(2 * right, gold + found),
    }
    return [interval.figure(f"{name}_{key}", statistic, counts, sampling, data_name) for key, statistic in statistics.items()]


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> float:
    return int(part.sum()) / int(whole.sum()) if whole.sum() else float("nan")
