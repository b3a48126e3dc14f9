"""Reads a sentence the way the pipeline does: words by nl-syntax or by rules, actors by the gazetteer, then the pairs."""

from functools import cache

from rodedraad import resources
from rodedraad.actors import stage as actors_stage
from rodedraad.config import Syntax
from rodedraad.relations import stage
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.syntax import stage as syntax_stage
from rodedraad.syntax.rules import Rules
from rodedraad.syntax.spacy_reader import open_pipeline

CONTEXT = Context(source_root=None, seed=13)


@cache
def reader(name):
    return Rules() if name == "rules" else open_pipeline(resources.models() / "nl-syntax", "nl-syntax", 8)


def tables(texts, name="nl-syntax", mappings=()):
    passages = TABLES["passages"].frame([{"passage_id": f"p{n}", "doc_id": "d", "text": text} for n, text in enumerate(texts)])
    actors = actors_stage.run({"passages": passages}, Syntax(), CONTEXT)["actors"]
    words = syntax_stage.words([(f"p{n}", text) for n, text in enumerate(texts)], reader(name))
    return {"passages": passages, "actors": actors, "words": words, "mappings": TABLES["mappings"].frame(list(mappings))}


def relations(texts, name="nl-syntax", mappings=()):
    return stage.run(tables(texts, name, mappings), Syntax(), CONTEXT)["relations"]


def pairs(text, name="nl-syntax"):
    """Return "from > to kind" or "one = other kind" for each pair of a sentence."""
    return [
        f"{row['from_type']} {'>' if row['directed'] else '='} {row['to_type']} {row['kind']}"
        for row in relations([text], name).iter_rows(named=True)
    ]
