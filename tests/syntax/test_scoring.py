"""Scores from raw text: what is aligned, and what a wrong split costs."""

from __future__ import annotations

import pytest

from rodedraad.evaluate import syntax as evaluation
from rodedraad.syntax import conllu, scoring
from syntax import treebank as tb

spacy = pytest.importorskip("spacy")


@pytest.fixture
def path(tmp_path):
    return tb.write(tmp_path / "a.conllu.gz", tb.treebank(count=20))


class Oracle:
    """Reads a text as the treebank does, or worse: ``merge`` joins two words, ``tag`` replaces every tag."""

    def __init__(self, sentences, merge=False, tag=None):
        self.vocab = spacy.blank("nl").vocab
        self.docs = {" ".join(s.text for s in g): self._doc(g, merge, tag) for g in scoring.texts(sentences)}

    def pipe(self, texts):
        return [self.docs[text] for text in texts]

    def _doc(self, group, merge, tag):
        tokens, heads = [], []
        for s in group:
            heads += [len(tokens) + t.head for t in s.tokens]
            tokens += s.tokens
        ends = {sum(len(s.tokens) for s in group[: i + 1]) - 1 for i in range(len(group))}
        doc = spacy.tokens.Doc(
            self.vocab,
            words=[t.form for t in tokens],
            spaces=[t.space_after or i in ends for i, t in enumerate(tokens)],
            pos=[tag or t.upos for t in tokens],
            lemmas=[t.lemma for t in tokens],
            heads=heads,
            deps=["ROOT" if t.deprel == "root" else t.deprel for t in tokens],
        )
        if merge:
            with doc.retokenize() as retokenizer:
                retokenizer.merge(doc[0:2])
        return doc


def _figures(nlp, path):
    return {name: round(found.value, 1) for name, found in evaluation.score(nlp, path).items() if name != evaluation.SPEED}


def test_a_perfect_reader_scores_a_hundred(path):
    sentences = conllu.read([path]).sentences
    assert set(_figures(Oracle(sentences), path).values()) == {100.0}


def test_one_wrong_split_costs_the_words_in_it_and_no_others(path):
    sentences = conllu.read([path]).sentences
    found = evaluation.score(Oracle(sentences, merge=True), path)
    words = found["token"]
    assert words.n == 120
    texts = len(words.correct)
    assert words.correct.sum() == 120 - 2 * texts
    assert words.predicted.sum() == 120 - texts
    assert found["sentence"].value == 100.0


def test_wrong_tags_cost_tags_alone(path):
    figures = _figures(Oracle(conllu.read([path]).sentences, tag="X"), path)
    assert figures["upos"] == 0.0
    assert figures["las"] == figures["lemma"] == 100.0


def test_a_reader_without_parser_has_no_heads_and_one_sentence_a_text(path):
    nlp = spacy.blank("nl")
    figures = _figures(nlp, path)
    assert figures["token"] == 100.0
    assert figures["upos"] == figures["lemma"] == 0.0
    assert figures["uas"] < 20
    assert figures["sentence"] == 0.0


def test_the_speed_is_counted(path):
    assert evaluation.score(spacy.blank("nl"), path)[evaluation.SPEED].value > 1000
