"""The embed stage: passages in, a unit vector a passage out.

Equal texts are encoded once; vectors of a model on disk are kept by text and model, so that an added report costs one report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from rodedraad.embed import load
from rodedraad.embed.cache import encode_cached
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from rodedraad.config import Embed
    from rodedraad.run.stage import Context
    from rodedraad.schema import Tables


def run(tables: Tables, config: Embed, context: Context) -> Tables:
    """Return ``embeddings`` for every row of ``passages``, folded duplicates included.

    Raises:
        MissingError: the configured model is not on this machine.
        ConfigError: the model folder cannot be used.
        EnvironmentFault: the cache of vectors cannot be written.
    """
    passages = tables["passages"].sort("passage_id")
    table = TABLES["embeddings"]
    if passages.is_empty():
        return {"embeddings": table.empty()}
    from threadpoolctl import threadpool_limits

    load.import_libraries(config)  # before the limit: it holds for the libraries that are loaded
    with threadpool_limits(1):
        standing = passages.filter(pl.col("duplicate_of").is_null())["text"].to_list()
        embedder = load.embedder(config, standing)
        texts = sorted(set(passages["text"].to_list()))
        vectors = encode_cached(embedder, texts, context.cache_dir)
    row = {text: i for i, text in enumerate(texts)}
    order = [row[text] for text in passages["text"]]
    data = pl.DataFrame({"passage_id": passages["passage_id"], "vector": vectors[order].tolist()})
    return {"embeddings": table.conform(data.with_columns(model_id=pl.lit(embedder.model_id)))}
