"""A language pipeline on small treebanks: right where it is right, with intervals and speed apart."""

import dataclasses
import gzip

import pytest

from rodedraad.errors import ConfigError, MissingError
from rodedraad.evaluate import ud
from rodedraad.evaluate.candidate import Parser

TAGS = {"De": ("de", "DET"), "kat": ("kat", "NOUN"), "liep": ("lopen", "VERB"), "zag": ("zien", "VERB"), "water": ("water", "NOUN")}
HEADS = {"De": 1, "kat": 2, "liep": 2, "zag": 2, "water": 2}  # within a sentence of three or four words


def treebank(sentences):
    """Return CoNLL-U text, a document a sentence."""
    lines = []
    for number, words in enumerate(sentences):
        lines += [f"# newdoc id = d{number}", f"# sent_id = s{number}", f"# text = {' '.join(words)}"]
        for place, word in enumerate(words, 1):
            lemma, upos = TAGS[word]
            head = 0 if HEADS[word] == place - 1 else HEADS[word] + 1
            lines.append(f"{place}\t{word}\t{lemma}\t{upos}\t_\t_\t{head}\t{'root' if head == 0 else 'dep'}\t_\t_")
        lines.append("")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def parser(tmp_path_factory):
    """A spaCy pipeline that knows the words above, and takes every lemma for the word itself but those of nouns."""
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    @Language.component("rodedraad_test_oracle")
    def oracle(doc):
        heads = [HEADS[token.text] for token in doc]
        return Doc(
            doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc], heads=heads,
            pos=[TAGS[t.text][1] for t in doc], lemmas=[t.text for t in doc],
            deps=["root" if head == t.i else "dep" for head, t in zip(heads, doc, strict=True)],
        )  # fmt: skip

    nlp = spacy.blank("nl")
    nlp.add_pipe("rodedraad_test_oracle")
    return Parser("oracle", "oracle@1", tmp_path_factory.mktemp("oracle"), nlp)


@pytest.fixture
def banks(bench, tmp_path):
    folder = tmp_path / "ud-dutch"
    folder.mkdir()
    for files in ud.FILES.values():
        for file in files.values():
            text = treebank([["De", "kat", "liep"], ["De", "kat", "zag", "water"]] * 5)
            (tmp_path / file).write_bytes(gzip.compress(text.encode()))
    return dataclasses.replace(bench, data=tmp_path)


def test_each_treebank_has_its_figures_and_its_speed(parser, banks):
    scores = ud.run(parser, banks)
    accuracy = [score for score in scores if not score.timed]
    assert [score.data for score in accuracy] == ["alpino/dev", "alpino/test", "lassysmall/test"]
    figures = {figure.name: figure for figure in accuracy[0].figures}
    assert {name: figures[name].value for name in ("upos", "uas", "las", "token", "sentence")} == dict.fromkeys(
        ("upos", "uas", "las", "token", "sentence"), 100.0
    )
    assert figures["lemma"].value == pytest.approx(100 * (1 + 2) / 7)  # kat; kat and water
    assert 100 / 3 < figures["lemma"].low < figures["lemma"].value < figures["lemma"].high < 50
    assert accuracy[0].n == 10
    assert [score.data for score in scores if score.timed] == ["speed/alpino/dev", "speed/alpino/test", "speed/lassysmall/test"]
    assert scores[1].figures[0].value > 0


def test_a_treebank_that_is_not_there_or_broken(parser, banks):
    path = banks.data / "ud-dutch/nl_alpino-ud-dev.conllu.gz"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(ConfigError):
        ud.run(parser, banks)
    path.unlink()
    with pytest.raises(MissingError, match="nl_alpino-ud-dev"):
        ud.run(parser, banks)
