"""Hostile strings wherever a user's words come in: they are shown as text, the page stays whole, and nothing of them runs."""

from __future__ import annotations

import dataclasses
import json
from html import escape
from typing import TYPE_CHECKING

import polars as pl
import pytest
from lxml import html as lxml_html

from report.browsing import CHROMIUM, one_of_each
from report.test_html import scanned
from report.world import HOSTILE, given
from rodedraad import config, site
from rodedraad.errors import ConfigError
from rodedraad.report import links, single
from rodedraad.report.build import build
from rodedraad.report.render import harmless

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

EVERYTHING = " ".join(HOSTILE)
COLUMNS = {
    "sources": ("source_path",),
    "documents": ("title", "kind", "sector", "organisation_type", "source_path"),
    "paragraphs": ("section",),
    "passages": ("section",),
    "archetypes": ("label",),
    "relations": ("from_surface", "to_surface", "kind"),
}
LENS = """
[lens]
id = "vijandig"
version = 1
title = {every}
short = {some}
source = {every}
licence = {every}
question = {every}
has_polarity = true
[[lens.scores]]
sign = "+"
label = {every}
explanation = {every}
[[lens.scores]]
sign = "-"
label = {every}
explanation = {every}
[[items]]
id = "een"
number = 1
short = {some}
name = {some}
wording = {every}
explanation = {every}
cues = ["overdracht"]
examples = [{every}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report in which every free field holds every hostile string, file names shown."""
    told = given(show_file_names=True, title=EVERYTHING)
    tables = dict(told.tables)
    for name, columns in COLUMNS.items():
        every = (pl.when(pl.col(c).is_null()).then(None).otherwise(pl.lit(EVERYTHING)).alias(c) for c in columns)
        tables[name] = tables[name].with_columns(every)
    tables["archetypes"] = tables["archetypes"].with_columns(keywords=pl.lit(list(HOSTILE)))
    facts = dataclasses.replace(told.facts, title=EVERYTHING, about=EVERYTHING, models=HOSTILE, libraries={EVERYTHING: EVERYTHING})
    return build(dataclasses.replace(told, tables=tables, facts=facts), tmp_path_factory.mktemp("hostile") / "report").index.parent


@pytest.mark.requirement(32)
def test_every_page_stays_whole_and_its_links_resolve(folder: Path):
    faults = {}
    for path in folder.rglob("*.html"):
        scan = scanned(path.read_text(encoding="utf-8"))
        if scan.faults or scan.open:
            faults[path.name] = (scan.faults, scan.open)
    assert faults == {}
    assert links.broken(folder) == []


@pytest.mark.requirement(32)
@pytest.mark.parametrize("raw", ["<script>alert", "<img src=x", "<svg onload", "</script><", "\x00", "\u202e"])
def test_nothing_of_it_is_markup_in_any_file(folder: Path, raw: str):
    assert [path.name for path in folder.rglob("*.*") if path.is_file() and raw in path.read_text(encoding="utf-8")] == []


@pytest.mark.requirement(32)
def test_it_is_shown_as_it_is_but_for_control_and_direction_characters(folder: Path):
    shown = str(harmless(EVERYTHING))
    assert "\ufffd" in shown
    for name in ("index.html", "verantwoording.html", "documenten.html", "archetypen.html"):
        text = "".join(lxml_html.fromstring((folder / name).read_text(encoding="utf-8")).itertext())
        assert " ".join(shown.split()) in " ".join(text.split()), name


@pytest.mark.requirement(32)
def test_data_for_scripts_is_inert_and_whole(folder: Path):
    for path in (folder / "data").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not set(text) & set("<>&\u2028\u2029"), path.name
        name, _, told = text.strip().removeprefix("RodeDraad.data(").removesuffix(");").partition(",")
        assert json.loads(name) == path.stem
        json.loads(json.loads(told))


@pytest.mark.requirement(32, 30)
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
@pytest.mark.parametrize("whole", [False, True], ids=["folder", "single"])
def test_nothing_of_it_runs(folder: Path, page: Page, tmp_path: Path, whole: bool):
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: alarms.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: alarms.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else alarms.append(request.url))
    if whole:
        single.write(folder, tmp_path / "report.html")
        page.goto((tmp_path / "report.html").as_uri())
    else:
        for path in one_of_each(folder).values():
            page.goto(path.as_uri())
    assert alarms == []


def lens_file(folder: Path, every: str, some: str) -> config.Config:
    (folder / "lenzen").mkdir()
    written = {name: json.dumps(value.replace("\x00", ""), ensure_ascii=False) for name, value in (("every", every), ("some", some))}
    (folder / "lenzen/vijandig.toml").write_text(LENS.format(**written), encoding="utf-8")  # TOML has no NUL
    return config.Config(lens=config.Lens(folder=folder / "lenzen"))


@pytest.mark.requirement(32)
def test_a_lens_file_with_markup_and_emoji_is_read_and_shown_as_text(tmp_path: Path):
    settings = lens_file(tmp_path, " ".join(one for one in HOSTILE if one.isprintable() and len(one) < 1_000), HOSTILE[1])
    told = given()
    mappings = told.tables["mappings"].with_columns(lens_id=pl.lit("vijandig"), item_id=pl.lit("een")).unique("passage_id")
    lenses = site.lenses(settings, {"mappings": mappings})
    assert [lens.id for lens in lenses] == ["vijandig"]
    made = build(dataclasses.replace(told, lenses=lenses, tables={**told.tables, "mappings": mappings}), tmp_path / "report").index.parent
    text = (made / "lens/vijandig.html").read_text(encoding="utf-8")
    assert escape(HOSTILE[1]) in text
    assert HOSTILE[1] not in text
    assert HOSTILE[0] in "".join(lxml_html.fromstring(text).itertext())


@pytest.mark.requirement(32)
def test_a_lens_file_with_hidden_characters_or_endless_words_is_refused_by_name(tmp_path: Path):
    with pytest.raises(ConfigError) as caught:
        site.lenses(lens_file(tmp_path, EVERYTHING, HOSTILE[2]), {"mappings": given().tables["mappings"]})
    assert "lens.title" in str(caught.value)
    assert "stuurtekens" in str(caught.value)
    assert "onerror" not in str(caught.value)


@pytest.mark.requirement(33)
def test_no_file_name_is_shown_unless_asked_for(html: dict[str, str], folder: Path):
    assert [name for name, text in html.items() if "bestand0.pdf" in text or "Jan Jansen" in text] == []
    assert "onerror=alert(2)" in "".join(lxml_html.fromstring((folder / "verantwoording.html").read_text(encoding="utf-8")).itertext())
