"""`rodedraad run NEW --model RUN`: the archetypes of a finished run, found again in other reports."""

from __future__ import annotations

import json

import polars as pl
import pytest

from scenario import contents, here

# Three blunt themes: a fine search would take them apart. Only the lenses that guide the search: pages of the others take most of the time.
LENSES = 'lens.lenses=["calamiteit_archetypen", "puddingprincipes"]'
QUICK = ("--config", "quick", "--set", "cluster.min_passages=3", "--set", "cluster.resolution=1", "--set", "run.workers=1", "--set", LENSES)
SAID = {
    "overdracht": (
        (
            "De overdracht van {a} naar {b}",
            "Het overdragen door {a} aan {b}",
            "De warme overdracht van {a} naar {b}",
            "Elke overdracht aan {b}",
        ),
        (
            "bestond alleen uit een korte mail en niet uit een gesprek",
            "bleef steken, zodat belangrijke informatie verloren ging",
            "is nooit mondeling gedaan en stond ook niet op papier",
            "gebeurde pas nadat de begeleider het gezin al had losgelaten",
        ),
    ),
    "medicatie": (
        ("De medicatie bij {a}", "De dosering van de medicatie", "Een wijziging van de medicatie", "Het overzicht van medicatie bij {b}"),
        (
            "klopte niet met de lijst die de apotheek had gestuurd",
            "was aangepast zonder dat iemand dat aan de apotheek vertelde",
            "werd verkeerd gelezen, omdat de dosering niet was nagevraagd",
            "stond twee keer verkeerd op het formulier van de apotheek",
        ),
    ),
    "wachtlijst": (
        (
            "De wachtlijst van {b}",
            "Het wachten op een plek bij {b}",
            "De wachttijd op de wachtlijst van {b}",
            "De plaats op de wachtlijst bij {b}",
        ),
        (
            "duurde maanden zonder dat iemand naar het gezin belde",
            "liep op tot een half jaar en werd door niemand overbrugd",
            "was veel langer dan het gezin vooraf was beloofd",
            "betekende dat het gezin maandenlang op hulp wachtte",
        ),
    ),
}
PARTIES = (
    ("het wijkteam", "de jeugdhulp"), ("de school", "de leerplicht"), ("de wijkverpleging", "het verpleeghuis"),
    ("de huisarts", "de ggz"), ("de thuiszorg", "het ziekenhuis"), ("de gemeente", "de begeleiding"),
    ("de voogd", "de pleegzorg"), ("de dagopvang", "de behandelaar"), ("de kraamzorg", "het consultatiebureau"),
    ("de nachtdienst", "de dagdienst"), ("de recherche", "het steunpunt"), ("de gids", "de tolk"),
)  # fmt: skip


def _reports(folder, parties, themes):
    """Write a report for each pair of parties, in which every theme is said in four ways."""
    folder.mkdir(parents=True)
    for number, (a, b) in enumerate(parties):
        said = []
        for begins, ends in (SAID[theme] for theme in themes):
            said.append(" ".join(f"{begins[k]} {ends[(k + number) % 4]}.".format(a=a, b=b) for k in range(4)))
        text = "\n\n".join(said)
        (folder / f"rapport{number}.md").write_text(f"# Onderzoek bij {a}\n\n## Analyse\n\n{text}\n", encoding="utf-8")
    return folder


def _table(out, name):
    return pl.read_parquet(out / "tables" / f"{name}.parquet")


def _themes(out):
    """Return archetype → the theme of which the word is said in most of its passages."""
    rows = _table(out, "members").drop_nulls("archetype_id").join(_table(out, "passages"), on="passage_id")
    found = {}
    for (archetype,), part in rows.group_by("archetype_id"):
        counts = {theme: part["text"].str.to_lowercase().str.contains(theme).sum() for theme in SAID}
        found[archetype] = max(counts, key=lambda theme: (counts[theme], theme))
    return found


@pytest.fixture(scope="module", autouse=True)
def _without_pools():
    """Do the work on documents in this process: starting a pool a stage costs more than twelve tiny reports, and has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rodedraad.run.engine._FEW", 100)
        yield


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A finished run over seven reports about two things."""
    base = tmp_path_factory.mktemp("eerder")
    done = here("run", _reports(base / "stukken", PARTIES[:7], ("overdracht", "medicatie")), "--out", base / "jansen", *QUICK, cwd=base)
    assert done.returncode == 0, done.stderr
    assert set(_themes(base / "jansen").values()) == {"overdracht", "medicatie"}
    return base / "jansen"


@pytest.fixture(scope="module")
def new(old, tmp_path_factory):
    """The run over five other reports, which also tell of a third thing."""
    base = tmp_path_factory.mktemp("nieuw")
    _reports(base / "stukken", PARTIES[7:], ("overdracht", "medicatie", "wachtlijst"))
    done = here("run", base / "stukken", "--model", old, "--out", base / "uit", *QUICK, cwd=base)
    assert done.returncode == 0, done.stderr
    return base, done


def test_known_archetypes_keep_their_ids_and_the_third_thing_is_new(old, new):
    base, done = new
    before, after = _themes(old), _themes(base / "uit")
    lineage = _table(base / "uit", "lineage")
    kept = set(lineage.filter(kind="kept")["archetype_id"])
    assert kept
    assert kept <= set(before)
    assert all(after[archetype] == before[archetype] for archetype in kept)
    born = set(lineage.filter(kind="born")["archetype_id"])
    assert {after[archetype] for archetype in born} == {"wachtlijst"}
    joined = _table(base / "uit", "members")["archetype_id"].is_in(list(kept)).sum()
    assert f"{joined} passages horen bij {len(kept)} bekende archetypen" in done.stdout
    assert joined >= 20


def test_the_report_says_what_is_known_and_what_is_new(new):
    base, _ = new
    page = (base / "uit" / "report" / "archetypen.html").read_text(encoding="utf-8")
    assert ">bekend<" in page
    assert ">nieuw<" in page
    pages = [p.read_text(encoding="utf-8") for p in (base / "uit" / "report").rglob("*.html")]
    assert any("Bekend: dit archetype komt uit de run waarmee is vergeleken." in text for text in pages)
    assert any("Nieuw: dit archetype stond niet in de run waarmee is vergeleken." in text for text in pages)


def test_nothing_that_may_be_shared_says_where_the_known_run_lies(old, new):
    base, _ = new
    for place in base.joinpath("uit").rglob("*"):
        if place.is_file() and "private" not in place.relative_to(base / "uit").parts:
            assert str(old).encode() not in place.read_bytes(), place
    again = here("run", base / "stukken", "--config", base / "uit" / "config.toml", "--out", base / "nog", cwd=base)
    assert again.returncode == 2
    assert "cluster.known" in again.stderr


def test_the_same_command_twice_gives_the_same(old, new, tmp_path):
    base, _ = new
    first = contents(base / "uit")
    again = here("run", base / "stukken", "--model", old, "--out", base / "uit", *QUICK, cwd=base)
    assert again.stderr.count("niets veranderd") == 13  # twelve stages and the report
    assert "bekende archetypen" in again.stdout
    assert contents(base / "uit") == first
    other = here("run", base / "stukken", "--set", f"cluster.known={json.dumps(str(old))}", "--out", tmp_path / "uit", *QUICK, cwd=base)
    assert other.returncode == 0, other.stderr
    assert contents(tmp_path / "uit") == first


def test_what_cannot_be_known_is_said_before_anything_is_read(old, new, tmp_path):
    base, _ = new
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "journal.jsonl").write_text("", encoding="utf-8")
    wrong = {
        "afgeronde run": ("--model", tmp_path / "half"),
        "Hier staat": ("--set", f"cluster.known={json.dumps(str(base / 'stukken'))}"),
        "ander taalmodel": ("--model", old, "--set", "embed.model=nl-mini"),
        "niet te vergelijken": ("--model", old, "--set", "embed.model=lsa"),
    }
    for said, options in wrong.items():
        done = here("run", base / "stukken", "--out", tmp_path / "uit", *QUICK, *options, cwd=base)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "uit" / "tables").exists()
    itself = here("run", base / "stukken", "--model", old, "--out", old, *QUICK, cwd=base)
    assert itself.returncode == 2
    assert "dezelfde map" in itself.stderr
