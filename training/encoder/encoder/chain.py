"""A linear-chain conditional random field over tags (Lafferty, McCallum and Pereira 2001), batched."""

import torch
from torch import nn

FORBIDDEN = -1e4


class Chain(nn.Module):
    """Scores of tags and of steps between them. `allowed[a, b]` tells whether b may follow a, `first` which may begin."""

    def __init__(self, allowed, first):
        super().__init__()
        n = allowed.shape[0]
        self.step = nn.Parameter(torch.zeros(n, n))
        self.first = nn.Parameter(torch.zeros(n))
        self.register_buffer("step_mask", torch.where(torch.as_tensor(allowed), 0.0, FORBIDDEN))
        self.register_buffer("first_mask", torch.where(torch.as_tensor(first), 0.0, FORBIDDEN))

    def steps(self):
        return self.step + self.step_mask

    def loss(self, emissions, tags, mask):
        """Negative log-likelihood a word. `emissions` (windows, words, tags), `tags` and `mask` (windows, words)."""
        emissions = emissions.float()
        steps = self.steps()
        batch = torch.arange(len(tags))
        score = self.first[tags[:, 0]] + emissions[:, 0].gather(1, tags[:, :1]).squeeze(1)
        alpha = self.first + emissions[:, 0]
        for at in range(1, tags.shape[1]):
            on = mask[:, at]
            step = self.step[tags[:, at - 1], tags[:, at]] + emissions[batch, at, tags[:, at]]
            score = score + torch.where(on, step, torch.zeros_like(step))
            following = torch.logsumexp(alpha[:, :, None] + steps[None], dim=1) + emissions[:, at]
            alpha = torch.where(on[:, None], following, alpha)
        return (torch.logsumexp(alpha, 1) - score).sum() / mask.sum()

    @torch.no_grad()
    def best(self, emissions, mask):
        """The best tags of each window (Viterbi), as lists."""
        emissions = emissions.float()
        steps, back = self.steps(), []
        alpha = self.first + self.first_mask + emissions[:, 0]
        for at in range(1, emissions.shape[1]):
            scores = alpha[:, :, None] + steps[None]
            best, pointer = scores.max(1)
            on = mask[:, at, None]
            alpha = torch.where(on, best + emissions[:, at], alpha)
            back.append(torch.where(on, pointer, torch.arange(pointer.shape[1])[None].expand_as(pointer)))
        tag = alpha.argmax(1)
        tags = [tag]
        for pointer in reversed(back):
            tag = pointer.gather(1, tag[:, None]).squeeze(1)
            tags.append(tag)
        path = torch.stack(tags[::-1], 1)
        return [path[n, : int(mask[n].sum())].tolist() for n in range(len(path))]
