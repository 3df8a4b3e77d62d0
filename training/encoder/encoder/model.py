"""The encoder with a head for each task."""

from torch import nn

from .base import Encoder


class Model(nn.Module):
    def __init__(self, tasks):
        super().__init__()
        self.encoder = Encoder.from_base()
        self.heads = nn.ModuleDict({task.name: task.head(self.encoder.width) for task in tasks})
