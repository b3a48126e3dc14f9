"""Speed: passages and short sentences per CPU second, beside a reference model in the same run; size, loading and memory.

In: a model. Out: rates by the CPU seconds of all threads of this process, which neither a second core nor other work on the machine
changes much; rounds of both models alternate, and what is compared is the ratio within a round. The texts are the same on every machine.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rodedraad import resources
from rodedraad.config import Segment
from rodedraad.errors import EnvironmentFault
from rodedraad.evaluate import data, interval
from rodedraad.evaluate.models import MINILM
from rodedraad.evaluate.record import Figure, Score
from rodedraad.evaluate.similarity import STS_FILE
from rodedraad.ids import digest
from rodedraad.segment.passages import Paragraph, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rodedraad.evaluate.candidate import Candidate
    from rodedraad.evaluate.record import Bench

PASSAGES = 200
SENTENCES = 300
ROUNDS = 5
SHORTEST = 0.2  # CPU seconds a measurement takes at least: a fast model reads the texts more than once
MEGABYTE = 1_000_000
PLAIN = (".md", ".txt")
_DEMO = "demo/documents"
_SENTENCES = STS_FILE.format(split="dev")


def run(candidate: Candidate, bench: Bench) -> list[Score]:
    """Return passages a second, sentences a second, and what the model takes of disk, loading time and memory.

    Low and high of a rate are those of its slowest and fastest round. The ratio's interval is bootstrapped over rounds.

    Raises:
        MissingError: the reference model, or the sentences of STS-B-nl dev, are not there.
        EnvironmentFault: the model does not load in a process of its own.
    """
    reference = bench.models.open(bench.reference or MINILM)
    sentences = data.sts(path := data.locate(bench.data, _SENTENCES)).left
    files = {_SENTENCES: data.file_hash(path)}
    notes = {"reference": reference.name, "machine": machine()}
    return [
        _rates("speed/passages", choose(passages(), PASSAGES), candidate, reference, bench, {}, notes),
        _rates("speed/sentences", choose(sentences, SENTENCES), candidate, reference, bench, files, notes),
        *_footprint(candidate),
    ]


def machine() -> str:
    """Return what kind of machine this is, without its name."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def passages() -> list[str]:
    """Return the passages of the demo corpus's plain text files, cut as a run cuts them."""
    found: list[str] = []
    for path in sorted((resources.corpora() / _DEMO).iterdir()):
        if path.suffix in PLAIN:
            text = _decoded(path.read_bytes()).replace("\r\n", "\n")
            found += [text[draft.start : draft.end] for draft in cut(list(_paragraphs(text)), Segment())]
    return found


def choose(texts: Sequence[str], n: int) -> list[str]:
    """Return ``n`` distinct texts, the same whatever their order (fewer when there are no more)."""
    return sorted(set(texts), key=lambda text: digest("speed", text))[:n]


def per_second(encode: Callable[[], object], n: int) -> float:
    """Return texts per CPU second of this process; ``encode`` reads ``n`` texts and is repeated until the clock can tell."""
    passes, start = 0, time.process_time()
    while passes == 0 or time.process_time() - start < SHORTEST:
        encode()
        passes += 1
    return passes * n / (time.process_time() - start)


def _rates(
    name: str, texts: list[str], candidate: Candidate, reference: Candidate, bench: Bench, files: dict[str, str], notes: dict[str, str]
) -> Score:
    models = (candidate, reference)
    for model in models:
        model.encode(texts[:8])  # what is only slow the first time is not speed
    rounds = np.array([[per_second(partial(model.encode, texts), len(texts)) for model in models] for _ in range(ROUNDS)])
    ratio = interval.figure("ratio", lambda own, other: float(np.median(own / other)), list(rounds.T), bench.sampling, name)
    own = rounds[:, 0]
    rate = Figure("per_second", float(np.median(own)), float(own.min()), float(own.max()))
    words = Figure("words", float(np.mean([len(text.split()) for text in texts])))
    return Score(name, len(texts), (rate, ratio, words), files, notes, timed=True)


def _footprint(candidate: Candidate) -> Iterator[Score]:
    if candidate.folder is None:  # a baseline is made anew from the texts
        return
    files = [path for path in candidate.folder.rglob("*") if path.is_file()]
    size = Figure("megabytes", sum(path.stat().st_size for path in files) / MEGABYTE)
    measured = probe(candidate)
    figures = (size, Figure("load_seconds", measured["load_seconds"]), Figure("peak_megabytes", measured.get("peak_megabytes")))
    yield Score("speed/footprint", 1, figures, {}, {"machine": machine()}, timed=True)


def probe(candidate: Candidate) -> dict[str, float]:
    """Return CPU seconds to load and peak memory (MB) of a fresh process that encodes a few sentences with the model.

    Raises:
        EnvironmentFault: that process failed.
    """
    settings = candidate.settings.model_dump_json()
    command = [sys.executable, "-m", "rodedraad.evaluate.probe"]
    done = subprocess.run(command, input=settings, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        return {name: float(value) for name, value in json.loads(done.stdout.splitlines()[-1]).items()}
    except (IndexError, ValueError):
        raise EnvironmentFault("evaluate_probe", candidate.name, status=done.returncode) from None


def _decoded(data: bytes) -> str:
    """The demo has one file as an old word processor saved it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Blocks between blank lines, with their place; headings and list marks are left to the cutter."""
    start = 0
    for block, piece in enumerate(text.split("\n\n")):
        if piece.strip() and not piece.lstrip().startswith("#"):
            yield Paragraph(block, "paragraph", piece, start, None, None, None, "overig")
        start += len(piece) + 2
