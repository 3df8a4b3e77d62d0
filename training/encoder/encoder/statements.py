"""The task of statements: source, cue and content of each attribution as tags of words."""

import numpy as np
import torch
from torch import nn

from . import linker, windows
from .chain import FORBIDDEN, Chain
from .statement_tags import TAGS, allowed_steps, begin, is_inside, spans_of, tags_of


class StatementHead(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.dropout = nn.Dropout(0.1)
        self.scores = nn.Linear(width, len(TAGS))
        may_begin = np.array([not is_inside(tag) for tag in range(len(TAGS))])
        self.chain = Chain(allowed_steps(), may_begin)
        self.register_buffer("inside", ~torch.from_numpy(may_begin), persistent=False)

    def forward(self, vectors, starts):
        """No span goes on over the start of a paragraph."""
        scores = self.scores(self.dropout(vectors)).float()
        return scores.masked_fill(starts[..., None] & self.inside, FORBIDDEN)


class Statements:
    name = "statements"

    def __init__(self, documents, pieces_of):
        self.documents = documents
        self.pieces = [windows.Pieces(words, pieces_of) for words in documents]
        self.tags = [tags_of(words, attributions_of(words.record)) for words in documents]

    @staticmethod
    def head(width):
        return StatementHead(width)

    @staticmethod
    def label_lists():
        return {"tags": list(TAGS)}

    def batches(self, max_pieces, batch_pieces, seed=None):
        units = windows.paragraphs
        return windows.batches_of(self.documents, self.pieces, max_pieces, batch_pieces, seed, units)

    def prepared(self, batch, shape=None):
        inputs = windows.inputs_of(batch, self.documents, self.pieces, shape)
        tags = [self.tags[window.document][window.first : window.last].copy() for window in batch]
        for own in tags:
            if is_inside(own[0]):
                own[0] -= 1
        return {**inputs, "tags": windows.padded(tags, inputs["word_mask"].shape, 0)}

    def loss(self, head, vectors, inputs):
        scores, mask = head(vectors, inputs["starts"]), inputs["word_mask"]
        likely, steps_taken = Chain.certain(inputs["tags"], mask, len(TAGS))
        return 0.3 * windows.cross_entropy(scores, likely, mask) + head.chain.loss(scores, likely, steps_taken, mask)

    @staticmethod
    def beliefs(heads, vectors, inputs):
        """What several models believe of a batch, on the average."""
        all_beliefs = [head.chain.beliefs(head(x, inputs["starts"]), inputs["word_mask"]) for head, x in zip(heads, vectors)]
        return [torch.stack(part).mean(0) for part in zip(*all_beliefs)]

    @staticmethod
    def loss_of_beliefs(head, vectors, inputs, beliefs):
        return head.chain.loss(head(vectors, inputs["starts"]), *beliefs, inputs["word_mask"])

    @torch.no_grad()
    def predict(self, model, max_pieces, batch_pieces=4096):
        """For each document the tags of its words, and how likely each tag is for each of them."""
        head = model.heads[self.name]
        tags = [np.zeros(len(words), dtype=np.int64) for words in self.documents]
        likely = [np.zeros((len(words), len(TAGS))) for words in self.documents]
        for batch in self.batches(max_pieces, batch_pieces):
            inputs = windows.to_device(self.prepared(batch), model.device)
            scores, mask = head(model.words(inputs), inputs["starts"]), inputs["word_mask"]
            beliefs = head.chain.beliefs(scores, mask)[0].cpu().numpy()
            for n, (window, path) in enumerate(zip(batch, head.chain.best(scores, mask))):
                tags[window.document][window.first : window.last] = path
                likely[window.document][window.first : window.last] = beliefs[n, : len(path)]
        return list(zip(tags, likely))

    def answers(self, found):
        """The machine contract's lines, each attribution with its confidence."""
        for words, (tags, likely) in zip(self.documents, found):
            attributions = linker.link(words, spans_of(tags))
            record = linker.to_record(words, attributions)
            for written, attribution in zip(record["attributions"], attributions):
                written["confidence"] = round(confidence(attribution, likely), 4)
            yield record


def confidence(attribution, likely):
    """The geometric mean, over all spans, of how likely the span's role and its beginning are; less where no source was found."""
    logs = []
    for role in ("source", "cue", "content"):
        tag = begin(role)
        for first, last in getattr(attribution, role):
            logs.append(np.log(max(1e-6, likely[first:last, tag : tag + 2].sum(1).mean())))
            logs.append(np.log(max(1e-6, likely[first, tag])))
    return float(np.exp(np.mean(logs))) * (1.0 if attribution.source else 0.6)


def attributions_of(record):
    """PolNeAR's records and our own annotation's hold the same under two names."""
    return record.get("attributions") or record.get("statements") or []
