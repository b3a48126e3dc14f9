"""The score list: a proposal from the passages, ! left to people, made to print."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from rodedraad.report.views.scorelist import proposed


@pytest.mark.parametrize(
    ("plus", "minus", "sign"), [(0, 0, 0), (4, 0, 0), (5, 0, 1), (0, 5, -1), (3, 3, 0), (4, 2, 1), (2, 4, -1), (5, 3, 0), (30, 15, 1)]
)
def test_a_sign_is_proposed_when_it_is_twice_as_frequent(plus: int, minus: int, sign: int):
    assert proposed(plus, minus) == sign


def test_the_list_has_every_principle_and_leaves_importance_open(html: dict[str, str]):
    tree = lxml_html.fromstring(html["lens/puddingprincipes.scorelijst.html"])
    rows = tree.xpath("//table[@class='scores']/tbody/tr")
    assert len(rows) == 4
    assert [h.text_content() for h in tree.xpath("//section[@class='score-phase']/h2")] == ["Melden/Signaleren", "Afstemmen"]
    for row in rows:
        important, plus, minus = row.xpath("./td")[:3]
        assert not important.xpath(".//span[@class='box on']")
        assert len(plus.xpath(".//span[@class='box on']")) + len(minus.xpath(".//span[@class='box on']")) <= 1
    referring = next(row for row in rows if "Overdragen" in row.text_content())
    assert referring.xpath("./td[3]//span[@class='box on']")
    assert "passages" in referring.xpath("string(./td[3])")
    assert "voorstel van het programma" in tree.xpath("string(//p[@class='eyebrow'])")


def test_only_a_lens_with_plus_and_minus_has_one(html: dict[str, str]):
    assert [path for path in html if path.endswith(".scorelijst.html")] == ["lens/puddingprincipes.scorelijst.html"]
    assert "puddingprincipes.scorelijst.html" in html["lens/puddingprincipes.html"]
