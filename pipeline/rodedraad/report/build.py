"""Builds the report: tables of a finished run in, a folder of HTML out.

The folder is made aside and takes its place by a rename, so that a half-built report is never visible. The same input gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
from importlib import resources
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.errors import EnvironmentFault, InternalError
from rodedraad.report import corpus, links
from rodedraad.report.model import NEEDED, BuildResult, ReportInput
from rodedraad.report.places import Places
from rodedraad.report.render import Renderer
from rodedraad.report.views import account, archetypes, between, documents, glossary, leftovers, lenses, overview, reading
from rodedraad.report.views.quotes import Quoter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rodedraad.report.page import Page

STYLE, SCRIPT = "assets/rodedraad.css", "assets/rodedraad.js"
_SHOWN_LINKS = 3


def build(given: ReportInput, target: Path) -> BuildResult:
    """Build the report in ``target``, replacing the one that is there.

    Raises:
        ValueError: a table is missing, or a mapping names a lens that was not given.
        EnvironmentFault: ``target`` holds something that is not a report of ours.
        InternalError: a link in the new report leads nowhere; the old report stays.
        OSError: the disk refuses; the old report stays.
    """
    if missing := sorted(set(NEEDED) - set(given.tables)):
        raise ValueError(f"the report needs the tables {missing}")
    target = target.resolve()
    aside, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    _recover(target, old)
    if target.exists() and not _ours(target):
        raise EnvironmentFault("report_folder_foreign", str(target))
    shutil.rmtree(aside, ignore_errors=True)
    try:
        result = _write(given, aside, target)
        _swap(aside, target, old)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return result


def pages(given: ReportInput) -> Iterator[Page]:
    """Yield every page of the report, not yet rendered."""
    found = corpus.read(given)
    quoter = Quoter(found, Places.of(found))
    show = given.config.show_file_names
    yield from overview.pages(given, found, quoter)
    yield from archetypes.pages(found, quoter, given.config.quotes)
    yield from lenses.pages(found, quoter)
    yield from between.pages(given, found, quoter)
    yield from documents.pages(found, show_file_names=show)
    yield from reading.pages(found, quoter, show_file_names=show)
    yield from leftovers.pages(given, found, quoter)
    yield from account.pages(given, found)
    yield from glossary.pages()


def style() -> str:
    """Return the style sheet."""
    return _joined("css")


def script() -> str:
    """Return the script, with the texts it shows before it."""
    texts = json.dumps(messages.section("report.script"), ensure_ascii=True, sort_keys=True)
    return f"var RODE_DRAAD_TEXTS = {texts};\n{_joined('js')}"


def _joined(kind: str) -> str:
    """Return the source files of a kind, in the order of their names."""
    folder = resources.files("rodedraad.report").joinpath("assets", kind)
    parts = sorted((part for part in folder.iterdir() if part.name.endswith(f".{kind}")), key=lambda part: part.name)
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def _write(given: ReportInput, aside: Path, target: Path) -> BuildResult:
    renderer = Renderer(given)
    n_pages = changed = n_bytes = 0
    for page in pages(given):
        html = renderer.html(page).encode("utf-8")
        _file(aside / page.path, html)
        before = target / page.path
        n_pages, n_bytes = n_pages + 1, n_bytes + len(html)
        changed += not before.is_file() or before.read_bytes() != html
    for name, content in ((STYLE, style()), (SCRIPT, script())):
        _file(aside / name, content.encode("utf-8"))
    if faults := links.broken(aside):
        shown = ", ".join(f"{fault.page} → {fault.link}" for fault in faults[:_SHOWN_LINKS])
        raise InternalError("report_links_broken", n=len(faults), links=shown)
    return BuildResult(target / "index.html", n_pages, changed, n_bytes)


def _file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _ours(folder: Path) -> bool:
    """A folder that may be replaced: a report of ours, or empty."""
    return folder.is_dir() and ((folder / STYLE).is_file() or not any(folder.iterdir()))


def _recover(target: Path, old: Path) -> None:
    """Put the old report back when the machine stopped between the two renames of a swap."""
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _swap(aside: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
        try:
            aside.rename(target)
        except OSError:
            old.rename(target)
            raise
    else:
        aside.rename(target)
    shutil.rmtree(old, ignore_errors=True)
