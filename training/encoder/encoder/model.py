"""The encoder with a head for each task."""

from torch import nn

from . import windows
from .base import Encoder


class Model(nn.Module):
    def __init__(self, tasks):
        super().__init__()
        self.encoder = Encoder.from_base()
        self.heads = nn.ModuleDict({task.name: task.head(self.encoder.width) for task in tasks if hasattr(task, "head")})

    def words(self, inputs):
        """The vectors of a batch's words (windows, words, width)."""
        return windows.at_heads(self.encoder(inputs["ids"], inputs["forms"], inputs["mask"]), inputs["heads"])

    @property
    def device(self):
        return self.encoder.piece.weight.device
