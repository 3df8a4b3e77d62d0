"""A trained model to the files that the program reads.

    python -m encoder.export --model FOLDER/model.pt --run RUN.toml --out MODELS [--bits 8]

writes `encoder.onnx` (windows of pieces to scores of words), `relations.onnx` (labels of the arcs that were decoded) and `labels.json`.
One window is one run: the range of an activation is then that of its own window, and a page reads the same in any company.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto

from .graph import Graph
from .parses import WIDTH

FLOAT, INT32 = TensorProto.FLOAT, TensorProto.INT32


def encoder_graph(state, config, bits):
    """Inputs `pieces`, `forms` (1, pieces) and `words` (words): the place of each word's first piece. Outputs by head."""
    graph = Graph("demarche-encoder")
    pieces = graph.input("pieces", INT32, [1, "pieces"])
    forms = graph.input("forms", INT32, [1, "pieces"])
    words = graph.input("words", INT32, ["words"])
    vectors = graph.op("Gather", encoded(graph, state, config, pieces, forms, bits), words, axis=1)
    width = config["width"]
    graph.output(vectors, "vectors", FLOAT, [1, "words", width])
    add_heads(graph, state, vectors)
    return graph


def encoded(graph, state, config, pieces, forms, bits):
    weight = {name.removeprefix("encoder."): tensor.numpy() for name, tensor in state.items() if name.startswith("encoder.")}
    n_pieces = graph.op("Gather", graph.op("Shape", pieces), graph.weight(np.array(1, dtype=np.int64)), axis=0)
    zero, one = (graph.weight(np.array(n, dtype=np.int64)) for n in (0, 1))
    positions = graph.op("Gather", graph.weight(weight["position.weight"]), graph.op("Range", zero, n_pieces, one), axis=0)
    x = graph.op("Add", graph.rows(weight["piece.weight"], pieces, bits), positions)
    x = graph.op("Add", x, graph.op("Gather", graph.weight(weight["form.weight"]), forms, axis=0))
    x = graph.norm(x, weight["norm.weight"], weight["norm.bias"])
    for n in range(config["n_layers"]):
        x = layer(graph, {k.removeprefix(f"layers.{n}."): v for k, v in weight.items() if k.startswith(f"layers.{n}.")},
                  x, config, bits)
    return x


def layer(graph, weight, x, config, bits):
    width, n_heads = config["width"], config["n_heads"]
    size = width // n_heads

    def linear(name, y):
        return graph.linear(y, weight[f"{name}.weight"], weight[f"{name}.bias"], bits)

    def heads(y, order):
        return graph.op("Transpose", graph.op("Reshape", y, graph.shape(1, -1, n_heads, size)), perm=order)

    shared = graph.quantised(x) if bits == 8 else x
    query, key, value = (linear(name, shared) for name in ("query", "key", "value"))
    scores = graph.op("MatMul", heads(query, [0, 2, 1, 3]), heads(key, [0, 2, 3, 1]))
    scores = graph.op("Mul", scores, graph.weight(np.array(size**-0.5, dtype=np.float32)))
    mixed = graph.op("MatMul", graph.op("Softmax", scores, axis=-1), heads(value, [0, 2, 1, 3]))
    mixed = graph.op("Reshape", graph.op("Transpose", mixed, perm=[0, 2, 1, 3]), graph.shape(1, -1, width))
    x = graph.norm(graph.op("Add", x, linear("attended", mixed)), weight["attended_norm.weight"], weight["attended_norm.bias"])
    inner = graph.op("Gelu", linear("up", x))
    return graph.norm(graph.op("Add", x, linear("down", inner)), weight["down_norm.weight"], weight["down_norm.bias"])


def add_heads(graph, state, vectors):
    def weights(head):
        prefix = f"heads.{head}."
        return {name.removeprefix(prefix): tensor.numpy() for name, tensor in state.items() if name.startswith(prefix)}

    for head in ("statements", "entities"):
        own = weights(head)
        if own:
            scores = graph.linear(vectors, own["scores.weight"], own["scores.bias"])
            graph.output(scores, head, FLOAT, [1, "words", own["scores.weight"].shape[0]])
    own = weights("syntax")
    if own:
        for name in ("upos", "lemma"):
            scores = graph.linear(vectors, own[f"{name}.weight"], own[f"{name}.bias"])
            graph.output(scores, name, FLOAT, [1, "words", own[f"{name}.weight"].shape[0]])
        with_root = graph.op("Concat", graph.weight(own["root"].reshape(1, 1, -1)), vectors, axis=1)
        graph.output(with_root, "nodes", FLOAT, [1, "nodes", vectors_width(own)])
        dependent = graph.op("Gelu", graph.linear(vectors, own["dependent.weight"], own["dependent.bias"]))
        governor = graph.op("Gelu", graph.linear(with_root, own["governor.weight"], own["governor.bias"]))
        arcs = graph.op("MatMul", dependent, graph.weight(own["arc"] / WIDTH**0.5))
        arcs = graph.op("MatMul", arcs, graph.op("Transpose", governor, perm=[0, 2, 1]))
        bias = graph.op("Transpose", graph.linear(governor, own["arc_bias.weight"], own["arc_bias.bias"]), perm=[0, 2, 1])
        graph.output(graph.op("Add", arcs, bias), "arcs", FLOAT, [1, "words", "nodes"])


def vectors_width(syntax):
    return syntax["root"].shape[-1]


def relations_graph(state):
    """Inputs: the vectors of words and of their governors (words, width); output: scores of relations."""
    own = {name.removeprefix("heads.syntax."): tensor.numpy() for name, tensor in state.items() if name.startswith("heads.syntax.")}
    graph = Graph("demarche-relations")
    width = vectors_width(own)
    dependent = graph.input("dependents", FLOAT, ["words", width])
    governor = graph.input("governors", FLOAT, ["words", width])
    dependent = graph.op("Gelu", graph.linear(dependent, own["relation_dependent.weight"], own["relation_dependent.bias"]))
    governor = graph.op("Gelu", graph.linear(governor, own["relation_governor.weight"], own["relation_governor.bias"]))
    both = graph.op("Concat", dependent, governor, graph.op("Mul", dependent, governor), axis=-1)
    scores = graph.linear(both, own["relation.weight"], own["relation.bias"])
    graph.output(scores, "relations", FLOAT, ["words", own["relation.weight"].shape[0]])
    return graph


def config_of(state):
    width = state["encoder.norm.weight"].shape[0]
    n_layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))
    return {"width": width, "n_layers": n_layers, "n_heads": width // 32}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bits", type=int, default=8, choices=(8, 32))
    arguments = parser.parse_args()
    saved = torch.load(arguments.model, weights_only=True)
    state, labels = saved["weights"], saved["labels"]
    arguments.out.mkdir(parents=True, exist_ok=True)
    config = config_of(state)
    (arguments.out / "encoder.onnx").write_bytes(encoder_graph(state, config, arguments.bits).model().SerializeToString())
    if any(name.startswith("heads.syntax.") for name in state):
        (arguments.out / "relations.onnx").write_bytes(relations_graph(state).model().SerializeToString())
    (arguments.out / "labels.json").write_text(json.dumps({**labels, **config}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
