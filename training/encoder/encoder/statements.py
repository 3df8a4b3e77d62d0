"""The task of statements: source, cue and content of each attribution as tags of words."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from . import linker, windows
from .chain import Chain
from .statement_tags import TAGS, allowed_steps, is_inside, spans_of, tags_of


class StatementHead(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.dropout = nn.Dropout(0.1)
        self.scores = nn.Linear(width, len(TAGS))
        may_begin = np.array([not is_inside(tag) for tag in range(len(TAGS))])
        self.chain = Chain(allowed_steps(), may_begin)

    def forward(self, vectors):
        return self.scores(self.dropout(vectors))


class Statements:
    name = "statements"

    def __init__(self, documents, pieces_of):
        self.documents = documents
        self.pieces_of = pieces_of
        self.tags = [tags_of(words, attributions_of(words.record)) for words in documents]
        self.breaks = [breaks_of(words) for words in documents]

    @staticmethod
    def head(width):
        return StatementHead(width)

    @staticmethod
    def label_lists():
        return {"tags": list(TAGS)}

    def batches(self, max_pieces, batch_pieces, seed=None):
        units = windows.paragraphs
        return windows.batches_of(self.documents, self.pieces_of, max_pieces, batch_pieces, seed, units)

    def targets(self, batch, shape):
        tags = torch.zeros(shape, dtype=torch.long)
        for n, window in enumerate(batch):
            own = self.tags[window.document][window.first : window.last].copy()
            if is_inside(own[0]):
                own[0] -= 1
            tags[n, : len(own)] = torch.from_numpy(own)
        return tags

    def masked(self, scores, batch):
        """No span goes on over the start of a paragraph."""
        for n, window in enumerate(batch):
            starts = np.flatnonzero(self.breaks[window.document][window.first : window.last])
            if len(starts):
                scores[n][torch.from_numpy(starts)[:, None], INSIDE[None]] = -1e4
        return scores

    def scores(self, model, batch):
        vectors, word_mask = model.words(batch)
        return self.masked(model.heads[self.name](vectors).float(), batch), word_mask

    def loss(self, model, batch):
        scores, word_mask = self.scores(model, batch)
        tags = self.targets(batch, word_mask.shape)
        plain = F.cross_entropy(scores[word_mask], tags[word_mask])
        return 0.3 * plain + model.heads[self.name].chain.loss(scores, tags, word_mask)

    @torch.no_grad()
    def predict(self, model, max_pieces, batch_pieces=4096):
        """Tags of all words of each document."""
        tags = [np.zeros(len(words), dtype=np.int64) for words in self.documents]
        for batch in self.batches(max_pieces, batch_pieces):
            scores, word_mask = self.scores(model, batch)
            for window, path in zip(batch, model.heads[self.name].chain.best(scores, word_mask)):
                tags[window.document][window.first : window.last] = path
        return tags

    def answers(self, tags):
        """The machine contract's lines."""
        for words, own in zip(self.documents, tags):
            yield linker.to_record(words, linker.link(words, spans_of(own)))


INSIDE = torch.tensor([tag for tag in range(len(TAGS)) if is_inside(tag)])


def attributions_of(record):
    """PolNeAR's records and our own annotation's hold the same under two names."""
    return record.get("attributions") or record.get("statements") or []


def breaks_of(words):
    first = np.zeros(len(words), dtype=bool)
    if len(words):
        first[0] = True
        first[1:] = words.paragraph[1:] != words.paragraph[:-1]
    return first
