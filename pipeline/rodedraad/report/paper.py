"""The running head of printed pages: collection, period and 'vertrouwelijk' above every sheet, page numbers below.

In: what the report is about. Out: a piece of style sheet with CSS margin boxes (CSS Paged Media 3), which a page cannot fill by itself.
Browsers without them print the head of the first sheet, that every page has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.report.render import harmless, sheet_head

if TYPE_CHECKING:
    from rodedraad.report.model import ReportInput


def running_head(given: ReportInput) -> str:
    """Return the style rules that put a head and page numbers on every printed sheet of this report."""
    told = str(harmless(sheet_head(given)))
    confidential = messages.text("pages.print_confidential") if given.config.confidential else ""
    beside = " · ".join(filter(None, (told, confidential)))  # for browsers that print no margins
    look = "font: 8pt sans-serif; color: #444;"
    return (
        f"@media print {{ .column::before {{ content: {_string(beside)}; }}\n"
        f"  @page {{ @top-left {{ content: {_string(told)}; {look} }}\n"
        f"  @top-right {{ content: {_string(confidential)}; {look} }}\n"
        f"  @bottom-right {{ content: counter(page) ' / ' counter(pages); {look} }} }} }}\n"
    )


def _string(text: str) -> str:
    """Return a text as a CSS string: everything but letters, digits and spaces escaped by its number (CSS Syntax 3, 4.3.7)."""
    return '"' + "".join(c if (c.isalnum() and c.isascii()) or c == " " else f"\\{ord(c):x} " for c in text) + '"'
