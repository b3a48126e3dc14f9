"""A sentence-transformers folder made ready for ONNX Runtime: one small file, model.onnx, is added; the weights stay where they are.

In: a folder with a BERT model, mean or cls pooling and one model.safetensors (float32, float16 or bfloat16). Out: the same with model.onnx.
So the shipped folder loads in sentence-transformers and in the fast path (`encoder.onnx`), and 40 MB of weights are there once.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.config import Embed
from rodedraad.embed import neural
from rodedraad.encoder import onnx
from rodedraad.errors import ConfigError, RodeDraadError
from rodedraad.registry.integrity import read_header
from rodedraad.train.embedding import onnx_bert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LEAST_COSINE = {True: 0.95, False: 0.9999}  # by quantise: a vector of the graph against the model's own
MODULES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
ACTIVATIONS = ("gelu",)
PROBES = (  # any sentences: what is looked for is a wrong graph, which gives another direction altogether
    "De overdracht naar het wijkteam heeft niet plaatsgevonden.",
    "Niemand had de regie.",
    "De medicatie is na de opname niet aangepast, de uitslag van het onderzoek is niet bekeken en de huisarts is niet gebeld.",
    "1 2 3 😀 café, ’s nachts (§ 4)",
)
_ONNX_TYPES = {"F32": 1, "F16": 10, "BF16": 16}  # onnx.TensorProto.DataType
_OLD_NAMES = {"LayerNorm.gamma": "LayerNorm.weight", "LayerNorm.beta": "LayerNorm.bias"}  # of the first BERT; some libraries keep them


@dataclass(frozen=True, slots=True)
class Exported:
    """What was made: the folder, the size of model.onnx in bytes, and the least cosine to the model's own vectors over the probes."""

    folder: Path
    size: int
    least_cosine: float


def export(folder: Path, out_folder: Path, quantise: bool = True, probes: Sequence[str] = PROBES) -> Exported:
    """Write model.onnx for ``folder`` into ``out_folder`` (a copy is made unless they are the same) and compare the vectors.

    With ``quantise`` ONNX Runtime computes in 8 bits; the weights on disk are the same either way. The same folder gives the same bytes.

    Raises:
        ConfigError: not a BERT model with mean or cls pooling in one safetensors file, or the vectors differ; nothing new is left then.
        MissingError: onnxruntime is not installed, or too old.
    """
    shape = _shape(folder, quantise)
    if out_folder.resolve() != folder.resolve():
        shutil.copytree(folder, out_folder, dirs_exist_ok=True)
    try:
        proto = onnx_bert.model(shape, places(folder / onnx.WEIGHTS), onnx.WEIGHTS)
        proto.metadata_props.add(key=onnx.LAYOUT_KEY, value=onnx.layout(folder))
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError("embed_onnx_export", str(folder), reason=f"{onnx.WEIGHTS}: {error}") from error
    aside = out_folder / f"{onnx.FILE}.new"
    aside.write_bytes(proto.SerializeToString(deterministic=True))
    made = aside.replace(out_folder / onnx.FILE)
    try:
        cosine = _least_cosine(out_folder, probes)
        if not cosine >= LEAST_COSINE[quantise]:  # nor when it is no number
            raise ConfigError("embed_onnx_differs", str(folder), cosine=f"{cosine:.4f}", needed=LEAST_COSINE[quantise])
    except RodeDraadError:
        made.unlink()
        raise
    return Exported(out_folder, made.stat().st_size, cosine)


def places(path: Path) -> dict[str, onnx_bert.Place]:
    """Return where the floating-point tensors of a safetensors file lie, without a leading ``bert.`` and by today's names.

    Raises:
        ValueError: it is no safetensors file.
        OSError: the file cannot be read.
    """
    begin, header = read_header(path)
    found: dict[str, onnx_bert.Place] = {}
    for name, tensor in header.items():
        kind: Any = tensor.get("dtype")  # the header's metadata has none
        if kind in _ONNX_TYPES:
            first, last = tensor["data_offsets"]
            found[_today(name)] = onnx_bert.Place(_ONNX_TYPES[kind], tuple(tensor["shape"]), begin + first, last - first)
    return found


def _shape(folder: Path, quantise: bool) -> onnx_bert.Shape:
    modules = neural.module_types(folder)
    if [name.rpartition(".")[2] for name in modules] not in MODULES:
        raise ConfigError("embed_onnx_export", str(folder), reason="modules.json")
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
        known = config["model_type"] == "bert" and config["hidden_act"] in ACTIVATIONS
        shape = onnx_bert.Shape(
            config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"], _pooling(pooling), quantise
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError("embed_onnx_export", str(folder), reason=f"config.json: {type(error).__name__}") from error
    if not known or not shape.pooling or config.get("position_embedding_type", "absolute") != "absolute":
        raise ConfigError("embed_onnx_export", str(folder), reason=f"{config['model_type']}, {pooling}")
    return shape


def _pooling(config: dict[str, Any]) -> str:
    """Return mean or cls as either generation of sentence-transformers writes it; empty for another, or if a prompt is left out of it."""
    if not config.get("include_prompt", True):
        return ""
    new = config.get("pooling_mode")
    old = [name for name, on in config.items() if name.startswith("pooling_mode_") and on is True]
    mode = new or (old[0].removeprefix("pooling_mode_") if len(old) == 1 else "")
    return {"mean": "mean", "cls": "cls", "mean_tokens": "mean", "cls_token": "cls"}.get(mode, "")


def _least_cosine(folder: Path, probes: Sequence[str]) -> float:
    settings = Embed(model=str(folder))
    ours = onnx.open_folder(folder, "", settings).encode(probes)
    theirs = neural.open_folder(folder, "", settings).encode(probes)
    return float(np.min(np.sum(ours * theirs, axis=1)))


def _today(name: str) -> str:
    name = name.removeprefix("bert.")
    for old, new in _OLD_NAMES.items():
        name = name.replace(old, new)
    return name
