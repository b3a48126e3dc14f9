"""A small labelled corpus on disk, for the tests of this folder."""

import json
from pathlib import Path

NARRATIVES = [
    {"narrative": "s1", "title": "De sleutel", "sector": "wonen", "style": "leerverhaal", "year": 2020, "split": "train"},
    {"passage": "s1-01", "section": "Begin", "text": "De buurvrouw belde drie keer en hoorde niets."},
    {"passage": "s1-02", "section": "Begin", "text": "Het regende die week."},
    {"narrative": "s2", "title": "De brief", "sector": "ggz", "style": "feitenrelaas", "year": 2021, "split": "test"},
    {"passage": "s2-01", "section": "", "text": "De wijkverpleegkundige en de huisarts bespraken samen het plan."},
]
LABELS = [
    {
        "passage": "s1-01",
        "modality": "feit",
        "labels": {"puddingprincipes": {"p01_elk_signaal_serieus": -1}, "calamiteit_archetypen": {"signaal_niet_serieus": None}},
    },
    {"passage": "s1-02", "modality": "feit"},
    {"passage": "s2-01", "modality": "feit", "labels": {"puddingprincipes": {"p06_afstemming_een_plan_een_regisseur": 1}}},
]


def lines(rows: list[dict]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def corpus(folder: Path, narratives: list[dict] = NARRATIVES, **labellings: list[dict]) -> Path:
    (folder / "narratives").mkdir(parents=True)
    (folder / "labels").mkdir()
    (folder / "narratives" / "all.jsonl").write_text(lines(narratives), encoding="utf-8")
    for name, rows in (labellings or {"gold": LABELS}).items():
        (folder / "labels" / f"{name}.jsonl").write_text(lines(rows), encoding="utf-8")
    return folder
