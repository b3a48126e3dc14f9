"""The stage as a whole, on sentences of the field that a reader would score the same way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import polars as pl
import pytest

from rodedraad import config
from rodedraad.lens.indicators import compile_lenses
from rodedraad.lens.load import show_lens
from rodedraad.lens.score import score_passages
from rodedraad.lens.stage import run
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.lens.model import Lens

PRINCIPLES = "puddingprincipes"


def _passages(texts: list[str], modalities: list[str] | None = None, duplicates: dict[int, int] | None = None) -> pl.DataFrame:
    duplicate_of = {i: f"p{j:05d}" for i, j in (duplicates or {}).items()}
    rows: list[dict[str, object]] = [
        {
            "passage_id": f"p{i:05d}",
            "doc_id": "d1",
            "position": i,
            "block": i,
            "start": 0,
            "end": len(text),
            "section_role": "analyse",
            "modality": modalities[i] if modalities else "feit",
            "text": text,
            "n_words": len(text.split()),
            "duplicate_of": duplicate_of.get(i),
        }
        for i, text in enumerate(texts)
    ]
    return TABLES["passages"].frame(rows)


def _mappings(passages: pl.DataFrame, **settings: object) -> pl.DataFrame:
    empty = {name: TABLES[name].empty() for name in ("readings", "evidence", "decisions")}
    tables = {"passages": passages, **empty}
    return run(tables, config.Lens(**settings), Context(None, 13))["mappings"]


def _assigned(text: str, modality: str = "feit", lens: str = PRINCIPLES) -> dict[str, int]:
    found = _mappings(_passages([text], [modality]), lenses=[lens]).filter("assigned")
    return dict(found.select("item_id", "polarity").rows())


@pytest.mark.parametrize(
    ("text", "item", "sign"),
    [
        ("De melding van de buurman is serieus genomen.", "p01_elk_signaal_serieus", 1),
        ("De melding is niet tijdig aan het wijkteam overgedragen.", "p03_overdragen_niet_verwijzen", -1),
        ("Van een koude overdracht was geen sprake.", "p03_overdragen_niet_verwijzen", 1),
        ("Een warme overdracht heeft niet plaatsgevonden.", "p03_overdragen_niet_verwijzen", -1),
        ("Er was weliswaar een warme overdracht, maar niemand had het gezin vast.", "p03_overdragen_niet_verwijzen", -1),
        ("De melder had eerder een terugkoppeling moeten krijgen.", "p01_elk_signaal_serieus", -1),
        ("Het gezin stond zeven maanden op de wachtlijst.", "p05_binnen_vijf_dagen", -1),
        ("De instanties werkten langs elkaar heen.", "p06_afstemming_een_plan_een_regisseur", -1),
        ("Van tunnelvisie was geen sprake.", "p11_elk_oordeel_even_waardevol", 1),
        ("Het dossier is gesloten zonder nazorg.", "p12_loslaten_als_risico_beheersbaar", -1),
    ],
)
def test_a_finding_gets_its_principle_and_sign(text: str, item: str, sign: int) -> None:
    assert _assigned(text).get(item) == sign


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Zorg voor een warme overdracht.", "aanbeveling"),
        ("Volgens het protocol vindt een warme overdracht plaats.", "norm"),
        ("Er komt voortaan bij elke wisseling een warme overdracht.", "maatregel"),
    ],
)
def test_what_only_prescribes_is_no_finding(text: str, modality: str) -> None:
    assert _assigned(text, modality) == {"p03_overdragen_niet_verwijzen": 0}
    assert _assigned(text, modality, "calamiteit_archetypen") == {}


@pytest.mark.parametrize(
    "text",
    [
        "De locatie telt drie leefgroepen met elk acht jongeren.",
        "Mevrouw is geboren in 1944 en woont in een aanleunwoning.",
        "De inspectie bezocht de instelling op [DATUM 2023].",
        "Hij kan goed tekenen en weet alles van haaien.",
        "Het rapport is vastgesteld door de raad van bestuur.",
    ],
)
def test_a_plain_fact_touches_nothing(text: str) -> None:
    found = _mappings(_passages([text])).filter("assigned")
    assert found.is_empty(), found.select("lens_id", "item_id", "indicator").rows()


def test_an_exclusion_speaks_against_an_item() -> None:
    assert "p08_kracht_van_kind_en_gezin" not in _assigned("De eigen kracht van het gezin is overschat.")


def test_examples_are_found_when_left_out() -> None:
    """Most examples hold a cue, so this is an easy figure; it guards against a step back."""
    lens = show_lens(PRINCIPLES, config.Lens())
    sides = [(n, side, texts) for n, item in enumerate(lens.items) for side, texts in ((1, item.examples_plus), (-1, item.examples_minus))]
    rows = [(n, side, text) for n, side, texts in sides for text in texts][::3]
    first = right = 0
    for n, side, text in rows:
        found = score_passages([text], ["feit"], compile_lenses([_without(lens, text)]))
        first += int(found.score[0].argmax()) == n
        right += bool(found.score[0, n] >= 0.5 and found.polarity[0, n] * side > 0)
    assert first / len(rows) > 0.9
    assert right / len(rows) > 0.8


def _without(lens: Lens, text: str) -> Lens:
    fields = ("examples_plus", "examples_minus")
    items = [item.model_copy(update={f: tuple(t for t in getattr(item, f) if t != text) for f in fields}) for item in lens.items]
    return lens.model_copy(update={"items": tuple(items)})


def test_three_best_and_all_assigned_are_kept() -> None:
    found = _mappings(_passages(["Er was geen regie.", "Hij at een appel."]), lenses=[PRINCIPLES, "calamiteit_archetypen"])
    counts = found.group_by("passage_id", "lens_id").len()
    assert counts["len"].min() == 3
    low = _mappings(_passages(["Er was geen regie."]), lenses=[PRINCIPLES], threshold=0.0)
    assert len(low) == 12
    assert low["assigned"].all()


def test_a_folded_duplicate_gets_the_mapping_of_what_stands_for_it() -> None:
    found = _mappings(_passages(["Er was geen regie.", "Er was geen enkele regie."], duplicates={1: 0}), lenses=[PRINCIPLES])
    one, other = (found.filter(pl.col("passage_id") == p).drop("passage_id") for p in ("p00000", "p00001"))
    assert one.equals(other)


def test_lenses_without_polarity_stay_at_zero() -> None:
    found = _mappings(_passages(["De hulp kwam te laat op gang.", "Wijkteam en school werkten langs elkaar heen."]))
    assert found.filter(pl.col("lens_id") != PRINCIPLES)["polarity"].unique().to_list() == [0]


def test_the_indicator_says_why() -> None:
    found = _mappings(_passages(["Het gezin is van het kastje naar de muur gestuurd."]), lenses=["calamiteit_archetypen"]).filter(
        "assigned"
    )
    assert found.select("item_id", "indicator", "method").rows() == [("tussen_wal_en_schip", "van het kastje naar de muur", "indicators")]
    assert found["model_id"][0].startswith("calamiteit_archetypen@1-")


def test_the_same_each_time_and_in_any_order() -> None:
    texts = ["Er was geen regie.", "De overdracht was onvolledig.", "Het regende.", "Van tunnelvisie was geen sprake."] * 5
    passages = _passages(texts)
    assert _mappings(passages).equals(_mappings(passages.sample(fraction=1.0, shuffle=True, seed=1)))


def test_a_lens_of_ones_own_needs_no_code(tmp_path: Path) -> None:
    (tmp_path / "fiets.toml").write_text(
        '[lens]\nid = "fiets"\nversion = 1\ntitle = "Fiets"\nshort = "Fiets"\n'
        'source = "x"\nlicence = "x"\nquestion = "?"\nhas_polarity = true\n'
        '[[items]]\nid = "band"\nnumber = 1\nshort = "Band"\nname = "Band"\ncues_minus = ["lekke band"]\ncues_plus = ["band opgepompt"]\n',
        encoding="utf-8",
    )
    found = _mappings(_passages(["Hij kwam te laat door een lekke band.", "De band is opgepompt."]), folder=tmp_path, lenses=["fiets"])
    assert found.select("passage_id", "item_id", "assigned", "polarity").rows() == [
        ("p00000", "band", True, -1),
        ("p00001", "band", True, 1),
    ]


def test_no_passages_give_an_empty_table() -> None:
    assert _mappings(TABLES["passages"].empty()).equals(TABLES["mappings"].empty())


@pytest.mark.parametrize(
    "text", ["", "...", "[TIJD]", "\x00", "🙂", "niet " * 2_000, "a" * 50_000, "</script><img onerror=x>", "\u202egeen regie"]
)
def test_nasty_text_gets_a_mapping(text: str) -> None:
    found = _mappings(_passages([text, "Er was geen regie."]), lenses=[PRINCIPLES])
    assert found["score"].is_finite().all()
    assert found["score"].is_between(0, 1).all()


@pytest.mark.slow
def test_five_thousand_passages_take_seconds() -> None:
    texts = [
        f"Op dag {i} was er geen regie en werkte team {i % 97} langs elkaar heen, terwijl het gezin wachtte op hulp." for i in range(5_000)
    ]
    begun = time.process_time()
    _mappings(_passages(texts))
    assert time.process_time() - begun < 15
