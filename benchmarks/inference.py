"""Prints what ways there are to compute sentence embeddings on a processor: speed, start-up, memory, accuracy, and whether company matters.

usage: python benchmarks/inference.py MODEL PASSAGES.parquet [--sts DEV.csv] [--texts 400] [--only NAME ...] [--race]

MODEL is a sentence-transformers folder with a model.onnx, PASSAGES the table of a run. Every way runs in a process of its own, on one
thread unless its name says otherwise. Columns: texts per second of processor time and of the clock; load: seconds until the first vector,
imports included; peak: resident memory; cosine: mean likeness to float32; alone: are vectors the same bytes whatever else is in the batch;
STS: Spearman correlation (x 100) on sentence pairs with a score. "Exported" needs onnxscript, "openvino" openvino; neither is a dependency.
With --race all ways sit in one process and take turns, the same texts each time, and the fastest turn counts: the only fair comparison of
speed on a machine that others use too.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "TRANSFORMERS_VERBOSITY": "error"}
PASSES = 5  # the fastest counts: on a shared processor the others measure the neighbours
TURNS = 8
HEAD = f"{'':34}{'/cpu-s':>8}{'/s':>8}{'load s':>8}{'peak MB':>9}{'cosine':>8}{'alone':>7}{'STS':>8}"


def torch_way(folder: Path, kind: str, batch: int) -> Encode:
    """sentence-transformers as it comes (f32), in bfloat16, with 8-bit linear layers, or compiled."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    wanted = torch.bfloat16 if kind == "bf16" else torch.float32
    model: Any = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": wanted})
    if kind == "int8":
        model = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)
    if kind == "compile":
        model.forward = torch.compile(model.forward, dynamic=True)
    return lambda texts: model.encode(list(texts), batch_size=batch, show_progress_bar=False, convert_to_tensor=True).float().numpy()


def onnx_way(folder: Path, quantise: bool, threads: int) -> Encode:
    """Our own path: model.onnx beside the weights."""
    from rodedraad.config import Embed
    from rodedraad.encoder import onnx

    if not quantise:
        from rodedraad.train.embedding.onnx_export import export

        with tempfile.TemporaryDirectory() as other:
            return onnx.open_folder(export(folder, Path(other), quantise=False).folder, "m", Embed(), threads).encode
    return onnx.open_folder(folder, "m", Embed(), threads).encode


def exported_way(folder: Path, kind: str) -> Encode:
    """torch.onnx.export, then onnxruntime's own dynamic quantisation: f32, per tensor, per channel, 8-bit unsigned, or padded batches."""
    import onnxruntime

    file = folder / f"{kind.removesuffix('-batch')}.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(file), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
    return _by_mask(
        folder, lambda ids, mask: session.run(None, {"input_ids": ids, "attention_mask": mask})[0], 32 if "-batch" in kind else 1
    )


def openvino_way(folder: Path, precision: str) -> Encode:
    """OpenVINO on the exported float32 graph, computing in f32 or bf16."""
    import openvino

    settings = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": precision}
    model = openvino.Core().compile_model(str(folder / "plain.onnx"), "CPU", settings)
    return _by_mask(folder, lambda ids, mask: model({"input_ids": ids, "attention_mask": mask})[0], 1)


def _by_mask(folder: Path, run: Callable[[Any, Any], Any], batch: int) -> Encode:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_padding()
    tokenizer.enable_truncation(128)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows: dict[int, Any] = {}
        for start in range(0, len(order), batch):
            part = order[start : start + batch]
            found = tokenizer.encode_batch([texts[i] for i in part])
            out = run(np.array([e.ids for e in found]), np.array([e.attention_mask for e in found]))
            rows |= dict(zip(part, out, strict=True))
        return np.stack([rows[i] for i in range(len(texts))])

    return encode


def cut(folder: Path, layers: Sequence[int], out: Path) -> Path:
    """Return ``out``, the model with some of its layers only (not trained again: its speed counts, its accuracy does not)."""
    from sentence_transformers import SentenceTransformer

    from rodedraad.train.embedding.onnx_export import export

    model = SentenceTransformer(str(folder), device="cpu")
    bert: Any = next(module for module in model.modules() if type(module).__name__ == "BertModel")
    bert.encoder.layer = type(bert.encoder.layer)([bert.encoder.layer[i] for i in layers])
    bert.config.num_hidden_layers = len(layers)
    model.save(str(out))
    return export(out, out).folder


def prepare(folder: Path) -> None:
    """Write the graphs that torch's exporter and onnxruntime's quantiser make, beside the model."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoModel

    class Pooled(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, bert: Any) -> None:  # noqa: ANN401
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:  # noqa: ANN401
            hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)

    bert = AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32)
    ids = torch.tensor([[2, 50, 51, 3], [2, 50, 3, 0]])
    axes = {name: {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC} for name in ("input_ids", "attention_mask")}
    program = torch.onnx.export(Pooled(bert).eval(), (ids, (ids > 0).long()), dynamo=True, dynamic_shapes=axes, opset_version=18)
    program.save(str(folder / "plain.onnx"))
    ways = {"tensor": {}, "channel": {"per_channel": True}, "unsigned": {"per_channel": True, "weight_type": QuantType.QUInt8}}
    for name, settings in ways.items():
        quantize_dynamic(
            folder / "plain.onnx", folder / f"{name}.onnx", op_types_to_quantize=["MatMul"], **{"weight_type": QuantType.QInt8, **settings}
        )


WAYS: dict[str, Callable[[Path], Encode]] = {
    "torch f32, batch 1": lambda f: torch_way(f, "f32", 1),
    "torch f32, batch 32": lambda f: torch_way(f, "f32", 32),
    "torch f32 compiled, batch 1": lambda f: torch_way(f, "compile", 1),
    "torch bf16, batch 1": lambda f: torch_way(f, "bf16", 1),
    "torch bf16, batch 32": lambda f: torch_way(f, "bf16", 32),
    "torch int8, batch 1": lambda f: torch_way(f, "int8", 1),
    "openvino f32, batch 1": lambda f: openvino_way(f, "f32"),
    "openvino bf16, batch 1": lambda f: openvino_way(f, "bf16"),
    "ort exported f32, batch 1": lambda f: exported_way(f, "plain"),
    "ort exported int8 a tensor": lambda f: exported_way(f, "tensor"),
    "ort exported int8 a channel": lambda f: exported_way(f, "channel"),
    "ort exported int8, batch 32": lambda f: exported_way(f, "channel-batch"),
    "ort exported uint8 a channel": lambda f: exported_way(f, "unsigned"),
    "ours f32": lambda f: onnx_way(f, quantise=False, threads=1),
    "ours int8": lambda f: onnx_way(f, quantise=True, threads=1),
    "ours int8, 2 threads": lambda f: onnx_way(f, quantise=True, threads=2),
    "ours int8, 3 layers": lambda f: onnx_way(f.parent / "cut", quantise=True, threads=1),
}


def measure(way: str, folder: Path, work: Path) -> None:
    """Measure one way in this process and print the figures as JSON; vectors go to ``work``."""
    texts, pairs = json.loads((work / "texts.json").read_text()), json.loads((work / "pairs.json").read_text())
    began = time.perf_counter()
    encode = WAYS[way](folder)
    encode(texts[:1])
    load = time.perf_counter() - began
    encode(texts[:20])
    cpu, wall, vectors = min((_once(encode, texts) for _ in range(PASSES)), key=lambda figures: figures[0])
    peak = _peak_mb()
    shuffled = np.random.default_rng(1).permutation(len(texts))[: len(texts) * 2 // 3]
    alone = vectors[shuffled].tobytes() == encode([texts[i] for i in shuffled]).tobytes()
    np.save(work / f"{way}.npy", vectors)
    sts = _spearman(encode, pairs) if pairs else float("nan")
    print(json.dumps({"cpu": len(texts) / cpu, "wall": len(texts) / wall, "load": load, "peak": peak, "alone": alone, "sts": sts}))


def race(ways: Sequence[str], folder: Path, texts: Sequence[str]) -> None:
    """Let ``ways`` take turns on the same texts and print the best rate of each, texts per second of processor time."""
    encoders = {way: WAYS[way](folder) for way in ways}
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(1 + TURNS):  # the first warms up, and cannot be the fastest
        for way, encode in encoders.items():
            best[way] = min(best[way], _once(encode, texts)[0])
    for way, seconds in best.items():
        print(f"{way:34}{len(texts) / seconds:8.0f}   {best[ways[0]] / seconds:5.1f} x")


def _once(encode: Encode, texts: Sequence[str]) -> tuple[float, float, NDArray[np.float32]]:
    """Seconds of processor and of the clock, and the vectors."""
    wall, cpu = time.perf_counter(), time.process_time()
    vectors = encode(texts)
    return time.process_time() - cpu, time.perf_counter() - wall, vectors


def _peak_mb() -> int:
    """Linux's own count; getrusage's would begin at the size of the process that started this one."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(found.group(1)) // 1024 if found else 0


def _spearman(encode: Encode, pairs: Sequence[Sequence[str]]) -> float:
    from scipy.stats import spearmanr

    first, second = (_unit(encode([pair[i] for pair in pairs])) for i in (0, 1))
    return float(spearmanr((first * second).sum(axis=1), [float(pair[2]) for pair in pairs]).statistic)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def main() -> None:
    """Prepare a working copy, run every way in its own process, print a line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--sts", type=Path)
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--only", nargs="*", default=list(WAYS))
    parser.add_argument("--race", action="store_true")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        measure(arguments.way, arguments.model, arguments.passages)
        return
    with tempfile.TemporaryDirectory() as work:
        run_all(arguments, Path(work))


def run_all(arguments: argparse.Namespace, work: Path) -> None:
    """Do everything in the folder ``work``."""
    import shutil

    import polars as pl

    os.environ.update(ONE_THREAD)
    folder = shutil.copytree(arguments.model, work / "model")
    if any("export" in way or "openvino" in way for way in arguments.only):
        prepare(folder)
    if "ours int8, 3 layers" in arguments.only:
        cut(folder, (0, 2, 5), work / "cut")
    texts = pl.read_parquet(arguments.passages)["text"].unique().sort().sample(arguments.texts, seed=1).to_list()
    (work / "texts.json").write_text(json.dumps(texts))
    with arguments.sts.open(encoding="utf-8") if arguments.sts else open(os.devnull, encoding="utf-8") as file:  # noqa: PTH123
        (work / "pairs.json").write_text(json.dumps(list(csv.reader(file))))
    print(f"{len(texts)} passages of {np.mean([len(text.split()) for text in texts]):.0f} words on average")
    if arguments.race:
        race(arguments.only, folder, texts)
        return
    print(HEAD)
    for way in arguments.only:
        line(way, folder, work)


def line(way: str, folder: Path, work: Path) -> None:
    """Run one way in a process of its own and print its line, or why there is none."""
    command = [sys.executable, __file__, str(folder), str(work), "--way", way]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{way:34}{(done.stderr.strip().splitlines() or ['?'])[-1][:80]}")
        return
    f = json.loads(done.stdout.splitlines()[-1])
    reference = work / "torch f32, batch 1.npy"
    cosine = (
        float(np.mean(np.sum(_unit(np.load(reference)) * _unit(np.load(work / f"{way}.npy")), axis=1))) if reference.exists() else np.nan
    )
    alone = "yes" if f["alone"] else "no"
    print(
        f"{way:34}{f['cpu']:8.0f}{f['wall']:8.0f}{f['load']:8.1f}{f['peak']:9.0f}{cosine:8.4f}{alone:>7}{100 * f['sts']:8.2f}", flush=True
    )


if __name__ == "__main__":
    main()
