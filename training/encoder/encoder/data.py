"""The corpora of a run: which documents each task learns from, and which it is checked on."""

import json

from . import pieces, tokens
from .conllu import read_conllu
from .coref import Coref
from .entities import Entities
from .parses import Parses
from .statements import Statements, attributions_of
from .texts import Texts


def load_tasks(run, data, layers, pieces_of):
    """`(tasks, checks)`: tasks to learn, and `(name, task, gold file)` for each set to check on."""
    tasks, checks = [], []
    for name, task in run["tasks"].items():
        make = MAKERS[name]
        tasks.append(make(sum((read(data, layers, corpus) for corpus in task["train"]), []), pieces_of))
        for corpus in task["check"]:
            checks.append(check(make, corpus, data, layers, pieces_of, getattr(tasks[-1], "labels", None)))
    return tasks, checks


def check(make, corpus, data, layers, pieces_of, labels=None):
    """`(name, task, gold file)`. A part of a corpus gets a gold file of its own beside the layers."""
    given = {"labels": labels} if labels else {}
    task = make(read(data, layers, corpus), pieces_of, **given)
    gold = data / CORPORA[whole_of(corpus)]
    if corpus != whole_of(corpus):
        gold = layers / f"{corpus}.gold.jsonl"
        kept = [{**words.record, "attributions": attributions_of(words.record)} for words in task.documents]
        gold.write_text("".join(json.dumps(record) + "\n" for record in kept), encoding="utf-8")
    return corpus, task, gold


def read(data, layers, corpus):
    whole = whole_of(corpus)
    path = layers / f"{whole}.texts.jsonl" if whole in TEXTS else data / CORPORA[whole]
    comes_as_text = whole in TEXTS or CORPORA[whole].startswith(("statements/", "../annotation/", "nlp/gap/"))
    reader = pieces.read_words if comes_as_text else tokens.read_tokens
    documents = reader(path, layers / f"{whole}.jsonl")
    parses = {}
    if whole in GOLD_PARSES:
        parses = {document.id: joined(document.trees) for document in read_conllu(data / GOLD_PARSES[whole])}
    for words in documents:
        words.record["scheme"] = corpus.split("-")[0]
        words.record["parse"] = parses.get(words.id)
    if corpus != whole:
        documents = [words for n, words in enumerate(documents) if PARTS[corpus][1](n, words.record)]
    return documents


def joined(trees):
    """`(heads, relations)` of all words of a document."""
    heads, relations = [], []
    for tree in trees:
        start = len(heads)
        heads += [-1 if head < 0 else start + head for head in tree.heads]
        relations += tree.relations
    return heads, relations


def whole_of(corpus):
    return PARTS[corpus][0] if corpus in PARTS else corpus


MAKERS = {"statements": Statements, "syntax": Parses, "entities": Entities, "coref": Coref, "texts": Texts}

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
    "ontogum-train": "nlp/ontogum/train.open.jsonl.gz",
    "ontogum-dev": "nlp/ontogum/dev.open.jsonl.gz",
    "litbank": "nlp/litbank/coref.jsonl.gz",
    "gap-development": "nlp/gap/development.jsonl.gz",
    "gap-validation": "nlp/gap/validation.jsonl.gz",
}
# Beside the layers: what `encoder.texts` wrote.
TEXTS = ("t17-texts",)
# OntoGUM's documents are GUM's, word for word.
GOLD_PARSES = {"ontogum-train": "nlp/gum/train.open.conllu.gz", "ontogum-dev": "nlp/gum/dev.open.conllu.gz"}
# Documents of a corpus by their number and their record. re3d has no dev set: every fifth document is kept for one.
PARTS = {
    "re3d-learn": ("re3d-train", lambda n, record: n % 5 != 0),
    "re3d-fold": ("re3d-train", lambda n, record: n % 5 == 0),
    "ontogum-press": ("ontogum-dev", lambda n, record: record["genre"] in ("news", "interview")),
    # All of it, in the form that `statements.py` reads.
    "annotation-check": ("annotation-dev", lambda n, record: True),
    # Documents that several people did; each version is one more document. Dev documents stay out.
    "polnear-multi-train": ("polnear-multi", lambda n, record: record["split"] == "train"),
}
