"""The project for programs of qualitative analysis: read back as the standard (REFI-QDA 1.0) says, positions held against the texts."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from cli.test_compare import run_folder
from report.world import HOSTILE, LABELS, given
from rodedraad import refi
from rodedraad.config import Config
from rodedraad.run.store import published
from rodedraad.schema import TABLES
from scenario import cli

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "p03_overdragen_niet_verwijzen"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SIGNED = {"creatingUser", "creationDateTime"}
# Of the standard's schema: element → (attributes it must have, attributes it may have, children in their order).
STANDARD = {
    "Project": (
        {"name"},
        {"origin", "creatingUserGUID", "creationDateTime", "modifyingUserGUID", "modifiedDateTime", "basePath"},
        ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "Description", "NoteRef"],
    ),
    "Users": (set(), set(), ["User"]),
    "User": ({"guid"}, {"name", "id"}, []),
    "CodeBook": (set(), set(), ["Codes", "Sets"]),
    "Codes": (set(), set(), ["Code"]),
    "Code": ({"guid", "name", "isCodable"}, {"color"}, ["Description", "NoteRef", "Code"]),
    "Sources": (set(), set(), ["TextSource"]),
    "TextSource": (
        {"guid"},
        {"name", "richTextPath", "plainTextPath", "modifyingUser", "modifiedDateTime", *SIGNED},
        ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
    ),
    "PlainTextSelection": (
        {"guid", "startPosition", "endPosition"},
        {"name", "modifyingUser", "modifiedDateTime", *SIGNED},
        ["Description", "Coding", "NoteRef"],
    ),
    "Coding": ({"guid"}, SIGNED, ["CodeRef", "NoteRef"]),
    "CodeRef": ({"targetGUID"}, set(), []),
    "NoteRef": ({"targetGUID"}, set(), []),
    "Notes": (set(), set(), ["Note"]),
    "Note": ({"guid"}, {"name", "richTextPath", "plainTextPath", *SIGNED}, ["Description", "PlainTextContent"]),
    "Description": (set(), set(), []),
    "PlainTextContent": (set(), set(), []),
}


def name(element: ET.Element) -> str:
    space, _, own = element.tag[1:].partition("}")
    assert space == "urn:QDA-XML:project:1.0"
    return own


def opened(path: Path) -> tuple[ET.Element, dict[str, str]]:
    """Return the project and source file → text."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        texts = {one: archive.read(one).decode("utf-8") for one in archive.namelist() if one.startswith("Sources/")}
        return ET.fromstring(archive.read("project.qde")), texts  # noqa: S314 - our own file


def found(project: ET.Element, *names: str) -> list[ET.Element]:
    return project.findall("/".join((".", *(f"{{urn:QDA-XML:project:1.0}}{one}" for one in names))))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a finished run of the invented corpus with hostile strings, a mapping that a reviewer made and a memo."""
    place = run_folder(tmp_path_factory.mktemp("run") / "refi")
    mappings = given().tables["mappings"].filter(lens_id="puddingprincipes")
    mappings = mappings.with_columns(item_id=pl.col("item_id").replace({"p03_overdragen": ITEM}))
    one = mappings.filter("assigned", item_id=ITEM).sort("passage_id").row(0, named=True)
    mine = (pl.col("passage_id") == one["passage_id"]) & (pl.col("item_id") == one["item_id"])
    mappings.with_columns(method=pl.when(mine).then(pl.lit("reviewer")).otherwise("method")).write_parquet(published(place, "mappings"))
    about = {name: one[name] for name in ("passage_id", "lens_id", "item_id")}
    decisions = [
        {"decision_id": "b1", "kind": "mapping", "action": "accept", "reviewers": ["mk", "pj"], "state": "valid", **about},
        {"decision_id": "b2", "kind": "passage", "action": "memo", "reviewers": ["mk"], "state": "valid", "value": HOSTILE[3] + "\x00"}
        | {"passage_id": one["passage_id"]},
        {
            "decision_id": "b3",
            "kind": "passage",
            "action": "memo",
            "reviewers": ["ab"],
            "state": "lost",
            "value": "x",
            "passage_id": "pweg",
        },
    ]
    TABLES["decisions"].frame(decisions).write_parquet(published(place, "decisions"))
    return place


@pytest.fixture(scope="module")
def made(run: Path) -> Path:
    done = cli("export", run, "--format", "refi-qda", cwd=run.parent)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("rodedraad.qdpx")
    return run / "exports" / "rodedraad.qdpx"


@pytest.mark.requirement(22)
def test_it_has_the_elements_and_attributes_of_the_standard_in_their_order(made: Path):
    project, _ = opened(made)
    assert name(project) == "Project"
    for element in project.iter():
        must, may, order = STANDARD[name(element)]
        assert must <= set(element.attrib) <= must | may, name(element)
        places = [order.index(name(child)) for child in element]
        assert places == sorted(places), name(element)
        guids = [value for key, value in element.attrib.items() if key.lower().endswith("guid") or key in ("creatingUser", "guid")]
        assert all(GUID.fullmatch(one) for one in guids)
    ids = [element.attrib["guid"] for element in project.iter() if "guid" in element.attrib]
    assert len(ids) == len(set(ids))
    told = {element.attrib["targetGUID"] for element in project.iter() if "targetGUID" in element.attrib}
    told |= {element.attrib["creatingUser"] for element in project.iter() if "creatingUser" in element.attrib}
    assert told <= set(ids), "nothing refers to what is not there"


@pytest.mark.requirement(22)
def test_every_selection_is_its_passage_letter_for_letter(made: Path):
    project, texts = opened(made)
    passages = dict(given().tables["passages"].select("passage_id", "text").iter_rows())
    sources = found(project, "Sources", "TextSource")
    assert len(sources) == len(texts) == 10, "what was set aside is no source"
    seen = set()
    for source in sources:
        text = texts[source.attrib["plainTextPath"].replace("internal://", "Sources/")]
        for one in found(source, "PlainTextSelection"):
            start, end = int(one.attrib["startPosition"]), int(one.attrib["endPosition"])
            assert text[start:end] == passages[one.attrib["name"]].replace("\r", " ")
            seen.add(one.attrib["name"])
    members = given().tables["members"].drop_nulls("archetype_id")["passage_id"]
    assert set(members) <= seen
    assert any("🌪️" in text for text in texts.values()), "characters beyond the first plane count as one"


@pytest.mark.requirement(22)
def test_codes_are_archetypes_and_items_and_say_who_put_them_there(made: Path):
    project, _ = opened(made)
    groups = {group.attrib["name"]: group for group in found(project, "CodeBook", "Codes", "Code")}
    assert list(groups) == ["Archetypen", "De 12 Puddingprincipes"]
    assert {group.attrib["isCodable"] for group in groups.values()} == {"false"}
    assert {code.attrib["name"] for code in found(groups["Archetypen"], "Code")} == set(LABELS)
    items = {code.attrib["guid"]: code for code in found(groups["De 12 Puddingprincipes"], "Code")}
    assert len(items) == 12
    handed = items[refi.guid("item", "puddingprincipes", ITEM, "")]
    signs = {code.attrib["guid"]: code.attrib["name"] for code in found(handed, "Code")}
    assert handed.attrib["name"].startswith("3 ")
    assert list(signs.values()) == [f"{handed.attrib['name']}: {told}" for told in ("gaat goed", "kan beter")]
    used = {ref.attrib["targetGUID"] for ref in project.iter("{urn:QDA-XML:project:1.0}CodeRef")}
    assert set(signs) <= used
    users = {user.attrib["guid"]: user.attrib["name"] for user in found(project, "Users", "User")}
    assert sorted(users.values()) == ["Rode Draad (voorstel van het programma)", "mk"]
    who = [users[coding.attrib["creatingUser"]] for coding in project.iter("{urn:QDA-XML:project:1.0}Coding")]
    assert who.count("mk") == 1
    (note,) = found(project, "Notes", "Note")
    assert found(note, "PlainTextContent")[0].text == "nul\ufffdbyte\ufffd"


def test_the_same_run_gives_the_same_bytes(run: Path, made: Path, tmp_path: Path):
    again = refi.write(run, Config(), "refi", tmp_path / "x.qdpx")
    assert again.read_bytes() == made.read_bytes()


def test_names_that_occur_again_are_told_apart_and_an_empty_run_is_a_project(tmp_path: Path):
    place = run_folder(tmp_path / "twee")
    archetypes = pl.read_parquet(published(place, "archetypes")).with_columns(label=pl.lit("Wachten"))
    archetypes.write_parquet(published(place, "archetypes"))
    project, _ = opened(refi.write(place, Config(), "", tmp_path / "x.qdpx"))
    codes = found(project, "CodeBook", "Codes", "Code", "Code")
    assert [code.attrib["name"] for code in codes] == ["Wachten", "Wachten (2)", "Wachten (3)", "Wachten (4)"]
    for table in ("documents", "passages", "members", "archetypes"):
        TABLES[table].empty().write_parquet(published(place, table))
    project, texts = opened(refi.write(place, Config(), "", tmp_path / "leeg.qdpx"))
    assert (found(project, "Sources"), texts) == ([], {})
