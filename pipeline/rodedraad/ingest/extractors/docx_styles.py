"""What the styles of a Word document say a paragraph is: heading, list item, quotation, caption.

In: styles.xml without namespaces. Out: a look-up by style id. Built-in styles keep their English name in every language of Word
("heading 1" is shown as "Kop 1"), and a house style tells its place through ``outlineLvl``, its own or that of the style it is based on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

_BODY_TEXT_LEVEL = 9  # outlineLvl 0..8 are headings
_HEADING = re.compile(r"(?:heading|kop)\s*([1-9])")
_LIST_NAME = re.compile(r"list (?:bullet|number)\s*([2-5])?")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with all that it inherits: lower-case name, heading level (0 = none), list level (0 = none), bold."""

    name: str = ""
    heading: int = 0
    item: int = 0
    bold: bool = False


def read_styles(root: _Element | None) -> dict[str, Style]:
    """Return style id → style; the default paragraph style stands under the empty id."""
    if root is None:
        return {}
    elements = {e.get("styleId", ""): e for e in root.iter("style") if e.get("type", "paragraph") == "paragraph"}
    styles = {id_: _style(id_, elements, frozenset()) for id_ in elements}
    default = next((id_ for id_, e in elements.items() if switched_on(e, ".", "default")), None)
    return {**styles, "": styles[default]} if default is not None else styles


def outline_level(properties: _Element | None) -> int | None:
    """Return the heading level (1 = top, 0 = body text) that paragraph properties give by themselves, or None."""
    level = None if properties is None else properties.find("outlineLvl")
    if level is None or not level.get("val", "").isdigit():
        return None
    value = int(level.get("val", ""))
    return value + 1 if value < _BODY_TEXT_LEVEL else 0


def list_level(properties: _Element | None) -> int | None:
    """Return the depth (1 = outermost, 0 = numbering switched off) that paragraph properties give by themselves, or None."""
    number = None if properties is None else properties.find("numPr")
    if number is None:
        return None
    id_, depth = number.find("numId"), number.find("ilvl")
    if id_ is not None and id_.get("val") == "0":
        return 0
    value = "0" if depth is None else depth.get("val", "0")
    return int(value) + 1 if value.isdigit() else 1


def switched_on(properties: _Element | None, path: str, attribute: str = "val") -> bool:
    """Return whether an on/off property is there and not switched off (ECMA-376 §17.17.4)."""
    element = None if properties is None else properties.find(path)
    if element is None:
        return False
    return element.get(attribute, "1" if attribute == "val" else "0") not in {"0", "false", "off", "none"}


def _style(id_: str, elements: Mapping[str, _Element], seen: frozenset[str]) -> Style:
    element = elements.get(id_)
    if element is None or id_ in seen:
        return Style()
    based = element.find("basedOn")
    parent = _style(based.get("val", ""), elements, seen | {id_}) if based is not None else Style()
    name_element = element.find("name")
    name = "" if name_element is None else name_element.get("val", "").lower()
    properties = element.find("pPr")
    named = _HEADING.fullmatch(name)
    heading = int(named[1]) if named else outline_level(properties)
    listed = _LIST_NAME.fullmatch(name)
    item = int(listed[1] or 1) if listed else list_level(properties)
    return Style(
        name=name or parent.name,
        heading=parent.heading if heading is None else heading,
        item=parent.item if item is None else item,
        bold=switched_on(element, "rPr/b") or (parent.bold and element.find("rPr/b") is None),
    )
