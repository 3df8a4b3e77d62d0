"""A tiny model with seeded weights, and what it finds in a few words: the program's reading is pinned to training's by it.

    python -m encoder.tiny --out ../../crates/model/tests/tiny

writes the files of a model with weights of 32 and of 8 bits (`float/`, `small/`), and `expected.json`: words, their pieces and forms,
and what PyTorch (for `float`) and ONNX Runtime (for `small`) make of them.
"""

import argparse
import json
from pathlib import Path
from zlib import crc32

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from . import coref, entities, export, nested, parses, windows
from .base import Encoder, base_tokenizer
from .pieces import WordPieces, Words, forms_of
from .statements import Statements

RELATIONS = ["dep", "nsubj", "obj", "parataxis", "punct", "root"]
LABELS = {
    "upos": ["ADJ", "NOUN", "PROPN", "PUNCT", "VERB"],
    "lemma": ["k|0|", "l|0|", "l|1|", "l|3|y", "l|2|be"],
    "relation": RELATIONS,
}
WIDTH, N_LAYERS = 64, 2

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
    def __init__(self, n_pieces):
        super().__init__()
        self.encoder = Encoder(n_pieces, WIDTH, WIDTH // 32, n_layers=N_LAYERS, inner=32, n_positions=160)
        heads = {"statements": Statements.head(WIDTH), "entities": entities.Entities.head(WIDTH)}
        self.heads = nn.ModuleDict({**heads, "syntax": parses.ParseHead(WIDTH, LABELS), "coref": coref.CorefHead(WIDTH)})
        for name, weight in self.named_parameters():
            # Large enough that words differ much, so that a mistake shows.
            # Links less: else all goes back to all.
            large = 0.15 if "coref" in name else 0.4
            nn.init.normal_(weight, std=large if weight.ndim > 1 else 0.2)
            if "norm.weight" in name:
                nn.init.normal_(weight, mean=1.0, std=0.2)
        nn.init.constant_(self.heads["coref"].mention.bias, -3.0)
        # Behind the others, which stay as they were when it came.
        self.nested = nested.NestedHead(N_LAYERS * WIDTH, width=24)
        for name, weight in self.nested.named_parameters():
            if not name.startswith("norm"):
                nn.init.normal_(weight, std=1.0 if name.startswith("scores") else 0.3)
        # The words decide their tags, not the tags before them.
        for part in (self.nested.scores.bias, self.nested.chain.step, self.nested.chain.first):
            part.data *= 0.1

    def of_window(self, inputs):
        """(words, layers x width)"""
        found = []
        hooks = [layer.register_forward_hook(lambda _layer, _given, x: found.append(x)) for layer in self.encoder.layers]
        self.encoder(inputs["ids"], inputs["forms"], inputs["mask"])
        for hook in hooks:
            hook.remove()
        return torch.cat([windows.at_heads(x, inputs["heads"])[0] for x in found], -1).numpy()


@torch.no_grad()
def found_by(reader, model, docs, pieces_of):
    """What heads make of the vectors that a reader gives, window by window, and of those of a whole document. A reader is a model, or
    its exported graph (`nested.Layers`)."""
    heads, pieces = model.heads, [windows.Pieces(words, pieces_of) for words in docs]
    for number, words in enumerate(docs):
        vectors, layers, columns = [], [], {"statements": [], "entities": [], "upos": [], "head": [], "relation": []}
        for window in windows.windows_of(number, words, pieces[number], 160, windows.paragraphs):
            inputs = windows.to_device(windows.inputs_of([window], docs, pieces), torch.device("cpu"))
            layers.append(reader.of_window(inputs))
            x = torch.from_numpy(layers[-1][:, -WIDTH:].copy())
            vectors.append(x)
            scores = heads["statements"](x[None], inputs["starts"])
            columns["statements"] += heads["statements"].chain.best(scores, inputs["word_mask"])[0]
            columns["entities"] += entities.best_tags(heads["entities"](x).numpy())
            add_syntax(heads["syntax"], x, inputs["sentence"], window.first, columns)
        x = torch.cat(vectors)
        document = {name: torch.from_numpy(column) for name, column in coref_columns(words).items()}
        clusters = coref.clusters_of(heads["coref"], x, document)
        inside = nested_spans(model.nested, np.concatenate(layers), words)
        yield {"vectors": np.round(x[:24].numpy(), 4).ravel().tolist(), **columns, "clusters": clusters, "nested": inside}


# Contents that are looked into: pieces of words.
CONTENTS = [[[0, 30]], [[9, 14], [17, 20]], [[21, 50]], [[180, 290]]]


def nested_spans(head, layers, words):
    """For each content that the document has, the spans inside."""
    found = []
    for pieces in CONTENTS:
        spans = [[int(words.start[first]), int(words.end[end - 1])] for first, end in pieces if end <= len(words)]
        content = nested.content_of(0, words, spans, [])
        found.append(nested.spans_in(head, layers, content) if content and len(spans) == len(pieces) else [])
    return found


def add_syntax(head, x, sentence, first, columns):
    arcs = parses.masked_arcs(head.arcs(x[None]), sentence)[0].numpy()
    governors = []
    for start, end in windows.runs(sentence[0].numpy(), 0, len(x)):
        tree = parses.tree_of(arcs[start:end][:, [0, *range(start + 1, end + 1)]])
        governors += [0 if at == 0 else start + at for at in tree]
    relations = head.relations(x[None], torch.tensor([governors]))[0].argmax(-1).tolist()
    columns["upos"] += [LABELS["upos"][n] for n in head.upos(x).argmax(-1)]
    columns["head"] += [-1 if at == 0 else first + at - 1 for at in governors]
    columns["relation"] += ["root" if at == 0 else RELATIONS[n] for at, n in zip(governors, relations)]


def coref_columns(words):
    word = np.array([crc32(text.lower().encode()) for text in words.texts], dtype=np.int64)
    return {"word": word, "quoted": words.form % 3 == 1, "sentence": words.sentence}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    torch.manual_seed(11)
    torch.set_num_threads(1)
    parses.WIDTH = coref.WIDTH = 24
    pieces, pieces_of = vocabulary()
    docs = list(documents())
    model = TinyModel(len(pieces)).eval()
    labels = {"statements": Statements.label_lists(), "entities": entities.Entities.label_lists(), "syntax": LABELS,
              "coref": coref.Coref.label_lists()}
    for name, bits in (("float", 32), ("small", 8)):
        export.write({"weights": model.state_dict(), "labels": labels}, pieces, out / name, bits)
        nested.write(model.nested.state_dict(), out / name, bits)
    readers = {"float": model, "small": nested.Layers(out / "small" / "encoder.onnx", N_LAYERS)}
    found = {name: list(found_by(reader, model, docs, pieces_of)) for name, reader in readers.items()}
    lines = []
    for n, words in enumerate(docs):
        columns = zip(words.texts, words.sentence.tolist(), words.paragraph.tolist(), (words.form % 3).tolist())
        lines.append({
            "words": [list(word) for word in columns],
            "pieces": [pieces_of(word) for word in words.texts],
            **{name: found[name][n] for name in readers},
        })
    (out / "expected.json").write_text(json.dumps(lines, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
