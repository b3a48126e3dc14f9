"""The text of one Word paragraph, and what hangs on it.

In: a ``p`` of a tree made by ``docx_revisions``. Out: its visible text, whether all of it stands out, its text boxes, and the notes and
comments it calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.docx_styles import switched_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes", "commentReference": "comments"}
_SKIPPED = frozenset({"pPr", "rPr", "sdtPr", "instrText", "delText", "delInstrText", "rt", "tbl", "p"})


@dataclass(slots=True)
class Paragraph:
    """A paragraph: visible text (line breaks as newlines), its text boxes, and (part, id) of the notes it refers to, in order.

    ``marked`` is whether all of it is bold or underlined; None means that no run says so or denies it.
    """

    text: str = ""
    marked: bool | None = None
    boxes: list[_Element] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)


def read_paragraph(element: _Element) -> Paragraph:
    """Return what stands in the paragraph itself; text boxes are handed over, not read."""
    result, pieces, marks = Paragraph(), [], []

    def add(text: str, marked: bool | None) -> None:
        pieces.append(text)
        if text.strip():
            marks.append(marked)

    for child in element:
        _collect(child, result, add, marked=None)
    result.text = "\n".join(line for piece in "".join(pieces).split("\n") if (line := " ".join(piece.split())))
    if marks and all(marks):
        result.marked = True
    elif any(m is False for m in marks):
        result.marked = False
    return result


def _collect(element: _Element, result: Paragraph, add: Callable[[str, bool | None], None], *, marked: bool | None) -> None:
    tag = element.tag
    if tag == "t":
        add(element.text or "", marked)
    elif tag in _CHARACTERS:
        add(_CHARACTERS[tag], marked)
    elif tag in _REFERENCES:
        result.references.append((_REFERENCES[tag], element.get("id", "")))
    elif tag == "txbxContent":
        result.boxes.append(element)
    elif tag not in _SKIPPED:
        if tag == "r":
            properties = element.find("rPr")
            if switched_on(properties, "vanish") or _is_typed_reference(element, properties):
                return
            marked = False if marked is False else _marked(properties)
        elif tag == "hyperlink":
            marked = False  # links are underlined too
        for child in element:
            _collect(child, result, add, marked=marked)


def _marked(properties: _Element | None) -> bool | None:
    if switched_on(properties, "b") or switched_on(properties, "u"):
        return True
    return False if properties is not None and properties.find("b") is not None else None


def _is_typed_reference(run: _Element, properties: _Element | None) -> bool:
    """Return whether a run is a footnote number that was typed: digits in superscript."""
    raised = None if properties is None else properties.find("vertAlign")
    text = "".join(t.text or "" for t in run.iter("t"))
    return raised is not None and raised.get("val") == "superscript" and text.strip().isdigit()
