"""Figures of a trained model by the project's scorers.

    python -m encoder.check --model model.pt --data ../../../shared/data --layers LAYERS --out FOLDER [--eight-bits] CORPUS...

The task of a corpus is known by its name. Of statements the attributions can be left out that are below a `--floor` of confidence.
"""

import argparse
import os
from pathlib import Path

import torch

from .base import base_tokenizer
from .data import MAKERS, check
from .evaluate import evaluate
from .model import Model
from .pieces import WordPieces

TASKS = {
    "statements": ("polnear", "annotation"),
    "syntax": ("ewt", "gum"),
    "entities": ("worldwide", "re3d", "crossner", "wikigold", "uner"),
    "coref": ("ontogum", "litbank", "gap"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--layers", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--eight-bits", action="store_true", help="weights and activations as the program rounds them, a row each")
    parser.add_argument("--floor", type=float, default=0.0)
    parser.add_argument("--pieces", type=int, default=160, help="of a window")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(arguments.model, weights_only=True)
    pieces_of = WordPieces(base_tokenizer())
    for corpus in arguments.corpora:
        name = next(name for name, corpora in TASKS.items() if corpus.split("-")[0] in corpora)
        labels = saved["labels"]["syntax"] if name == "syntax" else None
        checked = check(MAKERS[name], corpus, arguments.data, arguments.layers, pieces_of, labels)
        model = Model([checked[1]]).eval()
        model.load_state_dict(saved["weights"], strict=False)
        model.encoder.round_to_eight_bits(arguments.eight_bits)
        print(evaluate(model, [checked], arguments.data / "../score", arguments.out, arguments.pieces, arguments.floor), flush=True)


if __name__ == "__main__":
    main()
