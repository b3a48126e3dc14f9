"""A small invented corpus of tables: twelve documents, two of them set aside, and hostile strings wherever a user's text comes in."""

from __future__ import annotations

from datetime import date

from rodedraad import config, ids
from rodedraad.report.model import NEEDED, LensItem, LensView, ReportInput, RunFacts, StageFact
from rodedraad.schema import TABLES

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "\u202egnorts tsket\u202c",
    "nul\x00byte",
    "lang" + "e" * 10_000,
    "🌪️👩‍👩‍👧 emoji",
    "\"'><svg onload=alert(3)> {{ 7*7 }} & &amp;",
)
TEXTS = (
    "Het gezin werd doorverwezen met een brief; niemand ging na of de afspraak tot stand kwam.",
    "De begeleider bleef betrokken totdat de nieuwe hulpverlener daadwerkelijk was gestart.",
    "Na de aanmelding hoorden de ouders weken niets en wisten zij niet bij wie zij terechtkonden.",
    "Zes organisaties waren betrokken, maar niemand had het overzicht over de afspraken.",
    "In het overleg werd afgesproken wie de regie had, en dat stond dezelfde dag in het plan.",
    "De signalen van school, huisarts en buren zijn niet naast elkaar gelegd.",
    "Een zorgaanbieder hoort bij elke overdracht vast te leggen wie verantwoordelijk is.",
    "De nachtdienst wist niet dat de medicatie die middag was gewijzigd.",
    "Moeder vertelde dat zij haar verhaal telkens opnieuw moest doen.",
    "Het weer was die dag zonnig en het was druk op de weg.",
)
SECTIONS = ("1 Aanleiding", "2 Feitenrelaas", "3 Analyse", "4 Conclusie")
KINDS = ("inspectierapport", "calamiteitenrapport", "leerreview", "leerverhaal", "melding", None)
SECTORS = ("jeugdhulp", "jeugdhulp", "ggz", "ouderenzorg", "ziekenhuis", None)
TYPES = ("jeugdhulpaanbieder", "gecertificeerde_instelling", "ggz", "verpleeghuis", "ziekenhuis", None)
TITLES = (
    "Na de kerstdagen: onderzoek naar de hulp aan een jong gezin",
    "Tussen wal en schip",
    "Medicatie in de nacht",
    HOSTILE[0],
    HOSTILE[2] + " titel",
    None,
    "Leren van een verhuizing",
    HOSTILE[5],
    "Een overdracht per brief",
    "De laatste schakel",
)
LABELS = (
    "Doorverwezen, niet overgedragen",
    "Signalen niet bij elkaar gebracht",
    "Niemand heeft de regie " + HOSTILE[1],
    "Ouders weten niet waar zij aan toe zijn",
)
TWINS = ((0, 0), (4, 6), (7, 3))  # document and position of passages that say the same
N_READ = 10
N_PASSAGES = 12  # per document


Rows = dict[str, list[dict[str, object]]]
HOSTILE_LENS = "hostile lens/../x"


def doc_id(number: int) -> str:
    return ids.document_id(f"{number:064x}")


def text_of(number: int, position: int) -> str:
    if number == 3 and position < len(HOSTILE):
        return f"Een passage met {HOSTILE[position]} erin."
    plain = TEXTS[(number + position) % len(TEXTS)]
    return plain if (number, position) in TWINS else f"{plain} Dit staat in verslag {number + 1}, onderdeel {position + 1}."


def tables() -> dict[str, object]:
    """Return the tables the report needs."""
    rows: Rows = {name: [] for name in TABLES}
    for number in range(N_READ + 2):
        _document(rows, number)
    _archetypes(rows)
    rows["sources"] += [
        {
            "source_path": "geheim/Jan Jansen.pdf",
            "sha256": "",
            "n_bytes": 12,
            "media_type": None,
            "reason": "no_rights",
            "duplicate_of": None,
        },
        {
            "source_path": "kopie.pdf",
            "sha256": f"{0:064x}",
            "n_bytes": 99,
            "media_type": "application/pdf",
            "reason": None,
            "duplicate_of": "map/bestand0.pdf",
        },
    ]
    return {name: TABLES[name].frame(rows[name]) for name in NEEDED}


def _document(rows: Rows, number: int) -> None:
    used = number < N_READ
    path = f"map/bestand{number}.pdf"
    rows["sources"].append(
        {
            "source_path": path,
            "sha256": f"{number:064x}",
            "n_bytes": 1000,
            "media_type": "application/pdf",
            "reason": None,
            "duplicate_of": None,
        }
    )
    rows["documents"].append(
        {
            "doc_id": doc_id(number),
            "source_path": path,
            "sha256": f"{number:064x}",
            "media_type": "application/pdf",
            "title": TITLES[number] if used else None,
            "kind": KINDS[number % 6],
            "sector": SECTORS[number % 6],
            "date": date(2019 + number % 5, 1 + number, 12) if number != 4 else None,
            "organisation_type": TYPES[number % 6],
            "language": "nl" if number != 10 else "en",
            "n_pages": 9 if number % 2 else None,
            "status": "ok" if used else "set_aside",
            "reason": None if used else "disk_full",
            "warnings": ["een_onbekende_code"] if number == 2 else [],
        }
    )
    if used:
        _text(rows, number)


def _text(rows: Rows, number: int) -> None:
    paged = bool(number % 2)
    at = block = 0

    def add(kind: str, text: str, section: str, page: int, level: int = 0) -> tuple[int, int]:
        nonlocal at, block
        rows["paragraphs"].append(
            {
                "doc_id": doc_id(number), "block": block, "kind": kind, "level": level, "text": text, "start": at, "end": at + len(text),
                "page_first": page if paged else None, "page_last": page if paged else None, "paragraph": block + 1, "section": section,
                "section_role": "analyse", "language": None,
            }
        )  # fmt: skip
        start, block, at = at, block + 1, at + len(text) + 2
        return start, block - 1

    for part in range(4):
        section = SECTIONS[part] if number != 3 else f"{SECTIONS[part]} {HOSTILE[1]}"
        add("heading", section, section, part + 1, 1)
        if part == 2:
            add("heading", "Een kop die een niveau overslaat", section, part + 1, 3)
        for position in range(part * 3, part * 3 + 3):
            kind = "list_item" if part == 3 else "paragraph"
            text = text_of(number, position)
            lead = "Inleidende zin. " if position % 2 else ""
            start, where = add(kind, lead + text, section, part + 1)
            page = part + 1 if paged else None
            begin = start + len(lead)
            place = {"block": where, "start": begin, "end": begin + len(text), "page_first": page, "page_last": page, "section": section}
            _passage(rows, number, position, text, place)
        if part == 1:
            add("table", "Datum | Wat er gebeurde | Wie", section, part + 1)
            add("table", "maart | Melding door school | mentor", section, part + 1)
            add("quote", "Wij dachten dat de ander belde.", section, part + 1)
            add("footnote", "Zie het verslag van het overleg.", section, part + 1)


def _passage(rows: Rows, number: int, position: int, text: str, place: dict[str, object]) -> None:
    """Add a passage with its member and mappings. What it is about goes by ``key``, so that every pattern recurs in every document."""
    key = (number + position) % 10
    passage_id = ids.passage_id(doc_id(number), text, 0)
    rows["passages"].append(
        place
        | {
            "passage_id": passage_id,
            "doc_id": doc_id(number),
            "position": position,
            "section_role": "analyse",
            "modality": "norm" if key == 6 else "feit",
            "text": text,
            "n_words": len(text.split()),
            "duplicate_of": ids.passage_id(doc_id(0), text, 0) if (number, position) in TWINS[1:] else None,
        }
    )
    _vector(rows, number, key, passage_id)
    _member(rows, number, key, passage_id)
    _mappings(rows, number, key, passage_id)
    _relations(rows, number, key, passage_id, text)


def _vector(rows: Rows, number: int, key: int, passage_id: str) -> None:
    """Add a vector of unit length: what a passage is about is one axis, its document turns it a little towards another."""
    turn = 0.02 * number
    vector = [0.0] * 11
    vector[key], vector[10] = (1 - turn * turn) ** 0.5, turn
    rows["embeddings"].append({"passage_id": passage_id, "model_id": "toy", "vector": vector})


def _member(rows: Rows, number: int, key: int, passage_id: str) -> None:
    owner = {0: 0, 1: 0, 2: 3, 3: 2, 4: 2, 5: 1, 8: 3}.get(key)
    if owner == 3 and number > 2:
        owner = None  # thin: in three documents only
    reason = None if owner is not None else "excluded" if key == 6 else "few_documents" if key in (2, 8) else "noise"
    strength = 0.95 - 0.03 * number if owner is not None else 0.0
    rows["members"].append(
        {
            "passage_id": passage_id,
            "archetype_id": _owner_id(owner),
            "strength": strength,
            "x": 0.08 + 0.09 * number,
            "y": 0.08 + 0.09 * key,
            "reason": reason,
        }
    )


def _mappings(rows: Rows, number: int, key: int, passage_id: str) -> None:
    sign = {0: -1, 1: -1 if number % 3 else 1, 2: -1, 3: -1, 4: 1, 5: -1, 8: -1}.get(key, 0)
    for lens_id, item_id, on in (
        ("puddingprincipes", "p03_overdragen", key in (0, 1, 6)),
        ("puddingprincipes", "p01_signaal", key == 5),
        ("puddingprincipes", "p05_regie", key in (3, 4)),
        (HOSTILE_LENS, "item <b>", key in (0, 3, 5, 7)),
    ):
        rows["mappings"].append(
            {
                "passage_id": passage_id,
                "lens_id": lens_id,
                "item_id": item_id,
                "score": 0.9 - 0.01 * number if on else 0.2,
                "threshold": 0.5,
                "assigned": on,
                "polarity": sign if lens_id == "puddingprincipes" else 0,
                "polarity_score": 0.4,
                "indicator": "alleen doorverwezen",
                "method": "indicators",
                "model_id": "lsa",
            }
        )


def _relations(rows: Rows, number: int, key: int, passage_id: str, text: str) -> None:
    """Add who had to do with whom: one way, both ways, within a type; of document 3 with hostile surfaces and an unknown type."""
    told = {
        0: ("wijkteam", "jeugdhulpaanbieder", "wijkteam", "aanbieder", True, "overdracht", -1),  # surfaces that do not stand in the text
        1: ("jeugdhulpaanbieder", "ggz", "begeleider", "hulpverlener", True, "overdracht", -1 if number % 3 else 1),
        4: ("ggz", "ggz", "regie", "plan", False, "afstemming", 1),
        5: ("school", "huisarts", "school", "huisarts", False, "afstemming", -1),
    }.get(key)
    if number == 3:
        surface = next((raw for raw in HOSTILE if raw in text), "")
        told = (HOSTILE[1], "huisarts", surface, "huisarts", True, "melding", 0) if surface else None
    if told:
        giver, receiver, from_surface, to_surface, directed, kind, sign = told
        rows["relations"].append(
            {
                "passage_id": passage_id, "position": 0, "from_type": giver, "to_type": receiver, "from_surface": from_surface,
                "to_surface": to_surface, "from_start": max(text.find(from_surface), 0), "to_start": max(text.find(to_surface), 0),
                "directed": directed, "kind": kind, "polarity": sign, "method": "order" if key == 4 else "parse",
            }
        )  # fmt: skip


def _owner_id(owner: int | None) -> str | None:
    return None if owner is None else ids.archetype_id([str(owner)])


def _archetypes(rows: Rows) -> None:
    for owner, label in enumerate(LABELS):
        mine = [r["passage_id"] for r in rows["members"] if r["archetype_id"] == _owner_id(owner)]
        rows["archetypes"].append(
            {
                "archetype_id": _owner_id(owner),
                "parent_id": _owner_id(0) if owner in (0, 3) else _owner_id(owner),
                "label": label,
                "keywords": ["overdracht", "verwijzing", "brief", "afspraak", "nagaan"][: 5 - owner],
                "n_passages": len(mine),
                "n_documents": 10,
                "stability": (0.82, 0.66, 0.41, None)[owner],
                "exemplars": mine[:6],
                "boundary_cases": mine[-2:],
                "nearest_lens": "puddingprincipes",
                "nearest_item": ("p03_overdragen", "p01_signaal", "p05_regie", "p04_weten")[owner],
                "nearest_score": 0.14,  # too little to be named after the item
                "previous_id": _owner_id(0) if owner == 0 else None,
            }
        )
    for owner, earlier, kind in ((0, _owner_id(0), "split"), (1, _owner_id(0), "split"), (2, "aoud1", "merged"), (2, "aoud2", "merged")):
        rows["lineage"].append({"archetype_id": _owner_id(owner), "earlier_id": earlier, "kind": kind, "shared": 5})
    rows["lineage"].append({"archetype_id": _owner_id(3), "kind": "born", "shared": 0})
    rows["lineage"].append({"earlier_id": "aoud3", "kind": "ended", "shared": 0})


def lenses() -> tuple[LensView, ...]:
    """Return a lens with polarity and phases, and a hostile one without."""
    pudding = (
        ("p01_signaal", "1", "Elk signaal serieus", "melden", "Wij nemen elke melding, elk signaal en elke signaalgever even serieus"),
        (
            "p03_overdragen",
            "3",
            "Overdragen, niet verwijzen",
            "melden",
            "Wij verwijzen niet, maar dragen over en laten pas los als een ander vast heeft",
        ),
        (
            "p04_weten",
            "4",
            "Weten waar je aan toe bent",
            "melden",
            "Wij streven ernaar dat ieder kind en gezin altijd weet waar het aan toe is",
        ),
        ("p05_regie", "5", "Eén regisseur", "afstemmen", "Eén gezin, één plan, één regisseur"),
    )
    return (
        LensView(
            "puddingprincipes", "De 12 Puddingprincipes", "Pudding", "De Leerfabriek", "Wat gaat goed en wat kan beter?", True,
            (("melden", "Melden/Signaleren"), ("afstemmen", "Afstemmen")),
            tuple(LensItem(i, n, short, short, wording, "Een korte uitleg.", group) for i, n, short, group, wording in pudding),
        ),
        LensView(
            HOSTILE_LENS, f"Lens {HOSTILE[0]}", "", HOSTILE[6], HOSTILE[1], False, (),
            (LensItem("item <b>", "", HOSTILE[5], HOSTILE[1], HOSTILE[0], HOSTILE[3]),),
        ),
    )  # fmt: skip


def given(**changes: object) -> ReportInput:
    """Return what the report is made from; ``changes`` go to its configuration section."""
    settings = config.Config().model_dump(mode="json")
    settings["pseudonymise"]["extra_names"] = ["Gerritsen-Geheim"]
    settings["embed"]["model"] = "/ergens/jansen/modellen/mijn-model"
    facts = RunFacts(
        title="Twaalf verzonnen rapporten", about="Alles in deze verzameling is verzonnen.", version="0.1.0", config=settings,
        stages=(StageFact("ingest", 1, "ab" * 32),), models=("lsa (192 waarden)",), libraries={"polars": "2.1.0"},
    )  # fmt: skip
    return ReportInput(tables(), config.Report(**changes), facts, lenses())  # type: ignore[arg-type]
