from datetime import date
from pathlib import Path

import pytest

from rodedraad.config import Ingest
from rodedraad.ingest.extractors.markdown import extract

LAWS = Path(__file__).parents[4] / "shared" / "data" / "real-documents-nl" / "laws-md"


def _read(text):
    return extract(text.encode(), "verslag.md", Ingest())[0]


def _blocks(text):
    return [(b.kind.value, b.level, b.text) for b in _read(text).blocks]


def test_structure_without_marks():
    text = """# Aanleiding

Op **3 mei** belde de *wijkagent* met [Veilig Thuis](https://voorbeeld.nl).
De `melding` kwam later.

## Toedracht

- eerst school
  - de mentor
1. dan huisarts

> Wij wisten het niet.

| Datum | Wat |
|-------|-----|
| 3 mei | gebeld |

![foto](a.png)
"""
    assert _blocks(text) == [
        ("heading", 1, "Aanleiding"),
        ("paragraph", 0, "Op 3 mei belde de wijkagent met Veilig Thuis. De melding kwam later."),
        ("heading", 2, "Toedracht"),
        ("list_item", 1, "eerst school"),
        ("list_item", 2, "de mentor"),
        ("list_item", 1, "dan huisarts"),
        ("quote", 0, "Wij wisten het niet."),
        ("table", 0, "Datum | Wat"),
        ("table", 0, "3 mei | gebeld"),
    ]


def test_front_matter():
    found = _read(
        "---\ntitel: 'Na de kerstdagen'\ndatum: 2023-05-12\nsector: jeugdhulp\nsoort: inspectierapport\npatronen: [a]\n---\nTekst.\n"
    )
    assert (found.title, found.date) == ("Na de kerstdagen", date(2023, 5, 12))
    assert dict(found.properties) == {"sector": "jeugdhulp", "kind": "inspectierapport"}
    assert [b.text for b in found.blocks] == ["Tekst."]


def test_a_rule_at_the_top_is_no_front_matter():
    assert [b.text for b in _read("---\n\nTekst.\n\n---\n").blocks] == ["Tekst."]


def test_footnotes_follow_the_block_that_calls_them():
    text = "Vader weigerde.[^1] Moeder niet.[^nee]\n\nDaarna.\n\n[^1]: De brieven zijn\n    tweemaal verstuurd.\n"
    assert _blocks(text) == [
        ("paragraph", 0, "Vader weigerde. Moeder niet.[^nee]"),
        ("footnote", 0, "De brieven zijn tweemaal verstuurd."),
        ("paragraph", 0, "Daarna."),
    ]


def test_headings_without_a_blank_and_items_with_other_marks():
    assert _blocks("##Begripsbepalingen\n\n–  melding: een bericht;\n\na. het team;  \n2. de school.\n") == [
        ("heading", 2, "Begripsbepalingen"),
        ("list_item", 1, "melding: een bericht;"),
        ("list_item", 1, "het team;"),
        ("list_item", 1, "de school."),
    ]


def test_html_and_comments_are_not_text():
    assert _blocks("<div>Kader</div>\n\n<!-- intern -->\n\nVoor<br>na <b>vet</b>") == [
        ("paragraph", 0, "Kader"),
        ("paragraph", 0, "Voor\nna vet"),
    ]


def test_empty_and_deep_input():
    assert _read("").blocks == ()
    assert _blocks(">" * 40 + " diep") == [("quote", 0, "diep")]


@pytest.mark.skipif(not LAWS.is_dir(), reason="the shared laws are not here")
def test_laws_have_no_marks_left():
    laws = sorted(LAWS.glob("*.md"))
    assert laws
    for path in laws:
        blocks = extract(path.read_bytes(), path.name, Ingest())[0].blocks
        assert sum(b.kind == "heading" for b in blocks) >= 5, path.name
        assert not [b.text for b in blocks if b.text.startswith(("#", "**", "- "))], path.name
