"""A small writer of ONNX graphs: the operators that the encoder needs, with weights of eight bits where wanted.

Eight bits: a weight has one scale for each output, an input one for each row (each piece of a text), so that what is read of a
piece never depends on its company. Processors without instructions for it (AVX2) add products in pairs in 16 bits: a byte of an
input is at most 180 and one of a weight at most 91, so that two products (32,760) never overflow them.
"""

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20

MIDDLE = 90
MAX_WEIGHT = 91
# A little below the minimum of GELU, -0.16997.
LOWEST_GELU = -0.17


@dataclass
class Rows:
    """Names of an input's bytes, its scale for each row, and its byte for zero; `lowest` is the number that byte 0 stands for."""

    bytes: str
    scale: str
    zero: str
    lowest: float


def small_columns(matrix):
    """The matrix in bytes with a scale for each column: the one with the smallest sum of squared errors."""
    most = np.maximum(np.abs(matrix).max(0), 1e-8)
    best, least = None, np.full(len(most), np.inf)
    for share in np.linspace(0.7, 1.0, 16):
        scale = (most * share / MAX_WEIGHT).astype(np.float32)
        small = np.clip(np.rint(matrix / scale), -MAX_WEIGHT, MAX_WEIGHT)
        error = ((small * scale - matrix) ** 2).sum(0)
        better = error < least
        best = (small, scale) if best is None else (np.where(better, small, best[0]), np.where(better, scale, best[1]))
        least = np.minimum(error, least)
    return best[0].astype(np.int8), best[1]


class Graph:
    """Nodes in order; every method gives the name of the tensor that it makes."""

    def __init__(self, name):
        self.name, self.nodes, self.weights, self.inputs, self.outputs, self.known, self.n = name, [], [], [], [], {}, 0

    def fresh(self, what):
        self.n += 1
        return f"{what}_{self.n}"

    def input(self, name, kind, shape):
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, tensor, name, kind, shape):
        self.nodes.append(helper.make_node("Identity", [tensor], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def weight(self, array, name=None):
        """A tensor of the file. The program finds those that it reads by their names."""
        name = name or self.fresh("constant")
        self.weights.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def number(self, number, name=None):
        return self.weight(np.array(number, dtype=np.float32), name)

    def op(self, kind, *inputs, n_outputs=1, **attributes):
        outputs = [self.fresh(kind.lower()) for _ in range(n_outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), outputs, **attributes))
        return outputs[0] if n_outputs == 1 else outputs

    def linear(self, x, weight, bias, name, bits=32):
        """`x @ weight.T + bias`, with tensors `name.weight`, `name.bias` and, with 8 bits, `name.scale`, one for each output."""
        matrix, bias = np.asarray(weight, dtype=np.float32).T, np.asarray(bias, dtype=np.float32)
        if bits == 32:
            return self.op("Add", self.op("MatMul", x, self.weight(matrix, f"{name}.weight")), self.weight(bias, f"{name}.bias"))
        x = x if isinstance(x, Rows) else self.around(x)
        small, scale = small_columns(matrix)
        # What is below zero in the input stands in the bias: the input's zero is its lowest number.
        bias = bias + np.float32(x.lowest) * (small.astype(np.float32) * scale).sum(0)
        sums = self.op("MatMulInteger", x.bytes, self.weight(small, f"{name}.weight"), x.zero, self.no_zero())
        product = self.op("Mul", self.op("Cast", sums, to=TensorProto.FLOAT), self.weight(scale, f"{name}.scale"))
        return self.op("Add", self.op("Mul", product, x.scale), self.weight(bias, f"{name}.bias"))

    def around(self, x):
        """Rows to bytes, each with a scale of its own, zero in the middle."""
        top = self.op("Max", self.op("ReduceMax", self.op("Abs", x), self.shape(-1), keepdims=1), self.number(1e-8))
        scale = self.op("Div", top, self.once("range.middle", np.float32(MIDDLE)))
        shifted = self.op("Add", self.op("Mul", x, self.op("Reciprocal", scale)), self.number(MIDDLE + 0.5))
        return Rows(self.op("Cast", shifted, to=TensorProto.UINT8), scale, self.once("zero.middle", np.uint8(MIDDLE)), 0.0)

    def above(self, x):
        """Rows that GELU gave to bytes: its lowest number is known, so the bytes begin there."""
        lowest = self.once("range.lowest", np.float32(LOWEST_GELU))
        most = self.op("ReduceMax", x, self.shape(-1), keepdims=1)
        scale = self.op("Div", self.op("Sub", most, lowest), self.once("range.top", np.float32(2 * MIDDLE)))
        shifted = self.op("Add", self.op("Div", self.op("Sub", x, lowest), scale), self.number(0.5))
        return Rows(self.op("Cast", shifted, to=TensorProto.UINT8), scale, self.once("zero.lowest", np.uint8(0)), LOWEST_GELU)

    def no_zero(self):
        return self.once("zero.weights", np.int8(0))

    def once(self, name, value):
        if name not in self.known:
            self.known[name] = self.weight(np.array(value), name)
        return self.known[name]

    def norm(self, x, weight, bias, name):
        weight, bias = self.weight(weight, f"{name}.weight"), self.weight(bias, f"{name}.bias")
        return self.op("LayerNormalization", x, weight, bias, axis=-1, epsilon=1e-12)

    def rows(self, table, ids, name, bits=32):
        """Rows of a table; with 8 bits each row has its own scale."""
        if bits == 32:
            return self.op("Gather", self.weight(table, f"{name}.weight"), ids, axis=0)
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127.0
        small = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
        bytes_ = self.op("Gather", self.weight(small, f"{name}.weight"), ids, axis=0)
        scales = self.op("Gather", self.weight(scale.astype(np.float32), f"{name}.scale"), ids, axis=0)
        return self.op("Mul", self.op("Cast", bytes_, to=TensorProto.FLOAT), scales)

    def shape(self, *numbers):
        return self.weight(np.array(numbers, dtype=np.int64))

    def model(self):
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.weights)
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=9, producer_name="demarche training")
        onnx.checker.check_model(model)
        return model
