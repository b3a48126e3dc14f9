"""The order in which a reviewer is asked, and the data the page gets."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from rodedraad import ids
from rodedraad.report import corpus
from rodedraad.report.build import build, data
from rodedraad.report.views import queue

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.report.model import ReportInput


@pytest.fixture(scope="module")
def found(report_input: ReportInput) -> corpus.Corpus:
    return corpus.read(report_input)


def test_no_question_is_asked_twice(found: corpus.Corpus):
    asked = [question[:3] for question in queue.order(found, "zaad", 1000)]
    assert len(asked) == len(set(asked)) > 50


@pytest.mark.requirement(20)
def test_every_fifth_question_is_of_the_control_sample_and_the_seed_draws_it(found: corpus.Corpus):
    asked = queue.order(found, "zaad", 50)
    assert [question[3] == "control" for question in asked] == [k % 5 == 4 for k in range(50)]
    assert asked == queue.order(found, "zaad", 50)
    assert asked != queue.order(found, "ander zaad", 50)


@pytest.mark.requirement(20)
def test_the_doubted_come_first(found: corpus.Corpus):
    asked = [q for q in queue.order(found, "zaad", 1000) if q[3] == "uncertain"]
    members = [found.passages[q[0]].strength for q in asked if q[1] is None]
    assert members == sorted(members)
    margins = [abs(a.score - a.threshold) for q in asked for a in found.passages[q[0]].assigned if (a.lens_id, a.item_id) == (q[1], q[2])]
    assert margins == sorted(margins)


def test_of_passages_that_say_the_same_one_is_asked(found: corpus.Corpus):
    roots = {(found.passages[q[0]].root, *q[1:3]) for q in queue.order(found, "zaad", 1000) if q[3] != "control"}
    assert len(roots) == len([q for q in queue.order(found, "zaad", 1000) if q[3] != "control"])


def test_an_empty_corpus_asks_nothing(report_input: ReportInput):
    empty = {name: table.clear() for name, table in report_input.tables.items()}
    assert queue.order(corpus.read(dataclasses.replace(report_input, tables=empty, lenses=())), "zaad") == ()


def test_an_order_that_was_given_is_kept_and_what_is_gone_is_left_out(report_input: ReportInput, found: corpus.Corpus):
    one, two = list(found.passages)[5:7]
    asked = ((two, None, None, "disagreement"), ("weg", None, None, "thin"), (one, None, None, "control"))
    given = dataclasses.replace(report_input, queue=asked)
    table: dict[str, Any] = dict(data(given, found))["queue"]  # type: ignore[assignment]
    at = [table["names"].index(name) for name in ("passage", "reason")]
    assert [tuple(row[k] for k in at) for row in table["rows"]] == [(two, "disagreement"), (one, "control")]


@pytest.mark.requirement(23)
def test_every_passage_that_can_be_judged_carries_what_a_decision_needs(html: dict[str, str], found: corpus.Corpus):
    known = {p.id: p for p in found.passages.values()}
    n = 0
    for text in html.values():
        for element in lxml_html.fromstring(text).xpath("//*[@data-at]"):
            link = element.get("id") or element.xpath("string((.//a[contains(@class, 'source')] | ./a)[1]/@href)")
            passage = known[link.partition("p-")[2]]
            assert element.get("data-at") == f"{passage.start} {passage.end} {ids.text_hash(passage.text)}"
            assert element.get("data-proposed", passage.archetype_id or "") == (passage.proposed_id or "")
            n += 1
    assert n > len(known)


def test_the_data_hold_no_markup_and_survive_hostile_text(tmp_path: Path, report_input: ReportInput):
    site = build(report_input, tmp_path / "report").index.parent
    for name in ("queue", "choices"):
        text = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
        assert not set("<>&\u2028\u2029\u202e\x00") & set(text)
        told = re.fullmatch(rf'RodeDraad\.data\("{name}", (".*")\);\n', text)
        assert told
        assert json.loads(json.loads(told.group(1)))
