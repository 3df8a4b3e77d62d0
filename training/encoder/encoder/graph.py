"""A small writer of ONNX graphs: the operators that the encoder needs, with weights of eight bits where wanted."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20


class Graph:
    """Nodes in order; every method gives the name of the tensor that it makes."""

    def __init__(self, name):
        self.name, self.nodes, self.weights, self.inputs, self.outputs, self.n = name, [], [], [], [], 0

    def fresh(self, what):
        self.n += 1
        return f"{what}_{self.n}"

    def input(self, name, kind, shape):
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, tensor, name, kind, shape):
        self.nodes.append(helper.make_node("Identity", [tensor], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def weight(self, array, what="weight"):
        name = self.fresh(what)
        self.weights.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def op(self, kind, *inputs, n_outputs=1, **attributes):
        outputs = [self.fresh(kind.lower()) for _ in range(n_outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), outputs, **attributes))
        return outputs[0] if n_outputs == 1 else outputs

    def linear(self, x, weight, bias, bits=32):
        """`x @ weight.T + bias`. With 8 bits the weight has one scale for each output, the input one for the whole run."""
        matrix = np.asarray(weight, dtype=np.float32).T
        if bits == 32:
            product = self.op("MatMul", x, self.weight(matrix))
        else:
            scale = np.maximum(np.abs(matrix).max(0), 1e-8) / 127.0
            small = np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8)
            quantised, x_scale, x_zero = x if isinstance(x, tuple) else self.quantised(x)
            whole = self.op("MatMulInteger", quantised, self.weight(small), x_zero)
            scales = self.op("Mul", x_scale, self.weight(scale.astype(np.float32)))
            product = self.op("Mul", self.op("Cast", whole, to=TensorProto.FLOAT), scales)
        return product if bias is None else self.op("Add", product, self.weight(np.asarray(bias, dtype=np.float32)))

    def quantised(self, x):
        """The input of several products at once: quantised a single time."""
        return tuple(self.op("DynamicQuantizeLinear", x, n_outputs=3))

    def norm(self, x, weight, bias):
        return self.op("LayerNormalization", x, self.weight(weight), self.weight(bias), axis=-1, epsilon=1e-12)

    def rows(self, table, ids, bits=32):
        """Rows of a table; with 8 bits each row has its own scale."""
        if bits == 32:
            return self.op("Gather", self.weight(table), ids, axis=0)
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127.0
        small = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
        found = self.op("Cast", self.op("Gather", self.weight(small), ids, axis=0), to=TensorProto.FLOAT)
        return self.op("Mul", found, self.op("Gather", self.weight(scale.astype(np.float32)), ids, axis=0))

    def shape(self, *numbers):
        return self.weight(np.array(numbers, dtype=np.int64), "shape")

    def model(self):
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.weights)
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=9, producer_name="demarche training")
        onnx.checker.check_model(model)
        return model
