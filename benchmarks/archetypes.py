"""How good and how stable the archetypes are, beside BERTopic on the same vectors in the same run.

    python benchmarks/archetypes.py --data ../shared/data [--sets gold SAFENET] [--out FILE]

Prints a table and writes it as JSON. *k*: groups found, *true*: labels; *noise*: share of all passages without a group, *labelled*: of
those with a label; ARI and AMI over the labelled passages, noise being one more group, means of two seeds; *CPU*: seconds from vectors to
groups (for BERTopic: UMAP and HDBSCAN, numba's compiling left out and printed apart); *seeds*: ARI between two runs that differ in the
seed alone (of ours only hdbscan draws by it, graph has a fixed design); *90 %*: mean ARI between the whole set and runs on nine tenths of
the documents; *shaped*: share of groups of which one document holds more than half; *stability*: mean over the
archetypes. *broad* is the level of families. No lens guides the search, all methods get the vectors alone, but in *gold guided*: there they
get those that the product searches with, of narratives that its reading model did not learn from. *named* is, of the groups that the
product names after an archetype of the lens and that hold labelled passages, the share of which that archetype is the commonest label.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from peers import bertopic_default, sets

from rodedraad.cluster import lens_link
from rodedraad.cluster.cohesion import keep
from rodedraad.cluster.damp import damp
from rodedraad.cluster.neighbours import Corpus
from rodedraad.cluster.search import in_enough_documents, search
from rodedraad.config import Cluster
from rodedraad.config import load as load_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Answer = tuple[NDArray[np.int64], float, float | None, NDArray[np.int64] | None]
    Method = Callable[[sets.Labelled, NDArray[np.int64], int], Answer]

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "archetypes.json"
SEEDS = (42, 1)
DRAWS = 2  # samples of nine tenths of the documents
SHARE = 0.9
HALF = 0.5
COLUMNS = "set      method                      k true  noise labelled    ARI    AMI   CPU s  seeds   90 % shaped stability named"


@dataclass(frozen=True, slots=True)
class Row:
    """One method on one set."""

    set: str
    method: str
    k: int
    true_k: int
    noise: float
    noise_labelled: float
    ari: float
    ami: float
    cpu_seconds: float
    seed_ari: float
    part_ari: float
    report_shaped: float
    stability: float | None
    named: float | None
    n_named: int

    def line(self) -> str:
        """Return the row as printed."""
        return (
            f"{self.set:9}{self.method:26}{self.k:4}{self.true_k:5}{self.noise:7.3f}{self.noise_labelled:9.3f}{self.ari:7.3f}{self.ami:7.3f}"
            f"{self.cpu_seconds:8.2f}{self.seed_ari:7.3f}{self.part_ari:7.3f}{self.report_shaped:7.2f}{_shown(self.stability):>10}"
            f"{_shown(self.named):>6} ({self.n_named})"
        )


def ours(given: sets.Labelled, rows: NDArray[np.int64], seed: int, config: Cluster) -> Answer:
    """Return the archetype of each passage of ``rows``, CPU seconds, the mean stability and the family of each passage."""
    from threadpoolctl import threadpool_limits

    documents = np.unique(given.documents[rows], return_inverse=True)[1].astype(np.int64)
    fewest = min(config.min_documents, len(documents))
    with threadpool_limits(1):
        started = time.process_time()
        corpus = Corpus(_damped(given, rows, documents, config), documents)
        found = search(corpus, config, np.random.default_rng(seed))
        recurring = np.flatnonzero(in_enough_documents(found.groups, documents, fewest))
        groups = keep(found.groups, recurring)
        spent = time.process_time() - started
    broad = np.append(found.family[recurring], -1)[groups.labels]  # the last serves noise, which is -1
    return groups.labels, spent, None if found.firm is None else float(found.firm[recurring].mean()), broad


def _damped(given: sets.Labelled, rows: NDArray[np.int64], documents: NDArray[np.int64], config: Cluster) -> NDArray[np.float32]:
    """Return the vectors without what is one document's own; guided ones are so already."""
    return given.vectors[rows] if given.mappings is not None else damp(given.vectors[rows], documents, config.damping)


def bertopic(given: sets.Labelled, rows: NDArray[np.int64], seed: int) -> Answer:
    """Return the topic of each text of ``rows`` and CPU seconds."""
    return *bertopic_default.topics([given.texts[i] for i in rows], given.vectors[rows], seed), None, None


def measured(given: sets.Labelled, name: str, method: Method) -> list[Row]:
    """Return the row of a method on a set, and one for its broad level where it has one."""
    from sklearn.metrics import adjusted_rand_score as ari

    rows = np.arange(len(given.texts))
    first, other = method(given, rows, SEEDS[0]), method(given, rows, SEEDS[1])
    parts = [_part(given.documents, draw) for draw in range(DRAWS)]
    again = [method(given, part, SEEDS[0]) for part in parts]
    found = []
    for level, title in ((0, name), (3, f"{name}, broad")):
        groups = first[level]
        if groups is None:
            continue
        seeds = float(ari(groups, other[level]))
        agreed = float(np.mean([ari(groups[part], answer[level]) for part, answer in zip(parts, again, strict=True)]))
        found.append(_row(given, title, (groups, other[level]), first[1], seeds, agreed, first[2] if level == 0 else None))
    return found


def _row(
    given: sets.Labelled,
    name: str,
    runs: tuple[NDArray[np.int64], NDArray[np.int64]],
    spent: float,
    seed: float,
    part: float,
    stability: float | None,
) -> Row:
    """Return the figures of two runs; ARI and AMI are means over both, the rest is of the first."""
    from sklearn.metrics import adjusted_mutual_info_score as ami
    from sklearn.metrics import adjusted_rand_score as ari

    groups = runs[0]
    known, numbers = given.known, np.unique(groups[groups >= 0])
    largest = [np.bincount(given.documents[groups == g]).max() / (groups == g).sum() for g in numbers]
    return Row(
        given.name,
        name,
        len(numbers),
        len(np.unique(given.labels[known])),
        float((groups < 0).mean()),
        float((groups[known] < 0).mean()),
        float(np.mean([ari(given.labels[known], run[known]) for run in runs])),
        float(np.mean([ami(given.labels[known], run[known]) for run in runs])),
        spent,
        seed,
        part,
        float(np.mean([share > HALF for share in largest])) if largest else 0.0,
        stability,
        *_named(given, groups),
    )


def _named(given: sets.Labelled, groups: NDArray[np.int64]) -> tuple[float | None, int]:
    """Return of how many named groups the name is right, and how many there are."""
    if given.mappings is None:
        return None, 0
    members = [np.flatnonzero(groups == g) for g in np.unique(groups[groups >= 0])]
    links = lens_link.links(given.mappings, [str(n) for n in range(len(groups))], [[str(i) for i in rows] for rows in members])
    right = []
    for rows, link in zip(members, links, strict=True):
        names, counts = np.unique(given.labels[rows][given.known[rows]], return_counts=True)
        if len(names) and link.lens == sets.ARCHETYPES:
            right.append(link.item in names[counts == counts.max()])
    return (float(np.mean(right)) if right else None), len(right)


def _part(documents: NDArray[np.int64], draw: int) -> NDArray[np.int64]:
    names = np.unique(documents)
    chosen = np.random.default_rng(draw).permutation(names)[: round(SHARE * len(names))]
    return np.flatnonzero(np.isin(documents, chosen))


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def methods(given: sets.Labelled, peer: bool) -> dict[str, Method]:
    """Return what is compared on a set; where lenses guide, ours is set as the product ships it."""
    base = load_config(None, []).cluster if given.mappings is not None else Cluster()
    found: dict[str, Method] = {"graph": partial(ours, config=base.model_copy(update={"method": "graph"}))}
    if given.mappings is None:
        found["graph, no damping"] = partial(ours, config=base.model_copy(update={"damping": 0.0}))
    found["hdbscan"] = partial(ours, config=base.model_copy(update={"method": "hdbscan", "neighbours": 10}))
    return found | ({"BERTopic": bertopic} if peer else {})


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--sets", nargs="*", default=[], help="names of sets; all when none is given")
    parser.add_argument("--out", type=Path, default=RESULT)
    arguments = parser.parse_args()
    compiling = None
    if bertopic_default.present():
        compiling = bertopic_default.warm_up()
        print(f"BERTopic: numba compiles for {compiling:.1f} CPU s in a fresh process")
    else:
        print("BERTopic is not installed (benchmark extra): ours alone")
    found: list[Row] = []
    print(COLUMNS)
    for given in sets.load(arguments.data, arguments.sets):
        for name, method in methods(given, compiling is not None).items():
            found += (rows := measured(given, name, method))
            print("\n".join(row.line() for row in rows), flush=True)
    fresh = [asdict(row) for row in found]
    result = {"numba_compile_cpu_seconds": compiling, "rows": [*_kept(arguments.out, {row["set"] for row in fresh}), *fresh]}
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _kept(path: Path, again: set[str]) -> list[dict[str, Any]]:
    """Return the rows of ``path`` of sets that were not measured again."""
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.is_file() else []
    return [row for row in rows if row["set"] not in again]


if __name__ == "__main__":
    main()
