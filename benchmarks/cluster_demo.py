"""What the cluster stage finds: patterns in the demo corpus, and agreement with labels on public sets.

    python benchmarks/cluster_demo.py [--set key=value ...]           the whole program on corpora/demo, and the same in other ways
    python benchmarks/cluster_demo.py demo [--set ...]                archetypes of corpora/demo/source by words alone, for the eye
    python benchmarks/cluster_demo.py labels [--set ...]              ARI, AMI and noise on ESCO (Dutch), SAFENET and OSHA (English)
    python benchmarks/cluster_demo.py scale [--set ...]               20,000 Dutch paragraphs: CPU seconds and memory

The first one runs `rodedraad.pipeline.run` with the default profile in a temporary folder. The other three look at the clustering alone:
texts are cut at full stops, not pseudonymised, and read by no lens, so that they search all passages (``cluster.focus=all``). Labels come
from ../shared, which is not part of the repository.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl

from rodedraad import config as configuration
from rodedraad import pipeline
from rodedraad.cluster import stage as cluster
from rodedraad.embed import stage as embed
from rodedraad.ids import passage_id
from rodedraad.run.stage import Context
from rodedraad.run.store import published
from rodedraad.schema import NAMING_SHARE, TABLES, Tables
from rodedraad.syntax import stage as syntax

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
SKIPPED = re.compile(r"aanbevel|maatregel|werkwijze|onderzoeksteam|colofon|bronnen|bijlage|samenstelling", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[a-z)\"”][.?!])[\"”]?\s+(?=[A-Z\"“‘'])")
SHORTEST_WORDS = 5
AUTHOR_LENS = "calamiteit_archetypen"  # the author of each demo text wrote down which of its items occur in it (`patronen`)
VARIANTS = (
    "",
    "cluster.method=hdbscan",
    "embed.model=lsa",
    "embed.model=nl-static",
    "cluster.guidance=0",
    "cluster.focus=all",
)
WORDS_ALONE = ("cluster.focus=all",)  # no lens has read these texts: without it nothing counts as a finding


def tables(documents: list[str], texts: list[str]) -> Tables:
    """Return the tables that the two stages need, a passage a text, all facts."""
    seen: Counter[tuple[str, str]] = Counter()
    rows: list[dict[str, object]] = []
    for document, text in zip(documents, texts, strict=True):
        key = passage_id(document, text, seen[document, text])
        seen[document, text] += 1
        rows.append({"passage_id": key, "doc_id": document, "text": text, "modality": "feit", "section_role": "overig"})
    passages = TABLES["passages"].frame(rows)
    words = syntax.run({"fragments": passages}, configuration.Syntax(models=["rules"]), Context(None, 13))
    return {
        "documents": TABLES["documents"].empty(),
        "passages": passages,
        "mappings": TABLES["mappings"].empty(),
        "decisions": TABLES["decisions"].empty(),
        **words,
    }


def run(documents: list[str], texts: list[str], settings: list[str]) -> Tables:
    """Return all tables after embed and cluster; print CPU seconds and peak memory."""
    config, context, result = configuration.load(None, [*WORDS_ALONE, *settings]), Context(None, 13), tables(documents, texts)
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


def whole(settings: list[str]) -> None:
    """Print a row for the default profile and one for each variant: what the program finds in corpora/demo.

    *searched*: of all passages. *without*: of the searched passages. *named*: archetypes named after a lens item. *right*: of the
    documents in an archetype nearest to an item of the author's lens, those whose author listed that item; *chance*: the same for documents
    drawn at random. Documents whose author listed nothing, such as the rows of a register, do not count.
    """
    print("                            archetypes  searched  without  stability  named   right  chance  (documents)")
    with tempfile.TemporaryDirectory() as folder:
        for variant in VARIANTS:
            out = Path(folder) / "run"  # one folder: only what a variant changes is done again
            pipeline.run(ROOT / "corpora" / "demo", out, configuration.load(None, [*settings, *filter(None, [variant])]))
            print(_row(variant or "default (guided)", {name: pl.read_parquet(published(out, name)) for name in _READ}))


_READ = ("documents", "passages", "members", "archetypes")


def _row(name: str, found: Tables) -> str:
    members, archetypes = found["members"], found["archetypes"]
    searched = members.filter(pl.col("reason").is_null() | (pl.col("reason") != "excluded"))
    named = archetypes.filter(pl.col("nearest_score").fill_null(0.0) >= NAMING_SHARE).height
    right, chance, n = agreement(found, author_items())
    return (
        f"{name:<28}{archetypes.height:>10}{searched.height / members.height:>10.0%}{searched['archetype_id'].is_null().mean():>9.0%}"
        f"{archetypes['stability'].mean() or 0.0:>11.2f}{named:>7}{right:>8.2f}{chance:>8.2f}  ({n})"
    )


def author_items() -> dict[str, set[str]]:
    """Return stem of the file → items that its author listed."""
    found = {}
    for path in (ROOT / "corpora" / "demo" / "source").glob("*.md"):
        head = path.read_text(encoding="utf-8").split("---\n", 2)[1]
        header = dict(re.findall(r"^(\w+): (.*)$", head, re.MULTILINE))
        found[header["bestand"]] = {item.strip() for item in header["patronen"].strip("[]").split(",")}
    return found


def agreement(found: Tables, listed: dict[str, set[str]]) -> tuple[float, float, int]:
    """Return the share of right documents, the share expected by chance, and the number of pairs of archetype and document."""
    known = {
        r["doc_id"]: listed[Path(r["source_path"]).stem] for r in found["documents"].to_dicts() if Path(r["source_path"]).stem in listed
    }
    near = found["archetypes"].filter(pl.col("nearest_lens") == AUTHOR_LENS).select("archetype_id", "nearest_item")
    pairs = (
        found["members"].join(found["passages"].select("passage_id", "doc_id"), on="passage_id").join(near, on="archetype_id")
        .filter(pl.col("doc_id").is_in(list(known))).select("archetype_id", "doc_id", "nearest_item").unique()
    )  # fmt: skip
    hits = [item in known[doc_id] for _, doc_id, item in pairs.iter_rows()]
    expected = [sum(item in items for items in known.values()) / len(known) for item in pairs["nearest_item"]]
    return (float(np.mean(hits)), float(np.mean(expected)), len(hits)) if hits else (0.0, 0.0, 0)


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

    sets = labelled()
    dutch = next(iter(sets))  # the shipped sentence models read Dutch alone
    for name, model in [(dutch, "nl-mini"), *((name, "lsa") for name in sets)]:
        texts, truth = sets[name]
        documents = [f"{i:05}" for i in range(len(texts))]
        result = run(documents, texts, [f"embed.model={model}", *settings])
        found = result["passages"].join(result["members"].select("passage_id", "archetype_id"), on="passage_id").sort("doc_id")
        group = np.array(found["archetype_id"].fill_null("").to_list())
        label = np.array(truth)
        known, inside = label != "", (label != "") & (group != "")
        print(
            f"  {name}, {model}: all ARI {ari(label[known], group[known]):.3f} AMI {ami(label[known], group[known]):.3f}; "
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
    parser.add_argument("what", nargs="?", default="whole", choices=["whole", "demo", "labels", "scale"])
    parser.add_argument("--set", action="append", default=[], dest="settings", metavar="key=value")
    arguments = parser.parse_args()
    {"whole": whole, "demo": demo, "labels": labels, "scale": scale}[arguments.what](arguments.settings)
