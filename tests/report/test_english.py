"""An English report is English throughout: every word on it is from the English catalogue, and no key is missing, unused or left in Dutch.

What the user brought (texts, titles, labels, lens items) is masked first, letter by letter, so that whatever remains is ours.
"""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from lxml import html as lxml_html

import rodedraad
from report.world import given
from rodedraad import messages
from rodedraad.report.build import SCRIPT, build
from rodedraad.report.corpus import read
from rodedraad.text import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rodedraad.report.model import ReportInput

PACKAGE = Path(rodedraad.__file__).parent
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(
        set(PACKAGE.glob("**/*.py")) | set((PACKAGE / "report").glob("**/*.jinja")) | set((PACKAGE / "report").glob("**/*.js"))
    )
    if path != PACKAGE / "messages.py"  # its docstring gives an example
)
AREAS = sorted(
    path.stem
    for path in (PACKAGE / "locale/nl").glob("*.toml")
    if path.stem in {"report", "glossary", "warnings"} or re.search(rf"[\"'(]{path.stem}[.\"']", SOURCES.partition("report/")[2])
)
OF_THE_REPORT = ("report", "glossary", "pages", "search", "map", "review", "single", "serve")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]{3,}")
MASKED = {
    "documents": ("title",),
    "paragraphs": ("text", "section"),
    "passages": ("text", "section"),
    "relations": ("from_surface", "to_surface", "from_type", "to_type"),
    "archetypes": ("label", "keywords"),
    "mappings": ("indicator",),
}
SHOWN = ("title", "aria-label", "data-label", "data-filter", "placeholder", "alt", "label", "value")
NAMES = {
    "rode",
    "draad",
    "rodedraad",
    "jsonl",
    "cluster",
    "report",
    "csv",
    "lsa",
    "polars",
    "manifest",
    "json",
    "toml",
    "xxx",
    "segment",
    "aoud",
}


def masked(value: str | None) -> str | None:
    return None if value is None else LETTER.sub("x", value)


def anonymous(told: ReportInput) -> ReportInput:
    """Return the input with every word that the user brought made of x's; lengths, and so offsets, stay."""
    tables = dict(told.tables)
    for name, columns in MASKED.items():
        for column in columns:
            listed = tables[name].schema[column] == pl.List(pl.String)
            one = pl.element().map_elements(masked, return_dtype=pl.String) if listed else None
            made = pl.col(column).list.eval(one) if one is not None else pl.col(column).map_elements(masked, return_dtype=pl.String)
            tables[name] = tables[name].with_columns(made)
    no_warnings = pl.lit([], dtype=pl.List(pl.String))  # the world has one of a code that is in no catalogue
    tables["documents"] = tables["documents"].with_columns(warnings=no_warnings)
    lenses = tuple(
        dataclasses.replace(
            lens,
            **{name: masked(getattr(lens, name)) for name in ("title", "short", "source", "question")},
            phases=tuple((key, str(masked(name))) for key, name in lens.phases),
            items=tuple(
                dataclasses.replace(item, **{name: masked(getattr(item, name)) for name in ("short", "name", "wording", "explanation")})
                for item in lens.items
            ),
        )
        for lens in told.lenses
    )
    facts = dataclasses.replace(told.facts, title="Xxx", about="Xxx.")
    return dataclasses.replace(told, tables=tables, lenses=lenses, facts=facts)


def flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        yield from flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, str(value))]


def catalogue(language: str, area: str) -> dict[str, str]:
    return dict(flat(tomllib.loads((PACKAGE / f"locale/{language}/{area}.toml").read_text(encoding="utf-8"))))


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def known() -> set[str]:
    """Return every word an English report may hold."""
    texts = [text for path in (PACKAGE / "locale/en").glob("*.toml") for text in catalogue("en", path.stem).values()]
    texts += [kind.en for kind in gazetteer.load().kinds.values()]
    months = "January February March April May June July August September October November December"
    return words(" ".join([*texts, months])) | NAMES


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(anonymous(given(language="en")), tmp_path_factory.mktemp("english") / "report").index.parent


def shown(page: str) -> str:
    """Return what a reader may see or hear of a page; codes such as settings and hashes are no words."""
    tree = lxml_html.fromstring(page)
    for code in tree.xpath("//code | //script | //kbd | //table[.//th/code]//td"):
        code.getparent().remove(code) if code.tail is None else code.clear(keep_tail=True)
    return " ".join([*tree.itertext(), *(value for name in SHOWN for value in tree.xpath(f"//@{name}"))])


@pytest.mark.requirement(24)
def test_every_word_on_an_english_report_is_english(english: Path):
    allowed = known()
    strange = {
        path.relative_to(english).as_posix(): sorted(found)
        for path in english.rglob("*.html")
        if (found := {word for word in words(shown(path.read_text(encoding="utf-8"))) if set(word) != {"x"}} - allowed)
    }
    assert strange == {}


@pytest.mark.requirement(24)
def test_every_page_says_that_it_is_english(english: Path):
    assert {lxml_html.fromstring(path.read_text(encoding="utf-8")).get("lang") for path in english.rglob("*.html")} == {"en"}


@pytest.mark.requirement(24)
def test_scripts_and_their_data_are_english_too(english: Path):
    allowed = known()
    texts = json.loads((english / SCRIPT).read_text(encoding="utf-8").partition("= ")[2].partition(";\n")[0])
    found = words(" ".join(text for _, text in flat(texts)))
    assert sorted(found - allowed) == []


@pytest.mark.requirement(24)
def test_scripts_hold_no_dutch_of_their_own():
    """What a script says comes from the catalogue: no literal of two words or more has a word that only the Dutch catalogue knows."""
    dutch = words(" ".join(text for area in AREAS for text in catalogue("nl", area).values())) - known()
    several = re.compile(r'"((?:[^"\\\n]|\\.)* (?:[^"\\\n]|\\.)*)"')
    comment = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
    found = {
        (path.name, literal)
        for path in (PACKAGE / "report/assets").rglob("*.js")
        for literal in several.findall(comment.sub("", path.read_text(encoding="utf-8")))
        if words(literal) & dutch and not set("[=#.") & set(literal)  # a selector is no text
    }
    assert found == set()


@pytest.mark.requirement(24)
@pytest.mark.parametrize("area", AREAS)
def test_no_english_text_was_left_in_dutch(area: str):
    dutch, english = catalogue("nl", area), catalogue("en", area)
    same = [key for key, text in english.items() if text == dutch[key] and len(WORD.findall(re.sub(r"\{[^}]*\}|`[^`]*`", "", text))) > 2]
    assert same == []


@pytest.mark.requirement(24)
@pytest.mark.parametrize("area", AREAS)
def test_texts_have_the_same_blanks_in_both_languages(area: str):
    dutch, english = catalogue("nl", area), catalogue("en", area)
    blanks = re.compile(r"\{(\w*)")
    assert [key for key, text in dutch.items() if set(blanks.findall(text)) != set(blanks.findall(english[key]))] == []


@pytest.mark.requirement(24)
@pytest.mark.parametrize("area", [area for area in OF_THE_REPORT if area in AREAS])
def test_every_key_is_used(area: str):
    assert [key for key in catalogue("nl", area) if not used(area, key)] == []


def used(area: str, key: str) -> bool:
    """Tell whether the program names a key: whole, or by a table above it of which it takes the rest from a value."""
    parts = key.split(".")
    leaf = parts[-1]
    if "script" in parts:
        return bool(re.search(rf"(?:\.|\"|'){leaf}\b|\b{leaf}:", SOURCES))
    names = [key, f"{area}.{key}"]
    tables = [".".join(parts[:k]) for k in range(1, len(parts))]
    names += [f"{lead}{table}{end}" for table in tables for lead in ("", f"{area}.") for end in (".{", '"')]
    if any(f'"{name}' in SOURCES for name in names):
        return True
    return f'}}.{leaf}"' in SOURCES or (area == "glossary" and parts[0] in {"report", "field"}) or area in {"warnings", "errors"}


@pytest.mark.requirement(24)
def test_every_text_that_is_asked_for_is_there():
    report = catalogue("nl", "report")
    asked = set(re.findall(r"""\bt\(["']([a-z_0-9]+(?:\.[a-z_0-9]+)*)["']""", SOURCES))
    assert sorted(key for key in asked if key not in report) == []
    areas = {path.stem for path in (PACKAGE / "locale/nl").glob("*.toml")}
    named = set(re.findall(r"""\btext\(["']([a-z_]+)\.([a-z_0-9.]+)["']""", SOURCES))
    assert sorted(f"{area}.{key}" for area, key in named if area in areas and key[-1] != "." and key not in catalogue("nl", area)) == []


@pytest.mark.requirement(24)
def test_numbers_and_dates_follow_the_language(english: Path):
    passages = len(read(given()).passages)
    assert passages > 100
    text = " ".join(lxml_html.fromstring((english / "documenten.html").read_text(encoding="utf-8")).itertext())
    assert "12 March 2021" in text
    assert "maart" not in text
    with messages.speaking("en"):
        from rodedraad.report import format as fmt

        assert fmt.number(1234.5, 1) == "1,234.5"
    assert fmt.number(1234.5, 1) == "1.234,5"
    assert messages.language() == "nl"


def test_an_item_with_an_english_name_is_called_by_it():
    from rodedraad import config, site

    tables = {"mappings": pl.DataFrame({"lens_id": ["ivbm"]})}
    names = {}
    for language in ("nl", "en"):
        [lens] = site.lenses(config.Config(report=config.Report(language=language)), tables)
        names[language] = [item.name for item in lens.items]
    assert "The elephant" in names["en"]
    assert "The elephant" not in names["nl"]
