"""A trained model to the files that the program reads.

    python -m encoder.export --model FOLDER/model.pt --out MODELS [--bits 8]

writes `encoder.onnx` (a window of pieces to scores of its words), `relations.onnx` (relations of the arcs that were decoded),
`coref.onnx` (who is who, over the vectors of a whole text), `labels.json` and `vocabulary.txt`. The program takes the tensors from the graphs by their names and computes the same.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto

from .base import base_tokenizer
from .graph import Graph
from . import parses

FLOAT, INT32 = TensorProto.FLOAT, TensorProto.INT32


def encoder_graph(state, config, bits):
    """Inputs `pieces`, `forms` (1, pieces) and `words` (words): the place of each word's first piece. Outputs by head."""
    graph = Graph("demarche-encoder")
    pieces = graph.input("pieces", INT32, [1, "pieces"])
    forms = graph.input("forms", INT32, [1, "pieces"])
    words = graph.input("words", INT32, ["words"])
    vectors = graph.op("Gather", encoded(graph, state, config, pieces, forms, bits), words, axis=1)
    graph.output(vectors, "vectors", FLOAT, [1, "words", config["width"]])
    add_heads(graph, state, vectors)
    return graph


def encoded(graph, state, config, pieces, forms, bits):
    weight = {name.removeprefix("encoder."): tensor.numpy() for name, tensor in state.items() if name.startswith("encoder.")}
    n_pieces = graph.op("Gather", graph.op("Shape", pieces), graph.weight(np.array(1, dtype=np.int64)), axis=0)
    zero, one = (graph.weight(np.array(n, dtype=np.int64)) for n in (0, 1))
    positions = graph.weight(weight["position.weight"], "position.weight")
    positions = graph.op("Gather", positions, graph.op("Range", zero, n_pieces, one), axis=0)
    x = graph.op("Add", graph.rows(weight["piece.weight"], pieces, "piece", bits), positions)
    x = graph.op("Add", x, graph.op("Gather", graph.weight(weight["form.weight"], "form.weight"), forms, axis=0))
    x = graph.norm(x, weight["norm.weight"], weight["norm.bias"], "norm")
    for n in range(config["n_layers"]):
        x = layer(graph, weight, f"layers.{n}", x, config, bits)
    return x


def layer(graph, weight, name, x, config, bits):
    width, n_heads = config["width"], config["n_heads"]
    size = width // n_heads

    def linear(part, y):
        part = f"{name}.{part}"
        return graph.linear(y, weight[f"{part}.weight"], weight[f"{part}.bias"], part, bits)

    def norm(part, y):
        part = f"{name}.{part}"
        return graph.norm(y, weight[f"{part}.weight"], weight[f"{part}.bias"], part)

    def heads(y, order):
        return graph.op("Transpose", graph.op("Reshape", y, graph.shape(1, -1, n_heads, size)), perm=order)

    shared = graph.around(x) if bits == 8 else x
    query, key, value = (linear(part, shared) for part in ("query", "key", "value"))
    scores = graph.op("MatMul", heads(query, [0, 2, 1, 3]), heads(key, [0, 2, 3, 1]))
    scores = graph.op("Mul", scores, graph.number(size**-0.5))
    mixed = graph.op("MatMul", graph.op("Softmax", scores, axis=-1), heads(value, [0, 2, 1, 3]))
    mixed = graph.op("Reshape", graph.op("Transpose", mixed, perm=[0, 2, 1, 3]), graph.shape(1, -1, width))
    x = norm("attended_norm", graph.op("Add", x, linear("attended", mixed)))
    inner = graph.op("Gelu", linear("up", x))
    inner = graph.above(inner) if bits == 8 else inner
    return norm("down_norm", graph.op("Add", x, linear("down", inner)))


def add_heads(graph, state, vectors):
    def weights(head):
        prefix = f"heads.{head}."
        return {name.removeprefix(prefix): tensor.numpy() for name, tensor in state.items() if name.startswith(prefix)}

    for head in ("statements", "entities"):
        own = weights(head)
        if own:
            scores = graph.linear(vectors, own["scores.weight"], own["scores.bias"], head)
            graph.output(scores, head, FLOAT, [1, "words", own["scores.weight"].shape[0]])
    own = weights("syntax")
    if own:
        add_syntax(graph, own, vectors)


def add_syntax(graph, own, vectors):
    def linear(name, x):
        return graph.linear(x, own[f"{name}.weight"], own[f"{name}.bias"], name)

    for name in ("upos", "lemma"):
        graph.output(linear(name, vectors), name, FLOAT, [1, "words", own[f"{name}.weight"].shape[0]])
    with_root = graph.op("Concat", graph.weight(own["root"].reshape(1, 1, -1), "root"), vectors, axis=1)
    graph.output(with_root, "nodes", FLOAT, [1, "nodes", len(own["root"])])
    dependent = graph.op("Gelu", linear("dependent", vectors))
    governor = graph.op("Gelu", linear("governor", with_root))
    # Stands as a linear step without bias.
    arcs = graph.linear(dependent, own["arc"].T / parses.WIDTH**0.5, np.zeros(parses.WIDTH), "arc")
    arcs = graph.op("MatMul", arcs, graph.op("Transpose", governor, perm=[0, 2, 1]))
    bias = graph.op("Transpose", linear("arc_bias", governor), perm=[0, 2, 1])
    graph.output(graph.op("Add", arcs, bias), "arcs", FLOAT, [1, "words", "nodes"])


def relations_graph(state):
    """Inputs: the vectors of words and of their governors (words, width); output: scores of relations."""
    own = {name.removeprefix("heads.syntax."): tensor.numpy() for name, tensor in state.items() if name.startswith("heads.syntax.")}
    graph = Graph("demarche-relations")

    def linear(name, x):
        return graph.linear(x, own[f"{name}.weight"], own[f"{name}.bias"], name)

    width = len(own["root"])
    dependent = graph.op("Gelu", linear("relation_dependent", graph.input("dependents", FLOAT, ["words", width])))
    governor = graph.op("Gelu", linear("relation_governor", graph.input("governors", FLOAT, ["words", width])))
    both = graph.op("Concat", dependent, governor, graph.op("Mul", dependent, governor), axis=-1)
    graph.output(linear("relation", both), "relations", FLOAT, ["words", own["relation.weight"].shape[0]])
    return graph


def coref_graph(state):
    """Inputs: the vectors of a text's words (words, width), pairs of words as `anaphors` and `antecedents` (pairs) with the numbers
    of their `features` (pairs, 4). Outputs: what each word is as a mention and on each side of a link, as the head, the first and the
    last word of a mention; scores of the pairs."""
    own = {name.removeprefix("heads.coref."): tensor.numpy() for name, tensor in state.items() if name.startswith("heads.coref.")}
    graph = Graph("demarche-coref")
    inner, width = own["anaphor.weight"].shape
    vectors = graph.input("vectors", FLOAT, ["words", width])
    pairs = [graph.input(name, INT32, ["pairs"]) for name in ("anaphors", "antecedents")]
    features = graph.input("features", INT32, ["pairs", 4])

    def linear(name, x, share=1.0):
        return graph.linear(x, own[f"{name}.weight"] * share, own[f"{name}.bias"] * share, name)

    graph.output(linear("mention", vectors), "mention", FLOAT, ["words", 1])
    sides = [graph.op("Gelu", linear(name, vectors)) for name in ("anaphor", "antecedent")]
    for name, side in zip(("anaphor", "antecedent"), sides):
        graph.output(side, name, FLOAT, ["words", inner])
    # The product of a head and a first or last word is divided by the root of their width: here in the head.
    for name in ("span", "span_first", "span_last"):
        graph.output(linear(name, vectors, inner**-0.5 if name == "span" else 1.0), name, FLOAT, ["words", inner])
    anaphor, antecedent = (graph.op("Gather", side, at, axis=0) for side, at in zip(sides, pairs))
    both = graph.op("Concat", anaphor, antecedent, graph.op("Mul", anaphor, antecedent), axis=-1)
    table = graph.op("Gather", graph.weight(own["features.weight"], "features.weight"), features, axis=0)
    told = graph.op("ReduceSum", table, graph.shape(1), keepdims=0)
    look = graph.op("Gelu", graph.op("Add", linear("pair", both), told))
    graph.output(linear("link", look), "links", FLOAT, ["pairs", 1])
    return graph


def config_of(state):
    width = state["encoder.norm.weight"].shape[0]
    n_layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))
    return {"width": width, "n_layers": n_layers, "n_heads": width // 32}


def labels_with_steps(labels, state):
    """The label lists; those of statements with the scores of steps between tags, which no graph holds."""
    labels = {task: dict(own) for task, own in labels.items()}
    if "statements" in labels:
        labels["statements"]["steps"] = state["heads.statements.chain.step"].tolist()
        labels["statements"]["first"] = state["heads.statements.chain.first"].tolist()
    return labels


def vocabulary():
    pieces = base_tokenizer().get_vocab()
    return sorted(pieces, key=pieces.get)


def write(saved, pieces, out, bits):
    """`saved` holds `weights` and `labels`, as a run of training leaves them."""
    state = saved["weights"]
    out.mkdir(parents=True, exist_ok=True)
    graph = encoder_graph(state, config_of(state), bits)
    (out / "encoder.onnx").write_bytes(graph.model().SerializeToString(deterministic=True))
    if any(name.startswith("heads.syntax.") for name in state):
        (out / "relations.onnx").write_bytes(relations_graph(state).model().SerializeToString(deterministic=True))
    if any(name.startswith("heads.coref.") for name in state):
        (out / "coref.onnx").write_bytes(coref_graph(state).model().SerializeToString(deterministic=True))
    labels = labels_with_steps(saved["labels"], state)
    (out / "labels.json").write_text(json.dumps(labels, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (out / "vocabulary.txt").write_text("".join(f"{piece}\n" for piece in pieces), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bits", type=int, default=8, choices=(8, 32))
    arguments = parser.parse_args()
    write(torch.load(arguments.model, weights_only=True), vocabulary(), arguments.out, arguments.bits)


if __name__ == "__main__":
    main()
