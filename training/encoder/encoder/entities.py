"""The task of entities: names of persons, bodies, places and the like as tags of words, learned from corpora with unlike lists of types.

Each corpus marks some of the types and leaves others out. A word that a corpus marks with nothing may still be a type that it never
marks: the loss then asks only that the word is none of the types that the corpus does mark.
"""

import numpy as np
import torch
from torch import nn

from . import windows

TYPES = ("PER", "ORG", "LOC", "NORP", "FAC", "DATE", "MONEY", "PRODUCT", "QUANTITY", "WEAPON", "MISC")
N_TAGS = 1 + 2 * len(TYPES)

# The types of each corpus in ours; what is not named here is left out of the loss.
SCHEMES = {
    "worldwide": {
        "Person": "PER", "Organization": "ORG", "Location": "LOC", "NORP": "NORP", "Facility": "FAC", "Date": "DATE",
        "Money": "MONEY", "Product": "PRODUCT", "Misc": "MISC",
    },
    "re3d": {
        "Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP", "Temporal": "DATE", "Money": "MONEY",
        "Quantity": "QUANTITY", "Weapon": "WEAPON", "MilitaryPlatform": "WEAPON", "Vehicle": "WEAPON",
    },
    "crossner": {
        "politician": "PER", "person": "PER", "politicalparty": "ORG", "organisation": "ORG", "country": "LOC", "location": "LOC",
        "election": "MISC", "event": "MISC", "misc": "MISC",
    },
    "wikigold": {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"},
    "uner": {"PER": "PER", "ORG": "ORG", "LOC": "LOC"},
}
# Types that another type of the corpus takes in: a facility is a place in corpora without facilities.
TAKEN_IN = {"crossner": ("NORP",), "wikigold": ("NORP",), "re3d": ("FAC",)}


class EntityHead(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.dropout = nn.Dropout(0.1)
        self.scores = nn.Linear(width, N_TAGS)

    def forward(self, vectors):
        return self.scores(self.dropout(vectors))


class Entities:
    name = "entities"

    def __init__(self, documents, pieces_of):
        self.documents = documents
        self.pieces = [windows.Pieces(words, pieces_of) for words in documents]
        self.tags = [tags_of(words) for words in documents]

    @staticmethod
    def head(width):
        return EntityHead(width)

    @staticmethod
    def label_lists():
        return {"types": list(TYPES)}

    def batches(self, max_pieces, batch_pieces, seed=None):
        units = windows.paragraphs
        return windows.batches_of(self.documents, self.pieces, max_pieces, batch_pieces, seed, units)

    def prepared(self, batch, shape=None):
        inputs = windows.inputs_of(batch, self.documents, self.pieces, shape)
        allowed = np.zeros((*inputs["word_mask"].shape, N_TAGS), dtype=bool)
        for n, window in enumerate(batch):
            tags = self.tags[window.document][window.first : window.last]
            allowed[n, np.arange(len(tags)), tags] = True
            outside = np.flatnonzero(tags == 0)
            allowed[n, outside[:, None], unmarked(scheme_of(self.documents[window.document]))] = True
        return {**inputs, "allowed": allowed}

    def loss(self, head, vectors, inputs):
        scores = head(vectors).float()
        of_allowed = scores.masked_fill(~inputs["allowed"], -1e9).logsumexp(-1)
        return windows.mean(scores.logsumexp(-1) - of_allowed, inputs["word_mask"])

    @staticmethod
    def beliefs(heads, vectors, inputs):
        """What several models believe of a batch, on the average."""
        return [torch.stack([head(x).float().softmax(-1) for head, x in zip(heads, vectors)]).mean(0)]

    @staticmethod
    def loss_of_beliefs(head, vectors, inputs, beliefs):
        return windows.cross_entropy(head(vectors).float(), beliefs[0], inputs["word_mask"])

    @torch.no_grad()
    def predict(self, model, max_pieces, batch_pieces=4096):
        found = [np.zeros(len(words), dtype=np.int64) for words in self.documents]
        for batch in self.batches(max_pieces, batch_pieces):
            inputs = windows.to_device(windows.inputs_of(batch, self.documents, self.pieces), model.device)
            scores = model.heads[self.name](model.words(inputs)).float().cpu()
            for n, window in enumerate(batch):
                size = window.last - window.first
                found[window.document][window.first : window.last] = best_tags(scores[n, :size].numpy())
        return found

    def answers(self, tags):
        """Lines that `ner.py` reads, in the types of the corpus that the words come from."""
        for words, own in zip(self.documents, tags):
            names = {}
            for theirs, ours in SCHEMES[scheme_of(words)].items():
                names.setdefault(ours, theirs)
            for taken in TAKEN_IN.get(scheme_of(words), ()):
                names.setdefault(taken, names.get("LOC" if taken == "FAC" else "MISC"))
            found = [{"start": a, "end": b, "type": names[kind]} for kind, a, b in spans_of(own) if kind in names]
            yield {"id": words.record.get("id", words.id), "tokens": words.record["tokens"], "entities": found}


def scheme_of(words):
    return words.record["scheme"]


def unmarked(scheme):
    """Tags of the types that a corpus never marks."""
    marked = set(SCHEMES[scheme].values()) | set(TAKEN_IN.get(scheme, ()))
    return [tag for n, kind in enumerate(TYPES) if kind not in marked for tag in (1 + 2 * n, 2 + 2 * n)]


def tags_of(words):
    """One tag a word; of nested names the longest counts."""
    tags = np.zeros(len(words), dtype=np.int64)
    scheme = SCHEMES[scheme_of(words)]
    for entity in sorted(words.record["entities"], key=lambda e: e["start"] - e["end"]):
        kind = scheme.get(entity["type"])
        if kind and not tags[entity["start"] : entity["end"]].any():
            tags[entity["start"] : entity["end"]] = 2 + 2 * TYPES.index(kind)
            tags[entity["start"]] -= 1
    return tags


def best_tags(scores):
    """The best tags under the rule that I-X follows B-X or I-X (Viterbi without scores of steps)."""
    n_tags = scores.shape[1]
    inside = np.array([tag > 0 and tag % 2 == 0 for tag in range(n_tags)])
    alpha = np.where(inside, -1e9, scores[0])
    back = []
    for at in range(1, len(scores)):
        best = int(alpha.argmax())
        pointer = np.full(n_tags, best)
        value = np.full(n_tags, alpha[best])
        for tag in np.flatnonzero(inside):
            pointer[tag] = tag if alpha[tag] >= alpha[tag - 1] else tag - 1
            value[tag] = alpha[pointer[tag]]
        alpha = value + scores[at]
        back.append(pointer)
    tags = [int(alpha.argmax())]
    for pointer in reversed(back):
        tags.append(int(pointer[tags[-1]]))
    return tags[::-1]


def spans_of(tags):
    spans, start = [], None
    for at, tag in enumerate(list(tags) + [0]):
        if start is not None and not (tag > 0 and tag % 2 == 0):
            spans.append((TYPES[(tags[start] - 1) // 2], start, at))
            start = None
        if tag and start is None:
            start = at
    return spans
