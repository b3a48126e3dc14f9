"""A little world of reports: each has its own vocabulary, and the same few patterns recur in all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from rodedraad.config import Syntax
from rodedraad.ids import passage_id
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES
from rodedraad.syntax.stage import run as read_words

THEMES = {
    "overdracht": ["overdracht", "koude", "wijkteam", "overgedragen"],
    "wachtlijst": ["wachtlijst", "maanden", "wachttijd", "plek"],
    "dossier": ["dossier", "onvolledig", "vastgelegd", "aantekening"],
    "medicatie": ["medicatie", "dosering", "apotheek", "uitslag"],
}


@dataclass(frozen=True)
class World:
    """Tables as the cluster stage gets them, and the theme of each passage ('' for none)."""

    tables: dict[str, pl.DataFrame]
    themes: dict[str, str]

    def with_passages(self, passages: pl.DataFrame) -> World:
        return World(self.tables | {"passages": passages}, self.themes)


def make_world(n_documents: int = 12, per_theme: int = 4, loose: int = 6, seed: int = 1, own: float = 1.0) -> World:
    """Return ``n_documents`` reports, ``per_theme`` passages a theme and ``loose`` ones; ``own`` is how loud a report's own voice is."""
    random = np.random.default_rng(seed)
    size = 128
    directions = {theme: _unit(random.normal(size=size)) for theme in THEMES}
    passages, vectors, themes = [], [], {}
    for document in range(n_documents):
        doc_id, voice = f"d{document:02}", _unit(random.normal(size=size))
        for position, theme in enumerate([*sorted(THEMES) * per_theme, *[""] * loose]):
            words = (
                [THEMES[theme][i] for i in random.permutation(4)[:3]]
                if theme
                else [f"los{chr(97 + document)}{chr(97 + position)}", f"zaak{chr(97 + document)}"]
            )
            text = f"{' '.join(words)} eigen{chr(97 + document)} nummer{chr(97 + document)}{chr(97 + position)}."
            key = passage_id(doc_id, text, position)
            core = directions[theme] if theme else _unit(random.normal(size=size))
            vectors.append(_unit(core + own * voice + 0.5 * _unit(random.normal(size=size))))
            passages.append(
                {"passage_id": key, "doc_id": doc_id, "position": position, "text": text, "modality": "feit", "section_role": "analyse"}
            )
            themes[key] = theme
    keys = [row["passage_id"] for row in passages]
    embeddings = TABLES["embeddings"].conform(
        pl.DataFrame({"passage_id": keys, "model_id": "proef@1", "vector": np.array(vectors, dtype=np.float32).tolist()})
    )
    fragments = TABLES["fragments"].frame(passages)
    tables = {
        "documents": TABLES["documents"].frame([{"doc_id": f"d{i:02}", "status": "ok"} for i in range(n_documents)]),
        "passages": TABLES["passages"].frame(passages),
        "words": read_words({"fragments": fragments}, Syntax(models=["rules"]), Context(None, 13))["words"],
        "embeddings": embeddings,
        "mappings": TABLES["mappings"].empty(),
        "decisions": TABLES["decisions"].empty(),
    }
    return World(tables, themes)


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


@pytest.fixture(scope="session")
def world() -> World:
    return make_world()


@pytest.fixture(scope="session")
def worlds():
    """The maker itself, for worlds of another shape."""
    return make_world
