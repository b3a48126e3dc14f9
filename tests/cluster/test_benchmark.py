"""The benchmark of the search: which documents of an archetype its author agrees with."""

from __future__ import annotations

import runpy
from pathlib import Path

import polars as pl
import pytest

DEMO = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "cluster_demo.py"))


def found() -> dict[str, pl.DataFrame]:
    """Return three documents, one a register's row of which no author is known, in one archetype near *wachtlijst*."""
    return {
        "documents": pl.DataFrame({"doc_id": ["a", "b", "r"], "source_path": ["documents/een.pdf", "twee.docx", "register.csv"]}),
        "passages": pl.DataFrame({"passage_id": ["1", "2", "3", "4"], "doc_id": ["a", "a", "b", "r"]}),
        "members": pl.DataFrame({"passage_id": ["1", "2", "3", "4"], "archetype_id": ["x", "x", "x", "x"]}),
        "archetypes": pl.DataFrame(
            {"archetype_id": ["x", "y"], "nearest_lens": ["calamiteit_archetypen", "ivbm"], "nearest_item": ["wachtlijst", "olifant"]}
        ),
    }


def test_a_document_counts_once_and_only_when_its_author_is_known():
    assert DEMO["agreement"](found(), {"een": {"wachtlijst"}, "twee": {"regie"}}) == (0.5, 0.5, 2)
    assert DEMO["agreement"](found(), {"een": {"wachtlijst"}, "twee": {"regie"}, "drie": {"wachtlijst"}}) == (0.5, 0.5, 2)


def test_no_archetype_near_the_authors_lens_is_no_agreement():
    tables = found() | {"archetypes": found()["archetypes"].filter(pl.col("archetype_id") == "y")}
    assert DEMO["agreement"](tables, {"een": {"wachtlijst"}}) == (0.0, 0.0, 0)


def test_the_authors_of_the_demo_listed_items_of_the_lens():
    from rodedraad.config import Lens
    from rodedraad.lens.load import show_lens

    known = {item.id for item in show_lens("calamiteit_archetypen", Lens()).items}
    listed = DEMO["author_items"]()
    assert len(listed) == 40
    assert set().union(*listed.values()) <= known


@pytest.mark.parametrize("arguments", [["--show", "--write"], ["alles"]])
def test_the_list_of_stems_is_not_written_by_accident(arguments: list[str], monkeypatch: pytest.MonkeyPatch):
    folder = Path(__file__).parents[2] / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    background = runpy.run_path(str(folder / "lens_background.py"))
    monkeypatch.setattr("sys.argv", ["lens_background.py", *arguments])
    with pytest.raises(SystemExit):
        background["main"]()


def test_the_list_of_stems_is_up_to_date_and_not_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    folder = Path(__file__).parents[2] / "benchmarks"
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr("sys.argv", ["lens_background.py"])
    runpy.run_path(str(folder / "lens_background.py"))["main"]()
    printed = capsys.readouterr().out
    assert printed.endswith("background.tsv is up to date\n")
    assert printed.count("\n") == 1


def test_the_comparison_measures_groups_that_are_the_labels(monkeypatch: pytest.MonkeyPatch):
    import numpy as np

    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    bench = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "archetypes.py"))
    random = np.random.default_rng(3)
    theme = np.tile(np.arange(4), 60)
    vectors = (random.normal(size=(4, 64))[theme] + 0.5 * random.normal(size=(240, 64))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = np.array(["a", "b", "c", ""])[theme]
    given = bench["sets"].Labelled("proef", [""] * 240, np.repeat(np.arange(20), 12), labels, vectors)
    fine, broad = bench["measured"](given, "graph", lambda *asked: bench["ours"](*asked, bench["Cluster"]()))
    assert (fine.k, fine.true_k, fine.noise_labelled, fine.report_shaped) == (4, 3, 0.0, 0.0)
    assert fine.ari == fine.ami == fine.seed_ari == fine.part_ari == 1.0
    assert fine.stability > 0.95
    assert broad.method == "graph, broad"
    assert f"{fine.noise:.3f}" in fine.line()


def test_a_category_is_one_however_the_site_writes_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    category = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "peers" / "sets.py"))["_category"]
    assert category("Road (Highways Safety)") == category("<a>Road (Highways Safety) related deaths</a>")
    assert category("Alcohol, drug and medication") == category("Alcohol, drugs medication")
    assert category("Suicide") != category("Mental Health")
