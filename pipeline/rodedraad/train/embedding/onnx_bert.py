"""A BERT encoder as an ONNX graph whose weights are not in it: it points into the model.safetensors beside it.

In: config.json and the header of model.safetensors. Out: a graph of some sixty kilobytes: token numbers of one text in, its pooled vector
out. ONNX Runtime turns the weights to 8 bits when it loads the graph (constant folding), so that one file of weights serves researchers and
the fast path alike. We write the graph ourselves since exporters unroll attention into twenty nodes and copy every weight.
Sources: https://onnx.ai/onnx/operators, https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

OPSET, CONTRIB, IR_VERSION = 18, "com.microsoft", 9
INPUT, OUTPUT = "input_ids", "sentence_embedding"
LEVELS = 64.0  # 7 bits and a sign: processors without VNNI add two products of 8 bits in 16 and would overflow
SMALLEST = 1e-12  # of a column of weights, lest a column of zeros be divided by zero
_PARTS = ("query", "key", "value")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tensor lies in the weights file: its type in ONNX's numbering, its shape, and the bytes it takes."""

    onnx_type: int
    shape: tuple[int, ...]
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What config.json says that the weights do not, and what comes out: ``pooling`` is mean or cls."""

    layers: int
    heads: int
    epsilon: float
    pooling: str
    quantise: bool


def model(shape: Shape, places: Mapping[str, Place], weights_file: str) -> Any:  # noqa: ANN401 - onnx.ModelProto, loaded late
    """Return the ModelProto: ``input_ids`` int64 (1, tokens) to ``sentence_embedding`` float32 (1, d), not normalised."""
    from onnx import TensorProto, helper

    graph = _Graph(places, weights_file)
    x = _embeddings(graph, shape)
    for layer in range(shape.layers):
        x = _layer(graph, shape, x, f"encoder.layer.{layer}.")
    _pool(graph, shape, x)
    width = places["embeddings.word_embeddings.weight"].shape[1]
    ids = helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "tokens"])
    vector = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, width])
    proto = helper.make_graph(graph.nodes, "bert", [ids], [vector], graph.tensors)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(proto, opset_imports=opsets, ir_version=IR_VERSION, producer_name="rodedraad")


def _embeddings(graph: _Graph, shape: Shape) -> str:
    words = graph.node("Gather", graph.weight("embeddings.word_embeddings.weight"), INPUT)
    kinds = graph.node("Gather", graph.floats("embeddings.token_type_embeddings.weight"), graph.constant(np.array([0])))
    places = graph.node("Add", graph.floats("embeddings.position_embeddings.weight"), kinds)
    length = graph.node("Shape", INPUT, start=1, end=2)
    here = graph.node("Slice", places, graph.constant(np.array([0])), length)
    return _norm(graph, shape, graph.node("Add", graph.widened("embeddings.word_embeddings.weight", words), here), "embeddings.")


def _layer(graph: _Graph, shape: Shape, x: str, name: str) -> str:
    packed = [graph.floats(f"{name}attention.self.{part}.weight") for part in _PARTS]
    bias = graph.node("Concat", *[graph.floats(f"{name}attention.self.{part}.bias") for part in _PARTS], axis=0)
    weight = graph.node("Transpose", graph.node("Concat", *packed, axis=0), perm=[1, 0])
    seen = _attention(graph, shape, x, weight, bias)
    x = _norm(graph, shape, graph.node("Add", _dense(graph, shape, seen, f"{name}attention.output."), x), f"{name}attention.output.")
    wide = _dense(graph, shape, x, f"{name}intermediate.", bias=False)
    wide = graph.node("BiasGelu", wide, graph.floats(f"{name}intermediate.dense.bias"), domain=CONTRIB)
    return _norm(graph, shape, graph.node("Add", _dense(graph, shape, wide, f"{name}output."), x), f"{name}output.")


def _attention(graph: _Graph, shape: Shape, x: str, weight: str, bias: str) -> str:
    if not shape.quantise:
        return graph.node("Attention", x, weight, bias, domain=CONTRIB, num_heads=shape.heads)
    small, scale = _quantised(graph, weight)
    x_small, x_scale, x_zero = graph.nodes_of("DynamicQuantizeLinear", x, outputs=3)
    zero = graph.constant(np.array(0, dtype=np.int8))
    return graph.node("QAttention", x_small, small, bias, x_scale, scale, "", x_zero, zero, domain=CONTRIB, num_heads=shape.heads)


def _dense(graph: _Graph, shape: Shape, x: str, name: str, *, bias: bool = True) -> str:
    weight = graph.node("Transpose", graph.floats(f"{name}dense.weight"), perm=[1, 0])
    if shape.quantise:
        small, scale = _quantised(graph, weight)
        x_small, x_scale, x_zero = graph.nodes_of("DynamicQuantizeLinear", x, outputs=3)
        whole = graph.node("MatMulInteger", x_small, small, x_zero, graph.constant(np.array(0, dtype=np.int8)))
        y = graph.node("Mul", graph.cast(whole), graph.node("Mul", x_scale, scale))
    else:
        y = graph.node("MatMul", x, weight)
    return graph.node("Add", y, graph.floats(f"{name}dense.bias")) if bias else y


def _quantised(graph: _Graph, weight: str) -> tuple[str, str]:
    """A weight (in, out) as int8 and its scale (out): symmetric, each column by its largest value."""
    from onnx import TensorProto

    largest = graph.node("ReduceMax", graph.node("Abs", weight), graph.constant(np.array([0])), keepdims=0)
    scale = graph.node("Div", graph.node("Max", largest, graph.constant(np.float32(SMALLEST))), graph.constant(np.float32(LEVELS)))
    return graph.cast(graph.node("Round", graph.node("Div", weight, scale)), TensorProto.INT8), scale


def _norm(graph: _Graph, shape: Shape, x: str, name: str) -> str:
    weight, bias = (graph.floats(f"{name}LayerNorm.{part}") for part in ("weight", "bias"))
    return graph.node("LayerNormalization", x, weight, bias, epsilon=shape.epsilon)


def _pool(graph: _Graph, shape: Shape, x: str) -> None:
    if shape.pooling == "cls":
        graph.node("Gather", x, graph.constant(np.array(0)), axis=1, output=OUTPUT)
    else:
        graph.node("ReduceMean", x, graph.constant(np.array([1])), keepdims=0, output=OUTPUT)


@dataclass(slots=True)
class _Graph:
    """Nodes and tensors under construction; names are numbered in order, so the same model gives the same bytes."""

    places: Mapping[str, Place]
    weights_file: str
    nodes: list[Any] = field(default_factory=list)
    tensors: list[Any] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)

    def node(self, kind: str, *inputs: str, output: str = "", domain: str = "", **attributes: Any) -> str:  # noqa: ANN401 - ints, floats, lists
        """Add a node of one output and return that output's name."""
        return self._add(kind, inputs, [output or f"{kind}_{len(self.nodes)}"], domain, attributes)[0]

    def nodes_of(self, kind: str, *inputs: str, outputs: int) -> list[str]:
        """Add a node of several outputs and return their names."""
        return self._add(kind, inputs, [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)], "", {})

    def cast(self, x: str, kind: int = 1) -> str:
        """Return ``x`` as another type, float32 unless told."""
        return self.node("Cast", x, to=kind)

    def constant(self, value: NDArray[Any] | np.generic) -> str:
        """Return the name of a small constant, kept in the graph itself."""
        from onnx import numpy_helper

        array = np.asarray(value)
        key = f"{array.dtype}{array.shape}{array.tolist()}"
        if key not in self.made:
            self.made[key] = f"constant_{len(self.tensors)}"
            self.tensors.append(numpy_helper.from_array(array, self.made[key]))
        return self.made[key]

    def weight(self, name: str) -> str:
        """Return the name of a tensor of the weights file, of the type it is stored in."""
        if name not in self.made:
            self.made[name] = name
            self.tensors.append(_outside(name, self.places[name], self.weights_file))
        return name

    def floats(self, name: str) -> str:
        """Return the name of a tensor of the weights file as float32."""
        return self.widened(name, self.weight(name))

    def widened(self, name: str, x: str) -> str:
        """Return ``x``, which is of the type that tensor ``name`` is stored in, as float32."""
        return x if self.places[name].onnx_type == 1 else self.cast(x)

    def _add(self, kind: str, inputs: tuple[str, ...], outputs: list[str], domain: str, attributes: dict[str, Any]) -> list[str]:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, list(inputs), outputs, name=outputs[0], domain=domain, **attributes))
        return outputs


def _outside(name: str, place: Place, file: str) -> Any:  # noqa: ANN401 - onnx.TensorProto, loaded late
    from onnx import TensorProto

    tensor = TensorProto(name=name, data_type=place.onnx_type, dims=place.shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", file), ("offset", place.offset), ("length", place.length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor
