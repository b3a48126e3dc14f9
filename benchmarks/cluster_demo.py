"""What the cluster stage finds: patterns in the demo sources, and agreement with labels on public sets.

    python benchmarks/cluster_demo.py demo [--set key=value ...]      archetypes of corpora/demo/source, for the eye
    python benchmarks/cluster_demo.py labels [--set ...]              ARI, AMI and noise on ESCO (Dutch), SAFENET and OSHA (English)
    python benchmarks/cluster_demo.py scale [--set ...]               20,000 Dutch paragraphs: CPU seconds and memory

The demo texts are cut at full stops and not pseudonymised here: this looks at the clustering alone. Labels come from ../shared, which is
not part of the repository.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import resource
import time
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl

from rodedraad import config as configuration
from rodedraad.cluster import stage as cluster
from rodedraad.embed import stage as embed
from rodedraad.ids import passage_id
from rodedraad.run.stage import Context
from rodedraad.schema import TABLES, Tables

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
SKIPPED = re.compile(r"aanbevel|maatregel|werkwijze|onderzoeksteam|colofon|bronnen|bijlage|samenstelling", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[a-z)\"”][.?!])[\"”]?\s+(?=[A-Z\"“‘'])")
SHORTEST_WORDS = 5


def tables(documents: list[str], texts: list[str]) -> Tables:
    """Return the tables that the two stages need, a passage a text, all facts."""
    seen: Counter[tuple[str, str]] = Counter()
    rows: list[dict[str, object]] = []
    for document, text in zip(documents, texts, strict=True):
        key = passage_id(document, text, seen[document, text])
        seen[document, text] += 1
        rows.append({"passage_id": key, "doc_id": document, "text": text, "modality": "feit", "section_role": "overig"})
    return {
        "documents": TABLES["documents"].empty(),
        "passages": TABLES["passages"].frame(rows),
        "mappings": TABLES["mappings"].empty(),
    }


def run(documents: list[str], texts: list[str], settings: list[str]) -> Tables:
    """Return all tables after embed and cluster; print CPU seconds and peak memory."""
    config, context, result = configuration.load(None, settings), Context(None, 13), tables(documents, texts)
    start = time.process_time()
    result |= embed.run(result, config.embed, context)
    middle = time.process_time()
    result |= cluster.run(result, config.cluster, context)
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    noise = result["members"]["archetype_id"].is_null().mean()
    print(
        f"{len(texts)} passages of {len(set(documents))} documents: {len(result['archetypes'])} archetypes, {noise:.0%} without; "
        f"embed {middle - start:.1f}, cluster {end - middle:.1f} CPU s, peak {peak:.0f} MB"
    )
    return result


def demo_passages() -> tuple[list[str], list[str], dict[str, dict[str, str]]]:
    """Return document and text of each sentence of the demo sources, and each document's header."""
    documents, texts, headers = [], [], {}
    for path in sorted((ROOT / "corpora" / "demo" / "source").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        header = dict(re.findall(r"^(\w+): (.*)$", head, re.MULTILINE))
        headers[header["id"]] = header
        skipping = False
        for paragraph in re.split(r"\n\s*\n", body):
            text = re.sub(r"\s+", " ", paragraph.strip())
            if text.startswith("#"):
                skipping = bool(SKIPPED.search(text))
            if skipping or text.startswith(("#", "|", "[^")):
                continue
            found = [s for s in SENTENCE_END.split(text) if len(s.split()) >= SHORTEST_WORDS]
            texts += found
            documents += [header["id"]] * len(found)
    return documents, texts, headers


def demo(settings: list[str]) -> None:
    """Print the archetypes of the demo sources, largest first, with the spread over sectors and the largest share of one document."""
    documents, texts, headers = demo_passages()
    result = run(documents, texts, settings)
    text = dict(result["passages"].select("passage_id", "text").iter_rows())
    owner = dict(result["passages"].select("passage_id", "doc_id").iter_rows())
    members = result["members"].drop_nulls("archetype_id")
    shares = []
    for row in result["archetypes"].sort("n_passages", "archetype_id", descending=[True, False]).iter_rows(named=True):
        own = Counter(owner[p] for p in members.filter(pl.col("archetype_id") == row["archetype_id"])["passage_id"])
        sectors = Counter(headers[d]["sector"] for d in own)
        shares.append(own.most_common(1)[0][1] / own.total())
        print(f"\n{row['label']} | {row['n_passages']} passages, {row['n_documents']} documents, stability {row['stability']:.2f}")
        print(f"  {dict(sectors)}; largest document {shares[-1]:.0%}; {', '.join(row['keywords'])}")
        for key in row["exemplars"][:4]:
            print(f"  - {owner[key]}: {text[key][:160]}")
    print(f"\nmean largest share of one document: {np.mean(shares):.0%}; sectors per archetype are above")


def labelled() -> dict[str, tuple[list[str], list[str]]]:
    """Return name → (texts, label of each; '' where it has not exactly one)."""
    esco = _csv(DATA / "lexical-nl" / "esco-occupations-nl.csv.gz")
    safenet = [r for r in _csv(DATA / "incident-narratives-en" / "safenet-wildland-fire-2000-2021.csv.gz") if len(r["Narrative"]) > 60]  # noqa: PLR2004
    osha = _csv(DATA / "incident-narratives-en" / "osha-accident-abstracts-2015-2017.csv.gz")
    factors = [r["Contributing Factors"].strip("; ") for r in safenet]
    return {
        "ESCO, 42 ISCO groups": ([r["description_nl"] for r in esco], [r["iscoGroup"][:2] for r in esco]),
        "SAFENET, 6 factors": ([r["Narrative"] for r in safenet], ["" if ";" in f else f for f in factors]),
        "OSHA, 15 event types": ([r["Abstract Text"] for r in osha], [r["Event type"] for r in osha]),
    }


def labels(settings: list[str]) -> None:
    """Print the agreement of archetypes with labels: all passages (noise as one more group), and members alone."""
    from sklearn.metrics import adjusted_mutual_info_score as ami
    from sklearn.metrics import adjusted_rand_score as ari

    for name, (texts, truth) in labelled().items():
        documents = [f"{i:05}" for i in range(len(texts))]
        result = run(documents, texts, settings)
        found = result["passages"].join(result["members"].select("passage_id", "archetype_id"), on="passage_id").sort("doc_id")
        group = np.array(found["archetype_id"].fill_null("").to_list())
        label = np.array(truth)
        known, inside = label != "", (label != "") & (group != "")
        print(
            f"  {name}: all ARI {ari(label[known], group[known]):.3f} AMI {ami(label[known], group[known]):.3f}; "
            f"members ARI {ari(label[inside], group[inside]):.3f} AMI {ami(label[inside], group[inside]):.3f}"
        )


def scale(settings: list[str]) -> None:
    """Run 20,000 Dutch paragraphs, sixty a document."""
    with gzip.open(DATA / "dutch-text" / "election-manifestos-1994-2023.txt.gz", "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    texts = [line[:300] for line in lines if len(line) > 60][:20_000]  # noqa: PLR2004
    run([f"{i // 60:04}" for i in range(len(texts))], texts, settings)


def _csv(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["demo", "labels", "scale"])
    parser.add_argument("--set", action="append", default=[], dest="settings", metavar="key=value")
    arguments = parser.parse_args()
    {"demo": demo, "labels": labels, "scale": scale}[arguments.what](arguments.settings)
