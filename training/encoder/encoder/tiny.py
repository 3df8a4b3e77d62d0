"""A tiny model with seeded weights, and what it finds in a few words: the program's reading is pinned to training's by it.

    python -m encoder.tiny --out ../../crates/model/tests/tiny

writes the files of a model with weights of 32 and of 8 bits (`float/`, `small/`), and `expected.json`: words, their pieces and forms,
and what PyTorch (for `float`) and ONNX Runtime (for `small`) make of them.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from torch import nn

from . import entities, export, parses, windows
from .base import Encoder, base_tokenizer
from .model import Model
from .pieces import WordPieces, Words, forms_of
from .statements import Statements

RELATIONS = ["dep", "nsubj", "obj", "parataxis", "punct", "root"]
LABELS = {
    "upos": ["ADJ", "NOUN", "PROPN", "PUNCT", "VERB"],
    "lemma": ["k|0|", "l|0|", "l|1|", "l|3|y", "l|2|be"],
    "relation": RELATIONS,
}
WIDTH = 64

# Words, a sentence a line, a paragraph between blank lines; a document between lines of "=".
TEXTS = """
Ms. Maria Zakharova told reporters that `` talks '' were “ not on the table , ” TASS said .
Kyiv denied it .

“ We will n't leave the city ’s 1,200 schools , ” Mayor Vitali Klitschko said Nov. 11th ; U.S. officials , anti-war Élysée
The parties
=
NO
=
""" + "word " * 200 + "\n\n" + "short ones \n" * 30


def documents():
    for number, text in enumerate(TEXTS.split("=")):
        text = text.strip("\n")
        start, end, sentence, paragraph, at, n, p = [], [], [], [], 0, 0, 0
        for line in text.split("\n"):
            p += not line.strip()
            for word in line.split():
                at = text.index(word, at)
                start.append(at)
                end.append(at + len(word))
                sentence.append(n)
                paragraph.append(p)
                at += len(word)
            n += bool(line.strip())
        start, end = np.array(start), np.array(end)
        marks = [at for at, c in enumerate(text) if c in "“”"]
        quotations = [((a, b + 1), (a + 1, b)) for a, b in zip(marks[::2], marks[1::2])]
        form = forms_of(text, start, end, quotations)
        yield Words(str(number), text, start, end, np.array(sentence), np.array(paragraph), form)


def vocabulary():
    """The base vocabulary's places for [UNK], [CLS] and [SEP], letters, and some words and parts."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    whole = [*letters, *".,;-'\"", "the", "said", "that", "talks", "word", "short", "elysee", "not", "kyiv", "war"]
    parts = [f"##{part}" for part in [*letters, "ova", "ers", "chko", "ies", "ed"]]
    pieces = ["[PAD]", *whole]
    pieces += [f"[unused{n}]" for n in range(100 - len(pieces))] + ["[UNK]", "[CLS]", "[SEP]", *parts]
    tokenizer = json.loads(base_tokenizer().to_str())
    tokenizer["model"]["vocab"] = {piece: n for n, piece in enumerate(pieces)}
    tokenizer["added_tokens"] = []
    tokenizer["post_processor"] = None
    return pieces, WordPieces(Tokenizer.from_str(json.dumps(tokenizer)))


class TinyModel(nn.Module):
    words = Model.words

    def __init__(self, n_pieces):
        super().__init__()
        self.encoder = Encoder(n_pieces, WIDTH, WIDTH // 32, n_layers=2, inner=32, n_positions=160)
        heads = {"statements": Statements.head(WIDTH), "entities": entities.Entities.head(WIDTH)}
        self.heads = nn.ModuleDict({**heads, "syntax": parses.ParseHead(WIDTH, LABELS)})
        for name, weight in self.named_parameters():
            # Large enough that words differ much, so that a mistake shows.
            nn.init.normal_(weight, std=0.4 if weight.ndim > 1 else 0.2)
            if "norm.weight" in name:
                nn.init.normal_(weight, mean=1.0, std=0.2)


class Session:
    """The exported graph in the place of the encoder."""

    def __init__(self, path, heads):
        self.session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self.heads = heads

    def words(self, batch):
        *_, word_mask = windows.tensors(batch)
        vectors = torch.zeros((*word_mask.shape, WIDTH))
        for n, window in enumerate(batch):
            inputs = {"pieces": [window.ids], "forms": [window.forms], "words": window.heads}
            inputs = {name: np.array(value, dtype=np.int32) for name, value in inputs.items()}
            vectors[n, : len(window.heads)] = torch.from_numpy(self.session.run(["vectors"], inputs)[0][0])
        return vectors, word_mask


class Vectors:
    """The vectors of all words, as a task that predicts them."""

    def __init__(self, docs, pieces_of):
        self.documents, self.pieces_of = docs, pieces_of

    def predict(self, model, max_pieces):
        found = [np.zeros((len(words), WIDTH)) for words in self.documents]
        for batch in windows.batches_of(self.documents, self.pieces_of, max_pieces, 4096, None, windows.paragraphs):
            vectors, _ = model.words(batch)
            for n, window in enumerate(batch):
                found[window.document][window.first : window.last] = vectors[n, : window.last - window.first]
        return found


class ParagraphParses(parses.Parses):
    """At run time one window serves all heads, and it is one of paragraphs."""

    def batches(self, max_pieces, batch_pieces, seed=None):
        return windows.batches_of(self.documents, self.pieces_of, max_pieces, batch_pieces, seed, windows.paragraphs)


@torch.no_grad()
def found_by(model, docs, pieces_of):
    statements, names, syntax = (
        task(docs, pieces_of) for task in (as_task(Statements), as_task(entities.Entities), as_task(ParagraphParses))
    )
    syntax.labels = LABELS
    columns = (task.predict(model, 160) for task in (Vectors(docs, pieces_of), statements, names, syntax))
    for vectors, tags, kinds, tree in zip(*columns):
        yield {
            "vectors": np.round(vectors[:24], 4).ravel().tolist(),
            "statements": tags.tolist(),
            "entities": kinds.tolist(),
            "upos": [LABELS["upos"][n] for n in tree[0]],
            "head": tree[2].tolist(),
            "relation": [RELATIONS[n] for n in tree[3]],
        }


def as_task(kind):
    """A task without gold."""

    def made(docs, pieces_of):
        task = kind.__new__(kind)
        task.documents, task.pieces_of = docs, pieces_of
        if kind is Statements:
            from .statements import breaks_of

            task.breaks = [breaks_of(words) for words in docs]
        return task

    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    torch.manual_seed(11)
    torch.set_num_threads(1)
    parses.WIDTH = 24
    pieces, pieces_of = vocabulary()
    docs = list(documents())
    model = TinyModel(len(pieces)).eval()
    labels = {"statements": Statements.label_lists(), "entities": entities.Entities.label_lists(), "syntax": LABELS}
    for name, bits in (("float", 32), ("small", 8)):
        export.write({"weights": model.state_dict(), "labels": labels}, pieces, out / name, bits)
    readers = {"float": model, "small": Session(out / "small" / "encoder.onnx", model.heads)}
    found = {name: list(found_by(reader, docs, pieces_of)) for name, reader in readers.items()}
    lines = []
    for n, words in enumerate(docs):
        columns = zip(words.texts, words.sentence.tolist(), words.paragraph.tolist(), (words.form % 3).tolist())
        lines.append({
            "words": [list(word) for word in columns],
            "pieces": [pieces_of(word) for word in words.texts],
            "forms": words.form.tolist(),
            **{name: found[name][n] for name in readers},
        })
    (out / "expected.json").write_text(json.dumps(lines, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
