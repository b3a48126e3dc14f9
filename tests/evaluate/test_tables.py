"""Tables: on the screen with a decimal comma, in a model card and in the docs; published figures apart."""

import pytest

from rodedraad import messages
from rodedraad.errors import UsageError
from rodedraad.evaluate import card, markdown, present, run, save, tasks
from rodedraad.evaluate.published import published
from rodedraad.evaluate.record import Sampling


@pytest.fixture
def outcome(tiny, longer, bench):
    return run.evaluate([str(tiny), str(longer)], tasks.choose(["sts", "esco"]), bench)


@pytest.fixture
def document(outcome):
    return save.document(outcome.models[0], Sampling(), "rodedraad evaluate --model tiny")


def test_a_row_a_model_within_each_data_set_then_what_others_published(outcome):
    sts, esco = present.tables(outcome.models)
    assert [row[:2] for row in sts.rows[:4]] == [
        ("stsb-nl/dev", "tiny"), ("stsb-nl/dev", "longer"), ("stsb-nl/test", "tiny"), ("stsb-nl/test", "longer"),
    ]  # fmt: skip
    assert sts.n_published == 4
    assert all("gepubliceerd, niet hier gemeten" in row[1] for row in sts.rows[4:])
    assert esco.n_published == 0
    assert len(esco.heads) == len(esco.rows[0]) == 6


def test_numbers_in_dutch_and_english():
    assert (present.number(0.7852, "spearman"), present.number(12345.6, "per_second")) == ("0,785", "12.346")
    assert (present.number(93.51, "upos"), present.number(None, "las")) == ("93,5", "–")
    messages.use("en")
    try:
        assert (present.number(0.7852, "spearman"), present.number(12345.6, "per_second")) == ("0.785", "12,346")
    finally:
        messages.use("nl")


def test_an_interval_stands_in_the_cell(outcome):
    cell = present.tables(outcome.models)[1].rows[0][-1]
    assert cell.startswith("1,000 [")
    assert cell.endswith("]")


def test_every_published_figure_says_where_it_stands():
    assert {p.model.split("/")[1] for p in published()} >= {"multilingual-e5-small", "paraphrase-multilingual-MiniLM-L12-v2"}
    for figure in published():
        assert figure.source.startswith("embeddings-benchmark/results @ ")
        assert 0 < figure.value < 1


def test_the_docs_tables(document):
    lines = markdown.accuracy([document]).splitlines()
    assert lines[0].startswith("| model | STS-B-nl test | SICK-NL test")
    assert lines[2].startswith("| tiny | 1.000")
    assert lines[-1].startswith("| *minishlab/potion-multilingual-128M*, published | – | *0.579* |")
    assert len({line.count("|") for line in lines}) == 1
    assert markdown.speed([document]).count("\n") == 1  # heads alone: no speed was measured
    assert markdown.syntax([document]).count("\n") == 1


def test_a_card_gets_its_figures_between_the_marks_and_keeps_the_rest(document, tmp_path):
    path = tmp_path / "card.md"
    path.write_text("# tiny\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nLicence: \\1 none.\n", encoding="utf-8")
    for _ in range(2):
        card.write(tmp_path, "tiny", document)
    text = path.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith("# tiny\n\n<!-- figures -->\n| data | figure |")
    assert text.endswith("<!-- /figures -->\n\nLicence: \\1 none.\n")
    assert "| stsb-nl/test | spearman | 5 | 1.000" in text
    assert "`rodedraad evaluate --model tiny` (seed 13, 1000 resamples" in text


@pytest.mark.parametrize("content", [None, "# tiny\n", "<!-- figures -->\n"])
def test_no_card_or_no_place_in_it(document, tmp_path, content):
    if content is not None:
        (tmp_path / "card.md").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="<!-- figures -->"):
        card.write(tmp_path, "tiny", document)
    with pytest.raises(UsageError):
        card.write(None, "lsa", document)
