"""The corpora of a run: which documents each task learns from, and which it is checked on."""

from . import pieces, tokens
from .entities import Entities
from .parses import Parses
from .statements import Statements


def load_tasks(run, data, layers, pieces_of):
    """`(tasks, checks)`: tasks to learn, and `(name, task, gold file)` for each set to check on."""
    tasks, checks = [], []
    for name, task in run["tasks"].items():
        make = MAKERS[name]
        tasks.append(make(sum((read(data, layers, corpus) for corpus in task["train"]), []), pieces_of))
        labels = {"labels": tasks[-1].labels} if hasattr(tasks[-1], "labels") else {}
        for corpus in task["check"]:
            checks.append((corpus, make(read(data, layers, corpus), pieces_of, **labels), data / CORPORA[corpus]))
    return tasks, checks


def read(data, layers, corpus):
    path = data / CORPORA[corpus]
    comes_as_text = CORPORA[corpus].startswith(("statements/", "../annotation/"))
    reader = pieces.read_words if comes_as_text else tokens.read_tokens
    documents = reader(path, layers / f"{corpus}.jsonl")
    for words in documents:
        words.record["scheme"] = corpus.split("-")[0]
    return documents


MAKERS = {"statements": Statements, "syntax": Parses, "entities": Entities}

# Below the folder of the corpora.
CORPORA = {
    "polnear-train": "statements/polnear-train.jsonl.gz",
    "polnear-dev": "statements/polnear-dev.jsonl.gz",
    "polnear-multi": "statements/polnear-multi.jsonl.gz",
    "annotation-train": "../annotation/train.jsonl.gz",
    "annotation-dev": "../annotation/dev.jsonl.gz",
    "ewt-train": "nlp/ewt/train.conllu.gz",
    "ewt-dev": "nlp/ewt/dev.conllu.gz",
    "gum-train": "nlp/gum/train.open.conllu.gz",
    "gum-dev": "nlp/gum/dev.open.conllu.gz",
    "worldwide-train": "nlp/worldwide/train.jsonl.gz",
    "worldwide-dev": "nlp/worldwide/dev.jsonl.gz",
    "re3d-train": "nlp/re3d/train.jsonl.gz",
    "crossner-train": "nlp/crossner-politics/train.jsonl.gz",
    "crossner-dev": "nlp/crossner-politics/dev.jsonl.gz",
    "wikigold": "nlp/wikigold/all.jsonl.gz",
    "uner-dev": "nlp/uner-ewt/dev.jsonl.gz",
}
