"""Sentence embeddings through ONNX Runtime: the same weights as sentence-transformers, 8-bit arithmetic, neither torch nor transformers.

In: a folder with model.onnx (made by `train.embedding.onnx_export`), model.safetensors and tokenizer.json. Out: an Embedder. Five times as
fast as torch on one thread, loaded in half a second. Texts go through one by one: ONNX Runtime scales activations by the largest value of a
batch, so in company a vector would depend on the others. Nothing is fetched, no code of the model runs, nothing is reported to anyone.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rodedraad.encoder import textsettings
from rodedraad.encoder.protocol import normalise
from rodedraad.errors import ConfigError, MissingError
from rodedraad.ids import digest
from rodedraad.registry.integrity import read_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rodedraad.config import Embed

FILE, WEIGHTS, TOKENIZER = "model.onnx", "model.safetensors", "tokenizer.json"
INPUT = "input_ids"
LAYOUT_KEY = "rodedraad.layout"  # in model.onnx: a hash of the header of the weights that it points into
OLDEST = (1, 24)  # of onnxruntime: earlier ones follow a model.onnx to files outside its folder
SLOW_FUSIONS = ["SkipLayerNormFusion"]  # its kernel takes five times as long as the two operators it stands for
_SILENT = 4  # log only what ends the process: what went wrong comes back as an exception
_FEW = 8  # texts for which threads are not worth starting


def chosen(folder: Path, config: Embed) -> bool:
    """Return whether the texts go through ONNX Runtime: when asked, and by default on the processor if the folder is prepared for it.

    Raises:
        ConfigError: it is asked for and the folder has no model.onnx, or another device than the processor is wanted.
    """
    prepared = (folder / FILE).is_file()
    if config.backend == "auto":
        return prepared and config.device == "cpu"
    if config.backend == "onnx" and not prepared:
        raise ConfigError("embed_onnx_absent", str(folder))
    if config.backend == "onnx" and config.device != "cpu":
        raise ConfigError("embed_device", config.device)
    return config.backend == "onnx"


def runtime() -> Any:  # noqa: ANN401 - the module onnxruntime
    """Import and return onnxruntime, its reports to Microsoft (in the Windows build) off.

    Raises:
        MissingError: it is not installed, or too old.
    """
    try:
        import onnxruntime
    except ImportError:
        raise MissingError("embed_onnx_runtime", found="-", needed=".".join(map(str, OLDEST))) from None
    if tuple(int(part) for part in onnxruntime.__version__.split(".")[:2]) < OLDEST:
        raise MissingError("embed_onnx_runtime", found=onnxruntime.__version__, needed=".".join(map(str, OLDEST)))
    onnxruntime.disable_telemetry_events()
    return onnxruntime


@dataclass(frozen=True, slots=True)
class OnnxEmbedder:
    """A loaded session and tokenizer. ``threads`` share the session; each text is the work of one, so they do not change a bit."""

    model_id: str
    session: Any  # onnxruntime.InferenceSession
    tokenizer: Any  # tokenizers.Tokenizer
    prefix: str
    truncate: int | None
    threads: int = 1
    cacheable: bool = True

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors (n, d); a row depends on its text alone.

        Raises:
            ConfigError: tokenizer and weights do not belong together.
        """
        if len(texts) < _FEW or self.threads == 1:
            rows = [self._row(text) for text in texts]
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                rows = list(pool.map(self._row, texts))
        width = self.session.get_outputs()[0].shape[-1]
        return normalise(np.array(rows, dtype=np.float32).reshape(len(texts), width)[:, : self.truncate])

    def _row(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self.tokenizer.encode(self.prefix + text).ids], dtype=np.int64)
        try:
            row: NDArray[np.float32] = self.session.run(None, {INPUT: ids})[0][0]
        except Exception as error:  # of onnxruntime: a word number for which the weights have no row
            raise ConfigError("embed_unreadable", self.model_id, reason=f"{TOKENIZER}, {WEIGHTS}") from error
        return row


def open_folder(folder: Path, model_id: str, config: Embed, threads: int = 1) -> OnnxEmbedder:
    """Return the embedder of a folder with model.onnx; ``threads`` texts are encoded at a time.

    Raises:
        MissingError: onnxruntime is not installed, or too old.
        ConfigError: a file is missing, damaged or not of our making, or the settings do not fit the model.
    """
    prefix, limit = textsettings.prefix(folder, config), textsettings.max_tokens(folder, config)
    tokenizer = _tokenizer(folder, limit)
    session = _session(folder)
    return OnnxEmbedder(model_id, session, tokenizer, prefix, config.truncate or None, threads)


def layout(folder: Path) -> str:
    """Return a hash of where the tensors lie in the folder's model.safetensors; model.onnx is right for one layout only.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no safetensors file.
    """
    start, _ = read_header(folder / WEIGHTS)
    with (folder / WEIGHTS).open("rb") as file:
        return digest(file.read(start))


def _tokenizer(folder: Path, limit: int | None) -> Any:  # noqa: ANN401 - tokenizers.Tokenizer
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    except Exception as error:  # tokenizers raises bare Exceptions
        raise ConfigError("embed_unreadable", str(folder), reason=TOKENIZER) from error
    tokenizer.no_padding()
    if limit is None:
        tokenizer.no_truncation()
    else:
        tokenizer.enable_truncation(limit)
    return tokenizer


def _session(folder: Path) -> Any:  # noqa: ANN401 - onnxruntime.InferenceSession
    ort = runtime()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.enable_mem_pattern = False  # would remember a plan for every length of text
    options.use_deterministic_compute = True
    options.log_severity_level = _SILENT
    try:
        made_for = layout(folder)
        session = ort.InferenceSession(str(folder / FILE), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS)
    except Exception as error:  # onnxruntime raises bare Exceptions of its own
        raise ConfigError("embed_unreadable", str(folder), reason=f"{FILE}: {type(error).__name__}") from error
    meta = session.get_modelmeta().custom_metadata_map
    if LAYOUT_KEY not in meta or [value.name for value in session.get_inputs()] != [INPUT]:
        raise ConfigError("embed_onnx_foreign", str(folder))
    if meta[LAYOUT_KEY] != made_for:
        raise ConfigError("embed_onnx_stale", str(folder))
    return session
