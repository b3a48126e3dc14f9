"""Languages: of the document, of long blocks, and of what might be Frisian."""

from __future__ import annotations

from rodedraad.ingest import language

DUTCH = "De cliënt is op vrijdag overgedragen aan de wijkverpleging, maar niemand wist wie er in het weekend zou komen."
ENGLISH = "The patient was discharged on Friday and the family was not told about the changes in her medication at all."
FRISIAN = "It famke wie op freed nei hûs gien en nimmen wist wa't der yn it wykein by har lâns komme soe om te sjen hoe't it gie."


def test_dutch() -> None:
    """A Dutch report has one language and no doubt."""
    assert language.detect([DUTCH, "Zie bijlage"]) == language.Languages("nl", (None, None), doubtful=False)


def test_a_quotation_in_english() -> None:
    """A long block in another language is marked; the document stays Dutch."""
    found = language.detect([DUTCH] * 4 + [ENGLISH])
    assert found.document == "nl"
    assert found.blocks == (None, None, None, None, "en")


def test_an_english_report() -> None:
    """English stays English with a Dutch address in it."""
    assert language.detect([ENGLISH] * 3 + ["Wijkverpleging De Linde, Zutphen"]).document == "en"


def test_frisian_in_doubt_is_dutch() -> None:
    """A short text that looks Frisian is read as Dutch with a warning; a long one is believed."""
    assert language.detect(["It giet net goed mei de pasjint."]) == language.Languages("nl", (None,), doubtful=True)
    assert language.detect([FRISIAN] * 5).document == "fy"


def test_a_few_words_are_not_enough_to_set_a_document_aside() -> None:
    """Rows of a register are short and full of names of medicines."""
    assert language.detect(["Patient kreeg metoprolol 50 mg in plaats van paracetamol"]).document == "nl"
    assert language.detect(["Insuline pen defect"]).document == "nl"


def test_nothing() -> None:
    """No text is Dutch until shown otherwise, or at least some language."""
    assert language.detect([]).blocks == ()
    assert language.detect(["12-05-2023 | 14.30 | 3"]).document in language.CANDIDATES
