"""Lens files: the twelve that ship, one of the user's own, and hostile ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rodedraad import config, messages
from rodedraad.errors import ConfigError
from rodedraad.lens.load import list_lenses, load_file, load_lenses, show_lens
from rodedraad.lens.model import indicators

SHARED = Path(__file__).parents[3] / "shared" / "domain" / "lenses.md"
SHIPPED = {
    "puddingprincipes": 12,
    "calamiteit_archetypen": 29,
    "ivbm": 16,
    "leerlussen": 3,
    "theorie_u": 4,
    "kwadranten": 4,
    "leermoment": 3,
    "movisie_leertraject": 5,
    "waarden_leren_met_impact": 21,
    "leerfabriek": 6,
    "learning_community": 4,
    "leerreview": 7,
}
# Remarks of the domain file to ourselves: said in other words to a reader.
REMARK = re.compile(r"niet gevraagd maar|uit de opdracht|extra lens|opgeslagen|\bUI\b|/(work|tmp)/", re.IGNORECASE)
OWN = """
[lens]
id = "eigen"
version = 1
title = "Eigen lens"
short = "Eigen"
source = "Team"
licence = "EUPL-1.2"
question = "Gaat dit over fietsen?"
has_polarity = true

[[items]]
id = "fiets"
number = 1
short = "Fiets"
name = "Fiets"
cues_minus = ["lekke band"]
"""


def _own(folder: Path, text: str = OWN, name: str = "eigen.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _faults(folder: Path, text: str) -> list[str]:
    """Return what is said of a lens file, one line a fault; nothing of a good one."""
    try:
        load_file(_own(folder, text))
    except ConfigError as error:
        faults = error.values.get("faults")
        return [line.removeprefix("  - ") for line in faults.splitlines()] if faults else [str(error)]
    return []


def test_all_frameworks_ship_whole() -> None:
    assert {s.id: s.n_items for s in list_lenses(config.Lens())} == SHIPPED


def test_every_text_of_the_domain_file_is_there() -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML reads the domain file; it is no dependency")
    if not SHARED.is_file():
        pytest.skip("the domain file lies outside the repository")
    for block in re.findall(r"```yaml\n(.*?)```", SHARED.read_text(encoding="utf-8"), re.DOTALL):
        given = yaml.safe_load(block)
        kept = set(_texts(show_lens(given["lens"], config.Lens()).model_dump()))
        assert [text for text in _texts(given) if text.strip() not in kept and not REMARK.search(text)] == [], given["lens"]


def test_no_remark_to_ourselves_reaches_a_reader() -> None:
    for lens in load_lenses(config.Lens()):
        about = lens.model_dump()
        about["items"] = [{**item, "cues": [], "cues_plus": [], "cues_minus": [], "examples": []} for item in about["items"]]
        assert [text for text in _texts(about) if REMARK.search(text)] == [], lens.id


def test_a_name_that_no_public_source_confirms_says_so() -> None:
    lens = show_lens("ivbm", config.Lens())
    assert "nog niet bevestigd in een openbare bron" in lens.lens.provenance_codes["geheugen"]
    assert sum(item.provenance == "geheugen" for item in lens.items) == 6


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for each in inner for text in _texts(each)]


def test_the_principles_keep_their_phases_neighbours_and_wording() -> None:
    lens = show_lens("puddingprincipes", config.Lens())
    assert [phase.id for phase in lens.lens.phases] == ["melden", "afstemmen", "hulp", "afsluiten"]
    items = {item.number: item for item in lens.items}
    for one, other in ((2, 5), (1, 11), (6, 9), (3, 12), (7, 4)):
        assert items[other].id in items[one].neighbours
        assert items[one].id in items[other].neighbours
    assert "gezien" in items[4].wording_in_source
    assert "gezien" not in items[4].wording


def test_links_to_principles_exist() -> None:
    known = {item.id for item in show_lens("puddingprincipes", config.Lens()).items}
    assert {p for lens in load_lenses(config.Lens()) for item in lens.items for p in item.principles} <= known


def test_every_shipped_cue_and_example_stands_once_in_its_item() -> None:
    for lens in load_lenses(config.Lens()):
        for item in lens.items:
            for name, phrases in indicators(item).items():
                assert len(phrases) == len(set(phrases)), (lens.id, item.id, name)


def test_a_lens_of_ones_own_is_a_file(tmp_path: Path) -> None:
    _own(tmp_path)
    assert [lens.id for lens in load_lenses(config.Lens(folder=tmp_path, lenses=["eigen"]))] == ["eigen"]


def test_chosen_lenses_come_in_the_order_asked_for() -> None:
    assert [lens.id for lens in load_lenses(config.Lens(lenses=["theorie_u", "ivbm", "theorie_u"]))] == ["theorie_u", "ivbm"]


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(ConfigError, match="Bedoelt u puddingprincipes") as caught:
        load_lenses(config.Lens(lenses=["pudingprincipes"]))
    assert caught.value.code == "lens_unknown"


def test_a_misspelt_field_gets_the_nearest(tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path, OWN.replace("cues_minus", "cue_minus"))
    assert "fiets" in fault
    assert "Bedoelt u cues_minus?" in fault


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    faults = _faults(
        tmp_path, OWN.replace("version = 1", 'version = "een"').replace('title = "Eigen lens"\n', "").replace("number = 1", "number = 0")
    )
    assert len(faults) == 3


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (OWN + OWN.split("[[items]]")[1].join(["\n[[items]]", ""]), "fiets"),
        (OWN + '\nneighbours = ["auto"]\n', "auto"),
        (OWN + '\nphase = "later"\n', "later"),
        (OWN.replace('id = "fiets"', 'id = "../../etc"'), "kleine letters"),
        (OWN.split("[[items]]", maxsplit=1)[0], "items"),
        (OWN.replace('name = "Fiets"', 'name = "Fi\\u0000ets"'), "stuurtekens"),
        ("items = 3", "lijst"),
    ],
)
def test_what_does_not_fit_together_is_told(tmp_path: Path, text: str, word: str) -> None:
    assert any(word in fault for fault in _faults(tmp_path, text))


@pytest.mark.parametrize("bad", ["../../etc", "een/twee", "één", "a b", "a\\\\b", "<b>", "x" * 81, ".."])
@pytest.mark.parametrize("place", ["lens", "item", "phase"])
def test_an_id_that_could_be_no_file_name_is_refused_by_file_and_id(tmp_path: Path, bad: str, place: str) -> None:
    """Ids become names of files and addresses."""
    was = {"lens": 'id = "eigen"', "item": 'id = "fiets"', "phase": "[[items]]"}[place]
    now = f'[[lens.phases]]\nid = "{bad}"\nname = "Fase"\n\n[[items]]' if place == "phase" else f'id = "{bad}"'
    path = _own(tmp_path, OWN.replace(was, now))
    with pytest.raises(ConfigError) as caught:
        load_lenses(config.Lens(folder=tmp_path))
    assert caught.value.code == "lens_invalid"
    assert str(path) in str(caught.value)
    assert f"‘{bad[:80]}’".replace("\\\\", "\\") in str(caught.value)


@pytest.mark.parametrize("content", [b"= kapot", b"\xff\xfe\x00", b"[lens", b"a = [" * 5_000])
def test_what_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kapot.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_lenses(config.Lens(folder=tmp_path))
    assert caught.value.code == "lens_unreadable"
    assert str(path) in str(caught.value)


def test_two_lenses_with_one_id_are_refused(tmp_path: Path) -> None:
    _own(tmp_path, OWN.replace('id = "eigen"', 'id = "ivbm"'))
    with pytest.raises(ConfigError) as caught:
        list_lenses(config.Lens(folder=tmp_path))
    assert caught.value.code == "lens_duplicate"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        list_lenses(config.Lens(folder=tmp_path / "weg"))
    assert caught.value.code == "lens_folder"


def test_ten_thousand_items_give_one_line(tmp_path: Path) -> None:
    items = "".join(f'\n[[items]]\nid = "i{n}"\nnumber = {n + 1}\nshort = "x"\nname = "x"\n' for n in range(10_000))
    assert len(_faults(tmp_path, OWN.split("[[items]]", maxsplit=1)[0] + items)) == 1


def test_ten_thousand_faults_give_a_short_list(tmp_path: Path) -> None:
    extra = "".join(f"\nx{n} = {n}" for n in range(10_000))
    assert len(_faults(tmp_path, OWN + extra)) < 30


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    assert "MB" in _faults(tmp_path, OWN + "#" * 6_000_000)[0]


def test_html_stays_text(tmp_path: Path) -> None:
    _own(tmp_path, OWN.replace('name = "Fiets"', 'name = "<img src=x onerror=alert(1)>"'))
    assert show_lens("eigen", config.Lens(folder=tmp_path)).items[0].name == "<img src=x onerror=alert(1)>"


def test_both_languages_have_the_same_texts() -> None:
    dutch, english = messages._area("nl", "lens"), messages._area("en", "lens")
    assert dutch.keys() == english.keys()
    assert dutch["rules"].keys() == english["rules"].keys()  # type: ignore[union-attr]
