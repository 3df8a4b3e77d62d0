"""A linear-chain conditional random field over tags (Lafferty, McCallum and Pereira 2001), batched.

The sum over all paths is a product of matrices and is taken in pairs, as a tree: a few large operations instead of one a word.
What a chain believes - how likely each tag is, how often each step is taken - is the gradient of that sum (Eisner 2016).
"""

import torch
from torch import nn
from torch.nn import functional as F

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

    def log_sum(self, emissions, mask, steps):
        """The logarithm of the sum over all paths of each window, 0 where a window has no word."""
        n = steps.shape[0]
        start = self.first + self.first_mask + emissions[:, 0]
        stay = torch.full((n, n), FORBIDDEN, device=steps.device).fill_diagonal_(0)
        links = torch.where(mask[:, 1:, None, None], steps + emissions[:, 1:, None, :], stay)
        while links.shape[1] > 1:
            if links.shape[1] % 2:
                links = torch.cat([links, stay.expand(len(links), 1, n, n)], 1)
            links = torch.logsumexp(links[:, ::2, :, :, None] + links[:, 1::2, None, :, :], dim=3)
        if links.shape[1]:
            start = torch.logsumexp(start[:, :, None] + links[:, 0], dim=1)
        return torch.logsumexp(start, 1) * mask[:, 0]

    def loss(self, emissions, likely, steps_taken, mask):
        """Cross-entropy a word of this chain against beliefs: those of gold tags, or of other chains.

        `emissions` and `likely` (windows, words, tags), `steps_taken` (tags, tags) over the whole batch.
        """
        emissions = emissions.float()
        total = self.log_sum(emissions, mask, self.steps()).sum()
        expected = (likely * emissions).sum() + (likely[:, 0] * self.first).sum() + (steps_taken * self.step).sum()
        return (total - expected) / mask.sum()

    @staticmethod
    def certain(tags, mask, n_tags):
        """The beliefs of one who knows the tags."""
        likely = F.one_hot(tags, n_tags).float() * mask[..., None]
        return likely, torch.einsum("bta,btc->ac", likely[:, :-1], likely[:, 1:])

    def beliefs(self, emissions, mask):
        """How likely each tag is for each word, and how often each step is taken in the batch."""
        with torch.enable_grad():
            emissions = emissions.detach().float().requires_grad_()
            steps = self.steps().detach().requires_grad_()
            total = self.log_sum(emissions, mask, steps).sum()
            likely, taken = torch.autograd.grad(total, (emissions, steps), allow_unused=True)
        return likely, torch.zeros_like(steps) if taken is None else taken

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
            stay = torch.arange(pointer.shape[1], device=pointer.device)[None].expand_as(pointer)
            back.append(torch.where(on, pointer, stay))
        tag = alpha.argmax(1)
        tags = [tag]
        for pointer in reversed(back):
            tag = pointer.gather(1, tag[:, None]).squeeze(1)
            tags.append(tag)
        path = torch.stack(tags[::-1], 1)
        return [path[n, : int(mask[n].sum())].tolist() for n in range(len(path))]
