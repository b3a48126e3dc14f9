"""The stage: rows for words, whatever the passage holds; the same whatever the workers or the batch."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import polars as pl
import pytest

from rodedraad.config import Config, Syntax
from rodedraad.errors import ConfigError, MissingError
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.stages import STAGES
from rodedraad.syntax import load, stage
from syntax.pipelines import small_pipeline

STAGE = next(s for s in STAGES if s.name == "syntax")
CONTEXT = Context(None, 13)
TEXTS = [
    "De gezinsvoogden spraken met [PERSOON-1] over de kinderen.",
    "",
    "   ",
    "[DATUM 2023]",
    "👩‍👧 Het team zag 3 meldingen\u00a0en deed níéts…",
    "https://voorbeeld.nl/a?b=c (zie bijlage 2)",
    "De\nhuisarts\tbelde.",
]


def _fragments(texts=TEXTS):
    return TABLES["fragments"].frame([{"passage_id": f"p{i:03}", "doc_id": "d1", "position": i, "text": t} for i, t in enumerate(texts)])


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model") / "klein"
    small_pipeline().to_disk(folder)
    return folder


def _run(models, texts=TEXTS, **settings):
    return stage.run({"fragments": _fragments(texts)}, Syntax(models=models, **settings), CONTEXT)["words"]


@pytest.mark.parametrize("kind", ["rules", "spacy"])
def test_every_row_is_a_word_of_its_passage(kind, model):
    words = _run(["rules"] if kind == "rules" else [str(model)])
    assert words.schema == pl.Schema(TABLES["words"].schema)
    for passage_id, start, end, is_content in words.select("passage_id", "start", "end", "is_content").iter_rows():
        form = TEXTS[int(passage_id[1:])][start:end]
        assert form.strip() == form != ""
        assert any(c.isalnum() for c in form)
        assert not (is_content and form[0] == "[")
    assert set(words["passage_id"]) == {"p000", "p003", "p004", "p005", "p006"}, "an empty passage has no words"


def test_a_surrogate_is_one_word_and_says_nothing(model):
    for models in (["rules"], [str(model)]):
        row = _run(models).filter(pl.col("lemma") == "[PERSOON-1]").row(0, named=True)
        assert TEXTS[0][row["start"] : row["end"]] == "[PERSOON-1]"
        assert row["upos"] == "PROPN"
        assert not row["is_content"]


def test_rules_give_lower_case_forms_without_tags_and_leave_stop_words_out():
    words = _run(["rules"], ["De gezinsvoogden spraken over de kinderen."])
    assert words["upos"].null_count() == len(words)
    assert words.filter("is_content")["lemma"].to_list() == ["gezinsvoogden", "spraken", "kinderen"]
    assert words["model_id"].unique().to_list() == ["rules"]


def test_a_pipeline_gives_lemmas_and_its_content_words_are_nouns_verbs_and_adjectives(model):
    words = _run([str(model)], ["Het team spreekt over kinderen."])
    told = {row["lemma"]: (row["upos"], row["is_content"]) for row in words.iter_rows(named=True)}
    assert told["kind"] == ("NOUN", True)
    assert told["spreken"] == ("VERB", True)
    assert told["over"] == ("ADP", False)
    assert words["model_id"][0].startswith("klein@")


def test_a_document_without_passages_has_no_words_and_needs_no_pipeline():
    assert len(_run(["bestaat-niet"], [])) == 0


def test_the_same_document_gives_the_same_bytes_in_another_process(model, tmp_path):
    _fragments().write_ipc(tmp_path / "fragments.arrow")
    script = """
import hashlib, sys
import polars as pl
from rodedraad.config import Syntax
from rodedraad.run.stage import Context
from rodedraad.syntax.stage import run
words = run({"fragments": pl.read_ipc(sys.argv[1])}, Syntax(models=[sys.argv[2]]), Context(None, 13))["words"]
assert "torch" not in sys.modules, "a second and 180 MB that words do not need"
print(hashlib.sha256(words.write_ipc(None).getvalue()).hexdigest())
"""
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "fragments.arrow"), str(model)], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == hashlib.sha256(_run([str(model)]).write_ipc(None).getvalue()).hexdigest()


def test_the_batch_changes_nothing(model):
    texts = [f"Het team spreekt {'heel vaak ' * (i % 7)}over kinderen en huizen." for i in range(40)]
    assert _run([str(model)], texts, batch_size=1).equals(_run([str(model)], texts, batch_size=40))


def test_rules_load_no_spacy():
    script = "import sys; from rodedraad.config import Syntax; from rodedraad.syntax import load; load.reader(Syntax(models=['rules'])); "
    subprocess.run([sys.executable, "-c", script + "assert not {'spacy', 'torch'} & set(sys.modules)"], check=True)


def test_nothing_of_the_list_is_there():
    config = Syntax(models=["nl_bestaat_niet", "ook-niet"])
    with pytest.raises(MissingError) as caught:
        STAGE.check_ready(config)
    assert caught.value.code == "syntax_model_missing"
    assert "nl_bestaat_niet, ook-niet" in str(caught.value)
    assert STAGE.identity(config) == "absent"


def test_the_first_that_is_there_is_used(model):
    assert load.choose(Syntax(models=["nl_bestaat_niet", str(model), "rules"])).model_id.startswith("klein@")
    assert load.choose(Syntax(models=["nl_bestaat_niet", "rules", str(model)])).model_id == "rules"
    assert STAGE.identity(Syntax(models=["rules"])) != STAGE.identity(Syntax(models=[str(model)]))


def _copy(model, tmp_path):
    import shutil

    return shutil.copytree(model, tmp_path / "kopie")


def test_a_changed_file_changes_what_the_words_depend_on(model, tmp_path):
    copy = _copy(model, tmp_path)
    before = STAGE.identity(Syntax(models=[str(copy)]))
    (copy / "tokenizer").write_bytes((copy / "tokenizer").read_bytes() + b" ")
    assert STAGE.identity(Syntax(models=[str(copy)])) != before


@pytest.mark.parametrize("file", ["config.cfg", "vocab/strings.json", "morphologizer/model"])
def test_a_truncated_or_missing_file_is_said_clearly(model, tmp_path, file):
    copy = _copy(model, tmp_path)
    for break_it in (lambda p: p.write_bytes(p.read_bytes()[:20]), lambda p: p.unlink()):
        break_it(copy / file)
        load._opened.cache_clear()
        with pytest.raises((ConfigError, MissingError)) as caught:
            _run([str(copy)])
        assert "kopie" in str(caught.value)


@pytest.mark.parametrize("damage", ["{", "[]", '{"lang": "nl"}'])
def test_a_folder_whose_meta_says_nothing(model, tmp_path, damage):
    copy = _copy(model, tmp_path)
    (copy / "meta.json").write_text(damage, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load.check(Syntax(models=[str(copy)]))
    assert caught.value.code == "syntax_unreadable"


def test_a_pipeline_that_is_not_dutch_or_does_not_lemmatise_is_refused(tmp_path):
    spacy = pytest.importorskip("spacy")
    for lang in ("en", "nl"):
        spacy.blank(lang).to_disk(tmp_path / lang)
        with pytest.raises(ConfigError) as caught:
            load.check(Syntax(models=[str(tmp_path / lang)]))
        assert caught.value.code == "syntax_unfit"


def test_the_shipped_settings_name_the_order_of_preference():
    assert Config().syntax.models == ["nl_core_news_lg", "nl_core_news_md", "nl-syntax"]
