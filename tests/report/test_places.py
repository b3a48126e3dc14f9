"""File names and links within the report."""

from __future__ import annotations

import pytest

from rodedraad.report import places


def test_an_ordinary_id_is_its_own_file_name():
    assert places.item("puddingprincipes", "p03_overdragen") == "lens/puddingprincipes/p03_overdragen.html"


def test_further_pages_never_collide_with_an_id():
    assert places.paged("lens/a/b.html", 1) == "lens/a/b.html"
    assert places.paged("lens/a/b.html", 2) == "lens/a/b.2.html"


@pytest.mark.parametrize(("n", "pages"), [(0, 1), (50, 1), (51, 2), (100, 2)])
def test_an_empty_list_still_has_a_page(n: int, pages: int):
    assert places.page_count(n) == pages


@pytest.mark.parametrize("hostile", ["../../etc/passwd", "a/b", "A", "x.html", "", "a" * 500, "café", "a b", "-rf", "con\x00"])
def test_a_hostile_id_becomes_a_harmless_name(hostile: str):
    name = places.lens(hostile).removeprefix("lens/")
    assert name.removesuffix(".html").isalnum()
    assert len(name) < 40
    assert name != places.lens(hostile + "x").removeprefix("lens/")
