"""Statements inside what somebody says: a head of its own over the vectors of a finished encoder.

    python -m encoder.nested --models ../../models --data DATA --layers LAYERS [--epochs 11] [--without 6,7]

writes `nested.onnx` into the folder of the models and its tags into `labels.json`; the encoder stays as it is. The head looks at one
content at a time, with a few words on each side: the vectors of the words after the last four layers (the lower ones know of words of
saying what the upper ones, taught to tag each word once, have unlearned), whether a word stands in the content, and both directions of
a gated recurrent unit (Cho and others 2014) over them. It tags what stands directly inside; what stands inside that is found
by a second look. LAYERS holds the words of the program for `nested-polnear`, `nested-t17` and `annotation-train` (`--texts` writes the texts).
"""

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper
from torch import nn
from torch.nn import functional as F

from . import windows
from .base import base_tokenizer
from .chain import FORBIDDEN, Chain
from .graph import Graph
from .pieces import WordPieces, read_words, records
from .statement_tags import OUTSIDE, ROLES, TAGS, allowed_steps, begun, is_inside, spans_of, tags_of
from .texts import first_sentences

N_LAYERS = 4
WIDTH = 128
# Words on each side of a content that are read with it.
BESIDE = 6
WINDOW_PIECES = 160
FLOAT, INT32 = TensorProto.FLOAT, TensorProto.INT32


class NestedHead(nn.Module):
    def __init__(self, n_inputs, width=WIDTH, dropout=0.3):
        super().__init__()
        self.inner = nn.Linear(n_inputs, width)
        self.place = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.recurrent = nn.GRU(width, width // 2, batch_first=True, bidirectional=True)
        self.scores = nn.Linear(2 * width, len(TAGS))
        self.dropout = nn.Dropout(dropout)
        may_begin = np.array([not is_inside(tag) for tag in range(len(TAGS))])
        self.chain = Chain(allowed_steps(), may_begin)
        self.register_buffer("inside_tags", ~torch.from_numpy(may_begin), persistent=False)

    def forward(self, vectors, inside, starts):
        """Scores of tags (contents, words, tags) of vectors (contents, words, layers x width): nothing outside the content is tagged, and
        no span goes on over the start of a paragraph."""
        x = F.gelu(self.norm(self.inner(self.dropout(vectors)) + self.place(inside.long())))
        x = self.dropout(x)
        both, _ = self.recurrent(x)
        scores = self.scores(self.dropout(torch.cat([x, both], -1))).float()
        scores = scores.masked_fill(starts[..., None] & self.inside_tags, FORBIDDEN)
        return scores.masked_fill(~inside[..., None] & (torch.arange(len(TAGS)) > 0), FORBIDDEN)


@dataclass
class Content:
    """A content of a document with the tags of what stands directly inside."""

    document: int
    words: np.ndarray
    inside: np.ndarray
    starts: np.ndarray
    tags: np.ndarray

    def __len__(self):
        return len(self.words)


def content_of(number, words, spans, statements):
    """Nothing where a content has hardly a word."""
    own = [under(words, start, end) for start, end in spans]
    own = np.unique(np.concatenate(own)) if own else np.array([], dtype=np.int64)
    if len(own) < 3:
        return None
    near = np.unique((own[:, None] + np.arange(-BESIDE, BESIDE + 1)).clip(0, len(words) - 1))
    inside = np.isin(near, own)
    tags = begun(np.where(inside, tags_of(words, statements)[near], OUTSIDE))
    return Content(number, near, inside, windows.starts_of(words.paragraph[near]), tags)


def under(words, start, end):
    return np.flatnonzero((words.start < end) & (words.end > start))


def contents_of(number, words, groups):
    """`groups`: a content's spans and all statements inside it, at any depth."""
    for spans, statements in groups:
        for container, own in levels(spans, statements):
            content = content_of(number, words, container, own)
            if content is not None:
                yield content


def levels(spans, statements):
    """A content and the contents of what stands inside it, each with the statements directly inside."""
    holders = [holder(statement, statements) for statement in statements]
    yield spans, [own for own, at in zip(statements, holders) if at is None]
    for number, statement in enumerate(statements):
        yield statement["content"], [own for own, at in zip(statements, holders) if at == number]


def holder(statement, statements):
    """The number of the smallest content that holds all words of a statement."""
    words = [span for role in ROLES for span in statement.get(role) or []]

    def holds(other):
        return other is not statement and size(other["content"]) > size(statement["content"]) and all(
            any(first <= start and end <= last for first, last in other["content"]) for start, end in words)

    held = [n for n, other in enumerate(statements) if holds(other)]
    return min(held, key=lambda n: size(statements[n]["content"]), default=None)


def size(spans):
    return sum(end - start for start, end in spans)


# Labels of this project, and our own annotation, whose statements tell in which other they stand.


def labelled(data, layers, corpus):
    """`(document, its groups)` of a corpus."""
    if corpus.startswith("annotation"):
        for words in read_words(data / f"../annotation/{corpus.removeprefix('annotation-')}.jsonl.gz", layers / f"{corpus}.jsonl"):
            yield words, own_groups(words.record["statements"])
        return
    labels = {record["id"]: record["contents"] for record in records(ANNOTATIONS / f"{corpus}.jsonl")}
    for words in read_words(layers / f"{corpus}.texts.jsonl", layers / f"{corpus}.jsonl"):
        yield words, [(content["content"], content.get("statements", [])) for content in labels[words.id]]


ANNOTATIONS = Path(__file__).parents[2] / "annotations" / "nested"
CORPORA = ("nested-polnear", "nested-t17", "annotation-train")


def own_groups(statements):
    children = {}
    for statement in statements:
        children.setdefault(statement.get("on_word_of"), []).append(statement)

    def below(statement):
        return [own for child in children.get(statement["id"], []) for own in (child, *below(child))]

    roots = [own for own in statements if own.get("on_word_of") not in {other["id"] for other in statements}]
    return [(own["content"], [child for child in below(own) if child["content"]]) for own in roots if own["content"]]


def write_texts(data, layers):
    """The texts that the labels count in; they stay beside the corpora."""
    texts = {
        "nested-polnear": {own["id"]: own["text"] for own in records(data / "statements/polnear-train.jsonl.gz")},
        "nested-t17": {f"t17-{own['topic']}-{own['id']}": first_sentences(own["text"])
                       for own in records(data / "story/t17-articles.jsonl.gz")},
        "annotation-train": {own["id"]: own["text"] for own in records(data / "../annotation/train.jsonl.gz")},
    }
    for corpus, by_id in texts.items():
        ids = by_id if corpus.startswith("annotation") else [own["id"] for own in records(ANNOTATIONS / f"{corpus}.jsonl")]
        lines = [json.dumps({"id": id_, "text": by_id[id_]}) + "\n" for id_ in ids]
        (layers / f"{corpus}.texts.jsonl").write_text("".join(lines), encoding="utf-8")


# Vectors of the finished encoder.


def with_layers(model, n_layers):
    """The graph of an encoder with the outputs of its last layers in the place of those of its heads: `(graph, names)`."""
    norms = [node.output[0] for node in model.graph.node if node.op_type == "LayerNormalization"]
    # One behind the words, then two a layer.
    names = norms[2::2][-n_layers:]
    del model.graph.output[:]
    model.graph.output.extend(helper.make_tensor_value_info(name, FLOAT, None) for name in names)
    return model, names


class Layers:
    """The exported encoder, read for the vectors of its last layers."""

    def __init__(self, path, n_layers=N_LAYERS):
        model, self.names = with_layers(onnx.load(path), n_layers)
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])

    def of_window(self, inputs):
        """(words, layers x width)"""
        heads = inputs["heads"][0]
        given = {"pieces": inputs["ids"], "forms": inputs["forms"], "words": heads}
        given = {name: np.asarray(column, dtype=np.int32) for name, column in given.items()}
        found = self.session.run(self.names, given)
        return np.concatenate([layer[0][np.asarray(heads)] for layer in found], axis=-1)

    def of_document(self, words, pieces_of):
        pieces, found = [windows.Pieces(words, pieces_of)], []
        for window in windows.windows_of(0, words, pieces[0], WINDOW_PIECES, windows.paragraphs):
            found.append(self.of_window(windows.inputs_of([window], [words], pieces)).astype(np.float16))
        return np.concatenate(found)


# Training.


def batches(contents, generator=None, n_words=2400):
    order = sorted(contents, key=lambda own: len(own) + (generator.uniform(-8, 8) if generator else 0))
    groups, group = [], []
    for content in order:
        if group and len(content) * (len(group) + 1) > n_words:
            groups.append(group)
            group = []
        group.append(content)
    groups.append(group)
    if generator:
        generator.shuffle(groups)
    return groups


def inputs_of(batch, vectors):
    shape = (len(batch), max(len(own) for own in batch))
    given = np.zeros((*shape, vectors[batch[0].document].shape[1]), dtype=np.float32)
    for n, own in enumerate(batch):
        given[n, : len(own)] = vectors[own.document][own.words]
    columns = [windows.padded([getattr(own, name) for own in batch], shape, 0, kind)
               for name, kind in (("inside", bool), ("starts", bool), ("tags", np.int64))]
    mask = windows.padded([np.ones(len(own), dtype=bool) for own in batch], shape, 0, bool)
    return [torch.from_numpy(column) for column in (given, *columns, mask)]


def learn(contents, vectors, n_epochs, seed):
    torch.manual_seed(seed)
    generator = random.Random(seed)
    head = NestedHead(next(iter(vectors)).shape[1])
    optimizer = torch.optim.AdamW(head.parameters(), weight_decay=0.01)
    n_steps, step = n_epochs * len(batches(contents)), 0
    for epoch in range(n_epochs):
        total = 0.0
        for batch in batches(contents, generator):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, (step + 1) / 100) * max(0.02, 1 - step / n_steps)
            given, inside, starts, tags, mask = inputs_of(batch, vectors)
            scores = head(given, inside, starts)
            likely, steps_taken = Chain.certain(tags, mask, len(TAGS))
            loss = 0.3 * windows.cross_entropy(scores, likely, mask) + head.chain.loss(scores, likely, steps_taken, mask)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            total, step = total + loss.item(), step + 1
        print(f"epoch {epoch + 1}: loss {total / n_steps * n_epochs:.4f}", flush=True)
    return head.eval()


RATE = 1.5e-3


@torch.no_grad()
def spans_in(head, vectors, content):
    """`(role, first word, word behind the last)` directly inside a content of the only document."""
    given, inside, starts, _, mask = inputs_of([content], [vectors])
    path = head.chain.best(head(given, inside, starts), mask)[0]
    return [(role, int(content.words[first]), int(content.words[end - 1]) + 1) for role, first, end in spans_of(path)]


@torch.no_grad()
def spans_right(head, contents, vectors):
    """F1 of exact spans by role."""
    counts = np.zeros((len(ROLES), 3))
    for batch in batches(contents):
        given, inside, starts, _, mask = inputs_of(batch, vectors)
        for own, path in zip(batch, head.chain.best(head(given, inside, starts), mask)):
            found, gold = set(spans_of(path)), set(spans_of(own.tags))
            for n, role in enumerate(ROLES):
                counts[n] += [sum(span[0] == role for span in spans) for spans in (found & gold, found, gold)]
    return {role: 2 * both / max(1, found + gold) for role, (both, found, gold) in zip(ROLES, counts)}


# Export.


def nested_graph(state, bits):
    """Inputs: the layers' vectors of a content's words and of those beside it (words, layers x width), and whether each stands inside.
    Output: scores of tags."""
    own = {name: tensor.numpy() for name, tensor in state.items()}
    graph = Graph("demarche-nested")
    inner, n_inputs = own["inner.weight"].shape
    vectors = graph.input("vectors", FLOAT, ["words", n_inputs])
    inside = graph.input("inside", INT32, ["words"])
    x = graph.linear(vectors, own["inner.weight"], own["inner.bias"], "inner", bits)
    x = graph.op("Add", x, graph.op("Gather", graph.weight(own["place.weight"], "place.weight"), inside, axis=0))
    x = graph.op("Gelu", graph.norm(x, own["norm.weight"], own["norm.bias"], "norm"))
    steps = graph.op("Unsqueeze", x, graph.shape(1))
    parts = [graph.weight(gates(own, kind), f"recurrent.{kind}") for kind in ("input", "state", "bias")]
    both = graph.op("GRU", steps, *parts, n_outputs=2, hidden_size=inner // 2, direction="bidirectional", linear_before_reset=1)[0]
    both = graph.op("Reshape", both, graph.shape(-1, inner))
    scores = graph.linear(graph.op("Concat", x, both, axis=-1), own["scores.weight"], own["scores.bias"], "scores")
    graph.output(scores, "scores", FLOAT, ["words", len(TAGS)])
    return graph


def gates(own, kind):
    """Of both directions, in ONNX's order: update, reset, new; PyTorch has reset, update, new."""
    names = {"input": ["weight_ih"], "state": ["weight_hh"], "bias": ["bias_ih", "bias_hh"]}[kind]

    def ordered(matrix):
        reset, update, new = np.split(matrix, 3)
        return np.concatenate([update, reset, new])

    directions = [[ordered(own[f"recurrent.{name}_l0{end}"]) for name in names] for end in ("", "_reverse")]
    return np.stack([np.concatenate(parts) for parts in directions])


def write(state, out, bits):
    """`nested.onnx`, and its tags with the scores of their steps into `labels.json`."""
    (out / "nested.onnx").write_bytes(nested_graph(state, bits).model().SerializeToString(deterministic=True))
    path = out / "labels.json"
    labels = json.loads(path.read_text(encoding="utf-8"))
    labels["nested"] = {"tags": list(TAGS), "steps": state["chain.step"].tolist(), "first": state["chain.first"].tolist()}
    path.write_text(json.dumps(labels, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--layers", type=Path, required=True)
    parser.add_argument("--texts", action="store_true", help="only write the texts that `layers` reads")
    parser.add_argument("--epochs", type=int, default=11)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hold-out", type=int, default=0, help="keep every n-th document of the new labels for a check, and do not learn from it")
    arguments = parser.parse_args()
    if arguments.texts:
        return write_texts(arguments.data, arguments.layers)
    layers, pieces_of = Layers(arguments.models / "encoder.onnx"), WordPieces(base_tokenizer())
    vectors, learned, kept = [], [], []
    for corpus in CORPORA:
        for number, (words, groups) in enumerate(labelled(arguments.data, arguments.layers, corpus)):
            own = list(contents_of(len(vectors), words, groups))
            vectors.append(layers.of_document(words, pieces_of))
            if arguments.hold_out and not corpus.startswith("annotation") and number % arguments.hold_out == 0:
                kept += own
            else:
                # Our own annotation is what is wanted, and the smallest.
                learned += own * (2 if corpus.startswith("annotation") else 1)
    print(f"{len(learned)} contents to learn from, {len(kept)} to check on", flush=True)
    head = learn(learned, vectors, arguments.epochs, arguments.seed)
    if kept:
        print("exact spans, F1:", {role: round(f1, 3) for role, f1 in spans_right(head, kept, vectors).items()})
    write(head.state_dict(), arguments.models, 8)


if __name__ == "__main__":
    main()
