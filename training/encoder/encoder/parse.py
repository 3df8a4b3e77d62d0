"""Trees for corpora without: the heads of mentions in LitBank and GAP come from a model of an earlier run.

    python -m encoder.parse --model RUN/model.pt --data DATA --layers LAYERS litbank gap-development gap-validation

writes `LAYERS/CORPUS.parse.jsonl`, a line a document: `id`, `heads` (words of the document, -1 the root) and `relations`.
"""

import argparse
import json
from pathlib import Path

import torch

from .base import base_tokenizer
from .data import read
from .model import Model
from .parses import Parses
from .pieces import WordPieces


class Unparsed(Parses):
    """Words without trees: there is nothing to learn from them."""

    def __init__(self, documents, pieces_of, labels):
        for words in documents:
            words.record["trees"] = []
        super().__init__(documents, pieces_of, labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--layers", type=Path, required=True)
    arguments = parser.parse_args()
    saved = torch.load(arguments.model, weights_only=True)
    pieces_of = WordPieces(base_tokenizer())
    for corpus in arguments.corpora:
        task = Unparsed(read(arguments.data, arguments.layers, corpus), pieces_of, saved["labels"]["syntax"])
        model = Model([task])
        model.load_state_dict(saved["weights"], strict=False)
        model.eval()
        with open(arguments.layers / f"{corpus}.parse.jsonl", "w", encoding="utf-8") as lines:
            for words, (_, _, heads, relations) in zip(task.documents, task.predict(model, 160)):
                names = [task.labels["relation"][relation] for relation in relations]
                lines.write(json.dumps({"id": words.id, "heads": heads.tolist(), "relations": names}) + "\n")


if __name__ == "__main__":
    main()
