"""From a page to HTML: Jinja2 with escaping on and nothing that slips through it.

Every value passes ``harmless`` before it is escaped: HTML cannot hold a NUL, and an override of the writing direction in a title would
turn the text around it. A value that is None or undefined is our fault and stops the build.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from rodedraad import messages
from rodedraad.report import words
from rodedraad.report.identity import report_id
from rodedraad.report.page import navigation
from rodedraad.report.words import t
from rodedraad.schema import Status

if TYPE_CHECKING:
    from rodedraad.report.model import ReportInput
    from rodedraad.report.page import Page

_MOST = 90  # characters of the title above a printed page: a longer one would run into what stands beside it
_REPLACEMENT = "\ufffd"
_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # embeddings, overrides, isolates (Unicode TR 9)
_HARMFUL = {ord(c): _REPLACEMENT for c in _DIRECTION} | {
    code: _REPLACEMENT for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\t\n\r"
}


class Renderer:
    """Renders pages of one report."""

    def __init__(self, given: ReportInput) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("rodedraad.report", "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            finalize=harmless,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals.update(
            t=t,
            text=messages.text,
            language=messages.language(),
            navigation=navigation(),
            brand=given.config.title,
            confidential=given.config.confidential,
            corpus_title=given.facts.title or given.config.title,  # a plain folder has no title
            version=given.facts.version,
            report_id=report_id(given.tables["documents"]["doc_id"].to_list()),
        )

    def html(self, page: Page) -> str:
        """Return a page as HTML."""
        return self._environment.get_template(page.template).render(page=page, view=page.view, root=page.root)


def sheet_head(given: ReportInput) -> str:
    """Return what stands above a printed page: the name of the collection with the period of its documents."""
    documents = given.tables["documents"]
    dates = documents.filter(documents["status"] == Status.OK)["date"].drop_nulls().to_list()
    title = given.facts.title if len(given.facts.title) <= _MOST else f"{given.facts.title[: _MOST - 1]}…"
    return messages.text("pages.print_header", corpus=title, period=words.period(dates))


def harmless(value: object) -> object:
    """Return a value fit for HTML: control and direction characters made visible as U+FFFD, one for one.

    Raises:
        ValueError: None, which would be shown as a word.
    """
    if value is None:
        raise ValueError("a template shows a value that is None")
    if isinstance(value, str) and not isinstance(value, Markup):  # Markup was made of values that passed here
        return value.translate(_HARMFUL)
    return value
