"""Builds the report: tables of a finished run in, a folder of HTML out.

The folder is made aside and takes its place by a rename, so that a half-built report is never visible. The same input gives the same bytes.
"""

from __future__ import annotations

import json
import re
import shutil
from importlib import resources
from typing import TYPE_CHECKING

from rodedraad import messages
from rodedraad.errors import EnvironmentFault, InternalError
from rodedraad.report import corpus, islands, links, paper, searchdata
from rodedraad.report.model import NEEDED, BuildResult, ReportInput
from rodedraad.report.places import Places
from rodedraad.report.render import Renderer
from rodedraad.report.views import (
    account,
    archetypes,
    between,
    compare,
    documents,
    evidence,
    glossary,
    leftovers,
    lenses,
    overview,
    reading,
    review,
    search,
)
from rodedraad.report.views.quotes import Quoter
from rodedraad.report.views.reasons import Likeness, Reasons

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rodedraad.report.page import Page

STYLE, SCRIPT = "assets/rodedraad.css", "assets/rodedraad.js"
SCRIPT_AREAS: tuple[str, ...] = ("judge", "pages", "serve")  # of the catalogue, with a table ``script``; the report's own stand above them
PARTS = ("passages", "search", "map", "queue")  # folders of scripts of which only some pages need the whole: assets/<part>.js
_SHOWN_LINKS = 3
_COMMENT = re.compile(r"^(?:/\*(?:[^*]|\*(?!/))*\*/|//.*)\n", re.MULTILINE)  # on lines of its own


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
        with messages.speaking(given.config.language):
            result = _write(given, aside, target)
        _swap(aside, target, old)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return result


def pages(given: ReportInput, found: corpus.Corpus | None = None) -> Iterator[Page]:
    """Yield every page of the report, not yet rendered. ``found`` is the corpus of ``given`` where it was read already."""
    found = found or corpus.read(given)
    quoter = Quoter(found, Places.of(found))
    show = given.config.show_file_names
    yield from overview.pages(given, found, quoter)
    yield from archetypes.pages(found, Reasons(quoter), given.config.quotes)
    yield from lenses.pages(found, quoter)
    yield from between.pages(given, found, quoter)
    yield from compare.pages(given, found)
    yield from documents.pages(found, show_file_names=show)
    yield from reading.pages(found, quoter, show_file_names=show)
    yield from search.pages(found)
    yield from review.pages(quoter)
    yield from leftovers.pages(given, found, quoter)
    yield from account.pages(given, found)
    yield from glossary.pages()


def data(given: ReportInput, found: corpus.Corpus) -> Iterator[tuple[str, object]]:
    """Yield the sets of data that scripts of pages ask for, each with its name (``islands``)."""
    quoter = Quoter(found, Places.of(found))
    yield from searchdata.sets(found)
    yield from evidence.sets(quoter, Likeness.of(given.tables["embeddings"], found), given.config.quotes)
    yield from review.sets(given, quoter)


def style() -> str:
    """Return the style sheet."""
    return _joined("css")


def script() -> str:
    """Return the script, with the texts it shows before it."""
    own: dict[str, object] = {**messages.section("report.script")}
    texts = json.dumps(own | {area: messages.section(f"{area}.script") for area in SCRIPT_AREAS}, ensure_ascii=True, sort_keys=True)
    return f"var RODE_DRAAD_TEXTS = {texts};\n{_joined('js')}"


def part(name: str) -> str:
    """Return a part of the script that only some pages load, with its own texts where it has any."""
    try:
        texts = {name: messages.section(f"{name}.script")}
    except FileNotFoundError:
        texts = {}
    return f"Object.assign(RODE_DRAAD_TEXTS, {json.dumps(texts, ensure_ascii=True, sort_keys=True)});\n{_joined('js', name)}"


def _joined(kind: str, *below: str) -> str:
    """Return the source files of a kind, in the order of their names."""
    folder = resources.files("rodedraad.report").joinpath("assets", kind, *below)
    parts = sorted((part for part in folder.iterdir() if part.name.endswith(f".{kind}")), key=lambda part: part.name)
    lines = (line.strip() for part in parts for line in part.read_text(encoding="utf-8").splitlines())
    return _COMMENT.sub("", "\n".join(line for line in lines if line) + "\n")  # a fifth less without indentation and comments


def _write(given: ReportInput, aside: Path, target: Path) -> BuildResult:
    renderer = Renderer(given)
    n_pages = changed = n_bytes = 0
    found = corpus.read(given)
    for page in pages(given, found):
        html = renderer.html(page).encode("utf-8")
        _file(aside / page.path, html)
        before = target / page.path
        n_pages, n_bytes = n_pages + 1, n_bytes + len(html)
        changed += not before.is_file() or before.read_bytes() != html
    parts = ((f"assets/{name}.js", part(name)) for name in PARTS)
    for name, content in ((STYLE, style() + paper.running_head(given)), (SCRIPT, script()), *parts):
        _file(aside / name, content.encode("utf-8"))
    for name, value in data(given, found):
        _file(aside / islands.path(name), islands.script(name, value).encode("utf-8"))
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
