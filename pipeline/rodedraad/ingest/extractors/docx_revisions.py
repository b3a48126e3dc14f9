"""Takes a Word part to the text its readers would agree on: accepted revisions, one copy of each text box.

In: an XML part of a DOCX (ECMA-376 part 1, transitional or strict). Out: its tree without namespaces, with insertions kept, deletions and
the origins of moves gone, paragraphs joined where the mark between them was deleted (§17.13.5), and one choice of alternative content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad.ingest.extractors.archive import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_GONE = frozenset(
    {"del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange"}
)
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})


def accepted(part: bytes, name: str) -> tuple[_Element, bool]:
    """Return the tree with every revision accepted, and whether there were any in its text.

    Raises:
        DocumentError: the XML cannot be read.
    """
    root = _without_namespaces(parse_xml(part, name))
    tracked = any(e.tag in _TRACKED for e in root.iter())
    _choose_alternatives(root)
    _drop_deleted_cells(root)
    joined = [p for p in root.iter("p") if p.find("pPr/rPr/del") is not None or p.find("pPr/rPr/moveFrom") is not None]
    for paragraph in joined:
        _join_to_next(paragraph)
    for element in [e for e in root.iter() if e.tag in _GONE and e.getparent() is not None]:
        _remove(element)
    return root, tracked


def _without_namespaces(root: _Element) -> _Element:
    for element in root.iter():
        element.tag = _local(element.tag)
        for key, value in element.attrib.items():
            if "}" in str(key):
                del element.attrib[key]
                element.set(_local(key), value)
    return root


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _choose_alternatives(root: _Element) -> None:
    """A text box is written twice: as a shape and, for old readers, as VML."""
    for alternatives in list(root.iter("AlternateContent")):
        for other in list(alternatives)[1:]:
            alternatives.remove(other)


def _drop_deleted_cells(root: _Element) -> None:
    for row in list(root.iter("tr")):
        if row.find("trPr/del") is not None:
            _remove(row)
    for cell in list(root.iter("tc")):
        if cell.find("tcPr/cellDel") is not None:
            _remove(cell)


def _join_to_next(paragraph: _Element) -> None:
    """Move what stands in ``paragraph`` to the front of the next one, whose mark and style survive."""
    following = paragraph.getnext()
    while following is not None and following.tag not in {"p", "tbl", "sdt"}:
        following = following.getnext()  # bookmarks and range marks between paragraphs
    if following is None or following.tag != "p":
        return
    at = 1 if following.find("pPr") is not None else 0
    for child in reversed([c for c in paragraph if c.tag != "pPr"]):
        following.insert(at, child)
    _remove(paragraph)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
