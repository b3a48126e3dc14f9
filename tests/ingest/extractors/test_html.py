import lxml.html
import pytest

from rodedraad.config import Ingest
from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors.html import extract
from rodedraad.ingest.extractors.html_blocks import read_blocks

SENTENCE = "Op 3 mei vond een ernstige gebeurtenis plaats; de instelling deed melding en stelde een onderzoek in naar de toedracht. "
PAGE = f"""<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Calamiteit in de jeugdhulp</title>
<meta name="DCTERMS.date" content="2023-05-04"><meta name="author" content="Inspectie"><style>p{{color:red}}</style></head>
<body><nav><a href="/">Home</a></nav><main><h1>Calamiteit in de jeugdhulp</h1><p>{SENTENCE}</p><h2>Feitenrelaas</h2>
<ul><li>De begeleider zag <em>signalen</em>.<ul><li>Deze zijn niet gedeeld.</li></ul></li><li>School belde Veilig Thuis.</li></ul>
<table><tr><th>Datum</th><th>Wat</th></tr><tr><td>3 mei</td><td>Overdracht zonder gesprek</td></tr></table>
<blockquote>Wij wisten het niet.</blockquote><p>Kort.</p></main><footer>Cookiebeleid</footer>
<script>alert("kwaad")</script></body></html>"""


def _read(page, encoding="utf-8"):
    return extract(page if isinstance(page, bytes) else page.encode(encoding), "pagina.html", Ingest())[0]


def _blocks(page):
    return [(b.kind.value, b.level, b.text) for b in _read(page).blocks]


def test_main_text_with_its_structure():
    assert _blocks(PAGE) == [
        ("heading", 1, "Calamiteit in de jeugdhulp"),
        ("paragraph", 0, SENTENCE.strip()),
        ("heading", 2, "Feitenrelaas"),
        ("list_item", 1, "De begeleider zag signalen."),
        ("list_item", 2, "Deze zijn niet gedeeld."),
        ("list_item", 1, "School belde Veilig Thuis."),
        ("table", 0, "Datum | Wat"),
        ("table", 0, "3 mei | Overdracht zonder gesprek"),
        ("quote", 0, "Wij wisten het niet."),
        ("paragraph", 0, "Kort."),
    ]


def test_metadata():
    found = _read(PAGE)
    assert dict(found.properties) == {"title": "Calamiteit in de jeugdhulp", "author": "Inspectie", "created": "2023-05-04"}
    assert found.warnings == ()
    assert _read("<p>Tekst.</p><time datetime='2022-01-31T10:00'>gisteren</time>").properties["created"] == "2022-01-31"


def test_what_is_not_shown_is_not_read():
    hidden = (
        f"<p>{SENTENCE * 3}</p><p style='display: none'>VERBORGEN</p><p hidden>OOK</p><script>x='GEVAAR'</script><noscript>AAN</noscript>"
    )
    text = " ".join(t for _, _, t in _blocks(f"<html><body><article>{hidden}</article></body></html>"))
    assert SENTENCE.strip() in text
    assert not {"VERBORGEN", "OOK", "AAN"} & set(text.split())
    assert "GEVAAR" not in text


def test_whole_body_when_much_would_be_lost_and_it_is_said():
    cells = "".join(f"<div class='sidebar comment'><span>{SENTENCE}Nummer {i}.</span></div>" for i in range(9))
    found = _read(f"<html><body>{cells}</body></html>")
    assert all(any(f"Nummer {i}." in b.text for b in found.blocks) for i in range(9))
    short = _read("<html><body><nav>Menu</nav><div>Val</div><div>Mevrouw gleed uit.</div></body></html>")
    assert [b.text for b in short.blocks] == ["Val", "Mevrouw gleed uit."]
    assert short.warnings == ("html_whole_body",)


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=windows-1252><p>cliënt – “één” €</p>".encode("cp1252"),
        "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'><p>cliënt – “één” €</p>".encode("cp1252"),
        b"\xef\xbb\xbf" + "<meta charset=iso-8859-1><p>cliënt – “één” €</p>".encode(),
        "<p>cliënt – “één” €</p>".encode("utf-16"),
        "<meta charset=bestaat-niet><p>cliënt – “één” €</p>".encode(),
        "<meta charset=utf-8><p>cliënt – “één” €</p>".encode("cp1252"),
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>cliënt – “één” €</p></body></html>".encode(),
    ],
    ids=["cp1252", "called latin-1", "bom against meta", "utf-16", "unknown", "wrong about itself", "xhtml"],
)
def test_encodings(data):
    assert [b.text for b in _read(data).blocks] == ["cliënt – “één” €"]


def test_layout_table_lines_and_loose_text():
    page = f"<body>Los begin<table><tr><td><h2>Kop</h2><p>{SENTENCE}</p></td></tr></table><pre>regel 1\nregel 2</pre>a<br>b</body>"
    assert [(b.kind.value, b.text) for b in read_blocks(lxml.html.document_fromstring(page))] == [
        ("paragraph", "Los begin"),
        ("heading", "Kop"),
        ("paragraph", SENTENCE.strip()),
        ("paragraph", "regel 1\nregel 2"),
        ("paragraph", "a\nb"),
    ]


def test_the_only_heading_of_a_page_stays():
    page = _read(
        "<html><body><h1>Leerverhaal</h1><p>De school hoorde wekenlang niets van het wijkteam.</p>"
        "<p>Pas na de kerst belde iemand.</p></body>"
    )
    assert [b.text for b in page.blocks if b.kind == "heading"] == ["Leerverhaal"]


@pytest.mark.parametrize("tag", ["<b>", "<div>", "<font><p>", "<table><tr><td>"])
def test_tags_that_are_never_closed_lose_no_text(tag):
    """Hand-made pages open a tag on every line and never close it; from 256 on the parser used to drop the rest without a word."""
    page = _read("<html><body><p>Het begin van het verslag staat hier.</p>" + tag * 150 + "<p>Het einde van het verslag staat daar.</p>")
    assert " ".join(b.text for b in page.blocks).count("van het verslag staat") == 2


def test_parts_within_parts_without_end_are_said():
    for page in ("<div>" * 3000 + "diep", "<ul><li>" * 700 + "diep"):
        with pytest.raises(DocumentError) as caught:
            _read(page)
        assert caught.value.code == "html_too_deep"


def test_nothing_in_it_and_hostile_input():
    assert _read("<html><body><script>1</script></body></html>").blocks == ()
    with pytest.raises(DocumentError) as caught:
        _read(b"   ")
    assert caught.value.code == "html_empty"
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>&a;&b; einde van de tekst</p>'
    assert not any("root:" in b.text for b in _read(bomb).blocks)
