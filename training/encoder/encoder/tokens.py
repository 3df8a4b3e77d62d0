"""Corpora that come as words instead of text: the text they stand for, and the words as the encoder takes them.

    python -m encoder.tokens CORPUS... --data DATA --out FOLDER

writes `FOLDER/CORPUS.texts.jsonl`; the program's layers of these texts tell where quotations are.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from .conllu import read_conllu
from .pieces import Words, forms_of, records


def documents_of(path):
    """`(id, words, space after each, sentence of each, paragraph of each, record)` for each document of a corpus."""
    if ".conllu" in str(path):
        for parsed in read_conllu(path):
            yield (parsed.id, *columns_of_trees(parsed.trees), {"trees": parsed.trees})
        return
    for number, record in enumerate(records(path)):
        n = len(record["tokens"])
        sentence = np.zeros(n, dtype=np.int64)
        for at, (start, end) in enumerate(record.get("sents") or [[0, n]]):
            sentence[start:end] = at
        spaces = record.get("space_after") or [True] * n
        yield str(record.get("id", number)), record["tokens"], spaces, sentence, sentence * 0, record


def columns_of_trees(trees):
    words, spaces, sentence, paragraph, at = [], [], [], [], -1
    for n, tree in enumerate(trees):
        at += tree.starts_paragraph or n == 0
        words += tree.forms
        spaces += tree.space_after
        sentence += [n] * len(tree.forms)
        paragraph += [at] * len(tree.forms)
    return words, spaces, np.array(sentence, dtype=np.int64), np.array(paragraph, dtype=np.int64)


def text_of(words, spaces, paragraph):
    """The text, and the start and end of each word in it."""
    pieces, start, end, at = [], [], [], 0
    for n, word in enumerate(words):
        start.append(at)
        at += len(word)
        end.append(at)
        pieces.append(word)
        if n + 1 < len(words):
            gap = "\n" if paragraph[n + 1] != paragraph[n] else " " if spaces[n] else ""
            pieces.append(gap)
            at += len(gap)
    return "".join(pieces), np.array(start, dtype=np.int64), np.array(end, dtype=np.int64)


def read_tokens(path, layers_path):
    """A corpus of words as the encoder takes them."""
    documents = []
    for found, layers in zip(documents_of(path), records(layers_path), strict=True):
        id_, words, spaces, sentence, paragraph, record = found
        text, start, end = text_of(words, spaces, paragraph)
        form = forms_of(text, start, end, layers["quotations"])
        documents.append(Words(id_, text, start, end, sentence, paragraph, form, record))
    return documents


def main():
    from .data import CORPORA

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    for corpus in arguments.corpora:
        with open(arguments.out / f"{corpus}.texts.jsonl", "w", encoding="utf-8") as lines:
            for id_, words, spaces, _, paragraph, _ in documents_of(arguments.data / CORPORA[corpus]):
                lines.write(json.dumps({"id": id_, "text": text_of(words, spaces, paragraph)[0]}) + "\n")


if __name__ == "__main__":
    main()
