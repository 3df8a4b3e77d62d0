"""The encoder with a head for each task."""

from torch import nn

from . import windows
from .base import Encoder


class Model(nn.Module):
    def __init__(self, tasks):
        super().__init__()
        self.encoder = Encoder.from_base()
        self.heads = nn.ModuleDict({task.name: task.head(self.encoder.width) for task in tasks})

    def words(self, batch):
        """The vectors of a batch's words (windows, words, width), and which of them are words."""
        ids, forms, mask, heads, word_mask = windows.tensors(batch)
        return windows.at_heads(self.encoder(ids, forms, mask), heads), word_mask
