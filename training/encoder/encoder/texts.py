"""Texts without labels: a student hears of them what its teachers believe.

    python -m encoder.texts --data DATA --out LAYERS [--articles 1200]

writes `LAYERS/t17-texts.texts.jsonl`: articles of Timeline17 (research use; they never leave the machine), set as running text. Those
that our own annotation was made of are left out.
"""

import argparse
import json
import random
import re
from pathlib import Path

from . import windows
from .pieces import records


class Texts:
    name = "texts"

    def __init__(self, documents, pieces_of):
        self.documents = documents
        self.pieces = [windows.Pieces(words, pieces_of) for words in documents]

    def batches(self, max_pieces, batch_pieces, seed=None):
        return windows.batches_of(self.documents, self.pieces, max_pieces, batch_pieces, seed, windows.paragraphs)

    def prepared(self, batch, shape=None):
        return windows.inputs_of(batch, self.documents, self.pieces, shape)


def running(line):
    """A line of words with spaces between all of them, as it stood in the paper."""
    line = line.replace("\\/", "/").replace("-LRB-", "(").replace("-RRB-", ")").replace("`` ", "“").replace(" ''", "”")
    line = re.sub(r" ([,.;:?!%)\]”]|'(?:s|re|ve|ll|d|m)\b|n't\b|'(?= ))", r"\1", line)
    return re.sub(r"([(\[$£€“]) ", r"\1", line)


def first_sentences(text, n=20):
    """The first sentences of an article as running text, one a line: what our own annotation shows, and what labels of T17 count in."""
    return "\n".join([running(line) for line in text.split("\n") if line.strip()][:n])


def paragraphs(text, generator):
    """Lines are sentences: one to three make a paragraph."""
    lines = [running(line).replace("“", '"').replace("”", '"') for line in text.split("\n") if line.strip()]
    found = []
    while lines:
        n = generator.choice((1, 1, 2, 2, 3))
        found.append(" ".join(lines[:n]))
        lines = lines[n:]
    return "\n".join(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1200)
    arguments = parser.parse_args()
    labelled = {record["id"] for part in ("train", "dev") for record in records(arguments.data / f"../annotation/{part}.jsonl.gz")}
    articles = [(f"t17-{article['topic']}-{article['id']}", article["text"])
                for article in records(arguments.data / "story/t17-articles.jsonl.gz")]
    generator = random.Random(17)
    chosen = generator.sample([(id_, text) for id_, text in articles if id_ not in labelled], arguments.articles)
    with open(arguments.out / "t17-texts.texts.jsonl", "w", encoding="utf-8") as lines:
        for id_, text in chosen:
            lines.write(json.dumps({"id": id_, "text": paragraphs(text[:8000], generator)}) + "\n")


if __name__ == "__main__":
    main()
