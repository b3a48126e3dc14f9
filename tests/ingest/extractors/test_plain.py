import gzip
from pathlib import Path

import pytest

from rodedraad.config import Ingest
from rodedraad.errors import DocumentError
from rodedraad.ingest.extractors.plain import extract

SHARED = Path(__file__).parents[4] / "shared"
MANIFESTOS = SHARED / "data" / "real-documents-nl" / "pdf-extracted-manifestos"


def _read(text):
    return extract(text if isinstance(text, bytes) else text.encode(), "verslag.txt", Ingest())[0]


def _blocks(text):
    return [(b.kind.value, b.level, b.text) for b in _read(text).blocks]


WRAPPED = """\
Aanleiding

Op 3 mei 2023 meldde de instelling een calamiteit bij de inspectie. De
jongere verbleef sinds februari op de groep en was in die weken vaker
weggelopen dan in het jaar daarvoor.
De inspectie vroeg de instelling om zelf onderzoek te doen naar de toe-
dracht. Zij sprak met ouders, school en de gedragswetenschapper en las
het dossier van de jeugd- en opvoedhulp.

Toedracht
---------

De begeleider schrijft op 1 mei in de rapportage dat er zorgen zijn. Er
is geen overleg geweest met de ambulant begeleider van het gezin.
"""


def test_hard_wrapped_lines_become_paragraphs_and_hyphens_are_mended():
    blocks = _blocks(WRAPPED)
    assert [(kind, level) for kind, level, _ in blocks] == [
        ("heading", 2),
        ("paragraph", 0),
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]
    assert blocks[1][2].endswith("in die weken vaker weggelopen dan in het jaar daarvoor.")
    assert "onderzoek te doen naar de toedracht. Zij sprak" in blocks[2][2]
    assert blocks[2][2].endswith("het dossier van de jeugd- en opvoedhulp.")
    assert "Er is geen overleg geweest" in blocks[4][2]


def test_text_that_is_not_wrapped_keeps_a_paragraph_a_line():
    text = "Eerste alinea met een hele zin over de melding.\nTweede alinea, ook een hele zin.\n\nDerde alinea, na een witregel."
    assert [kind for kind, *_ in _blocks(text)] == ["paragraph"] * 3


def test_headings_by_capitals_number_and_underlining():
    text = "VERSLAG VAN HET ONDERZOEK\n\nHet onderzoek duurde drie weken en is nu klaar.\n\n"
    text += "1 Inleiding\n\nDe zaak kwam op 3 mei aan het licht bij de school.\n\n1.2 Werkwijze\n\n"
    text += "Wij spraken met acht mensen.\n\nSlot\n====\n\nEinde van het verslag."
    assert [(level, t) for kind, level, t in _blocks(text) if kind == "heading"] == [
        (1, "VERSLAG VAN HET ONDERZOEK"),
        (1, "1 Inleiding"),
        (2, "1.2 Werkwijze"),
        (1, "Slot"),
    ]


def test_lists_with_levels_and_lines_that_go_on():
    text = "De organisaties:\n- school, die sinds maart wist dat de jongen thuis zat en dat\n  moeder de post niet meer opende;\n"
    text += "  - de mentor\n- huisarts\n1) bellen\n2) schrijven\n•zonder spatie\n\n"
    assert _blocks(text + WRAPPED)[:7] == [
        ("paragraph", 0, "De organisaties:"),
        ("list_item", 1, "school, die sinds maart wist dat de jongen thuis zat en dat moeder de post niet meer opende;"),
        ("list_item", 2, "de mentor"),
        ("list_item", 1, "huisarts"),
        ("list_item", 1, "bellen"),
        ("list_item", 1, "schrijven"),
        ("list_item", 1, "zonder spatie"),
    ]


def test_a_numbered_paragraph_is_no_heading():
    first = "6.24. Door een onhandige afspraak tussen twee gemeenten verdween de zorg\nvoor dit gezin uit beeld.\n"
    assert _blocks(f"{WRAPPED}\n{first}6.25. Wij bevelen aan om dat te herstellen.\n")[-2:] == [
        ("paragraph", 0, "6.24. Door een onhandige afspraak tussen twee gemeenten verdween de zorg voor dit gezin uit beeld."),
        ("paragraph", 0, "6.25. Wij bevelen aan om dat te herstellen."),
    ]


def test_tables_and_the_table_of_contents():
    text = "Datum\tGebeurtenis\n3 mei\tgebeld\n\n| naam | rol |\n|---|---|\n| team | regie |\n\nAanleiding ........ 3\nToedracht   7\n"
    assert [(k, t) for k, _, t in _blocks(text)] == [
        ("table", "Datum | Gebeurtenis"),
        ("table", "3 mei | gebeld"),
        ("table", "naam | rol"),
        ("table", "team | regie"),
        ("caption", "Aanleiding ........ 3"),
        ("caption", "Toedracht 7"),
    ]


def test_contents_with_a_single_blank_before_the_page_number():
    contents = "INLEIDING 3\n1 DE ZAAK 5\nHet gezin\n2 DE KETEN 9\n3 DE LESSEN 12\n4 DE MAATREGELEN 15\n"
    blocks = _blocks(contents + "\n" + WRAPPED)
    assert [kind for kind, *_ in blocks[:6]] == ["caption"] * 6
    assert blocks[6] == ("heading", 2, "Aanleiding")


def test_the_last_entry_of_contents_with_the_pages_title_glued_to_it():
    contents = "1 DE ZAAK 5\n2 DE KETEN 9\n3 DE LESSEN 12\n4 DE MAATREGELEN 15\nBIJLAGE: WERKWIJZE EN BRONNEN 92INHOUD\n"
    blocks = _blocks(contents + "\n" + WRAPPED)
    assert [kind for kind, *_ in blocks[:5]] == ["caption"] * 5
    assert not any(kind == "heading" and "BIJLAGE" in text for kind, _, text in blocks)


def test_a_title_over_several_lines_in_capitals():
    """Only on the title page: further on, two such lines are a section and its first part."""
    blocks = _blocks(f"  NIEUWE\n  VERBONDENHEID\nLEERREVIEW 2023\n\nOnderzoek naar een overlijden.\n\nANALYSE\nDE KETEN\n\n{WRAPPED}")
    assert [text for kind, _, text in blocks if kind == "heading"][:3] == ["NIEUWE VERBONDENHEID LEERREVIEW 2023", "ANALYSE", "DE KETEN"]


def _page(number, body):
    return f"Rapport Toegang tot zorg\n\n{body}\n\n{number}"


def test_form_feeds_give_pages_and_furniture_goes():
    pages = [_page(n, f"Alinea {letter} gaat over de zorg in de wijk en loopt door") for n, letter in enumerate("ABCD", 1)]
    found = _read("\f".join(pages))
    assert found.n_pages == 4
    assert {b.page for b in found.blocks} == {1, 2, 3, 4}
    text = " ".join(b.text for b in found.blocks)
    assert "Rapport Toegang" not in text
    assert text.count("Alinea") == 4


@pytest.mark.parametrize("form", ["{body}{n}Rapport Toegang tot zorg 2021", "{n}\nRapport Toegang tot zorg 2021{body}"])
def test_page_numbers_and_titles_glued_to_the_text(form):
    sentence = "De wijkverpleegkundige belde met de huisarts over de medicatie van mevrouw en schreef dat op in de map. "
    text = "".join(form.format(n=n, body=f"{letter * 3} begint hier. " + sentence * 5) for n, letter in enumerate("ABCDEFGH", 7))
    found = _read(text)
    assert found.n_pages in {8, 9}
    assert "Rapport" not in " ".join(b.text for b in found.blocks)
    assert not any(b.text.endswith(tuple("0123456789")) for b in found.blocks)


def test_numbered_recommendations_are_no_page_numbers():
    sentence = "De instelling overlegt voortaan met school en legt afspraken vast in het plan van het gezin en de groep.\n"
    text = "".join(f"Aanbeveling {n}\n\n{sentence * 6}\n" for n in range(1, 9))
    found = _read(text)
    assert found.n_pages is None
    assert sum(b.text.startswith("Aanbeveling") for b in found.blocks) == 8


def test_marks_and_tags_that_a_converter_left():
    assert [t for *_, t in _blocks("- **Wat is *dit*?**\n- ▣ Aan de slag!\n<p>Eerst</p>\t<p>dan</p>\n")] == [
        "Wat is dit?",
        "Aan de slag!",
        "Eerst | dan",
    ]


def test_marks_that_open_on_one_line_and_close_on_another():
    assert [t for *_, t in _blocks("*Jeugdhulp De Linde, GGD,\n\nén het wijkteam*\n\nDe 1^e resultaten en het 2*3 model\n")] == [
        "Jeugdhulp De Linde, GGD,",
        "én het wijkteam",
        "De 1e resultaten en het 2*3 model",
    ]


def test_utf16_nuls_and_old_line_ends():
    assert [t for *_, t in _blocks("Mevrouw belde.\r\nNiemand nam op.\r".encode("utf-16"))] == ["Mevrouw belde.", "Niemand nam op."]
    assert [t for *_, t in _blocks(b"Mevrouw\x00 belde.")] == ["Mevrouw belde."]


def test_empty_blank_and_endless_input():
    assert _read(b"").blocks == ()
    assert _read(b"\n \f\n\t\n").blocks == ()
    assert len(_read("a" * 1_000_000).blocks) == 1
    assert _read("- " * 20_000).blocks is not None
    assert _read("(" * 50_000 + " 1 " * 20_000).blocks
    with pytest.raises(DocumentError):
        _read(bytes(range(1, 32)) * 100)


@pytest.mark.skipif(not MANIFESTOS.is_dir(), reason="the shared manifestos are not here")
@pytest.mark.parametrize(("name", "pages"), [("CDA_2023", 79), ("ChristenUnie_2023", 134), ("D66_2023", 244), ("GroenLinksPvdA_2023", 101)])
def test_real_text_from_pdf_finds_its_pages_and_loses_its_furniture(name, pages):
    found = _read(gzip.decompress((MANIFESTOS / f"{name}.txt.gz").read_bytes()))
    assert found.n_pages == pages
    texts = [b.text for b in found.blocks]
    assert sum("De digitale versie lees je op" in t or "NIEUWE VERBONDENHEID" in t for t in texts) <= 3
    running = [b.text for b in found.blocks if b.kind == "paragraph" and len(b.text) > 200]
    assert sum(t.rstrip().endswith((".", ":", "?", "!", "’", ";")) for t in running) > 0.9 * len(running)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared seeds are not here")
def test_seeds_have_headings_and_whole_sentences():
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        found = _read(path.read_bytes())
        assert sum(b.kind == "heading" for b in found.blocks) >= 4, path.name
        assert not any(len(b.text) > 90 for b in found.blocks if b.kind == "heading"), path.name
