"""Why is this here: every quote of an archetype tells what it resembles, its key terms, and score beside threshold."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html


@pytest.mark.requirement(11)
def test_every_typical_quote_tells_why_it_is_here(html: dict[str, str]):
    pages = [lxml_html.fromstring(text) for name, text in html.items() if re.fullmatch(r"archetype/\w+\.html", name)]
    quotes = [quote for page in pages for quote in page.xpath("//section[@aria-labelledby='typisch']//figure")]
    assert len(quotes) > 8
    told_why = 0
    for quote in quotes:
        found = quote.xpath(".//details[contains(@class, 'why')]")
        if not found:  # nothing but its strength is known, and that stands with the quote itself
            assert "hoort er" in quote.text_content()
            continue
        why = found[0]
        told_why += 1
        told = " ".join(why.text_content().split())
        assert why.xpath("./summary")[0].text_content().startswith("Waarom staat dit hier?")
        assert re.search(r"hoort er (sterk|duidelijk|zwak) bij \(0,\d\d\)", told)
        assert len(why.xpath("./dl/dt")) >= 2
    assert told_why > len(quotes) / 2


@pytest.mark.requirement(11, 6)
def test_an_item_stands_with_its_score_beside_the_threshold_and_a_link(html: dict[str, str]):
    told = 0
    for text in html.values():
        for figure in lxml_html.fromstring(text).xpath("//figure[.//details[contains(@class, 'why')]]"):
            links = [" ".join(a.text_content().split()) for a in figure.xpath(".//a[contains(@class, 'tag')]")]
            for finding in figure.xpath(".//details[contains(@class, 'why')]//dt[.='Herkend door lenzen']/following-sibling::dd"):
                name, _, scores = finding.text_content().partition(":")
                assert len(re.findall(r"0,\d\d", scores)) >= 2  # the score, and the threshold it passed
                assert any(name.strip() in link for link in links), name  # the item is a link, in the list or as a tag of the quote
                told += 1
    assert told
