"""Documents cut into windows of whole paragraphs, and batches of windows of like length."""

import random
from dataclasses import dataclass

import numpy as np
import torch

CLS, SEP, PAD = 101, 102, 0


@dataclass
class Window:
    """Words `first..last` of a document: their pieces, with the place of each word's first piece."""

    document: int
    first: int
    last: int
    ids: list
    forms: list
    heads: list  # for each word, the position of its first piece
    starts_paragraph: bool

    def __len__(self):
        return len(self.ids)


def batches_of(documents, pieces_of, max_pieces, batch_pieces, seed, units):
    """All documents in batches: in the order of their lengths without a seed, cut and mixed anew by each seed."""
    generator = random.Random(seed) if seed is not None else None
    found = []
    for number, words in enumerate(documents):
        first_max = generator.randint(max_pieces // 4, max_pieces) if generator else max_pieces
        for first, last in cut(words, pieces_of, max_pieces, first_max, units):
            found.append(window(number, words, first, last, pieces_of))
    return batches(found, batch_pieces, generator)


def cut(words, pieces_of, max_pieces, first_max, units):
    """Ranges of words `(first, last)` of as many whole `units` as a window holds: `paragraphs` or `sentences`.

    `first_max` bounds the first window alone: a random one cuts the document elsewhere in each epoch.
    """
    counts = np.array([len(pieces_of(word)) for word in words.texts], dtype=np.int64)
    limit = first_max - 2
    ranges, first, n = [], 0, 0
    for start, end in units(words, counts, max_pieces - 2):
        size = int(counts[start:end].sum())
        if start > first and n + size > limit:
            ranges.append((first, start))
            first, n, limit = start, 0, max_pieces - 2
        n += size
    if len(words) > first:
        ranges.append((first, len(words)))
    return ranges


def sentences(words, _counts, _limit):
    """Whole sentences, however long: a word's head must stand in its window."""
    return runs(words.sentence, 0, len(words))


def paragraphs(words, counts, limit):
    """Paragraphs; sentences of those that are too long; runs of words of sentences that are too long."""
    for start, end in runs(words.paragraph, 0, len(words)):
        if counts[start:end].sum() <= limit:
            yield start, end
            continue
        for s, e in runs(words.sentence, start, end):
            while s < e:
                n = int(np.searchsorted(np.cumsum(counts[s:e]), limit, side="right"))
                stop = min(e, s + max(1, n))
                yield s, stop
                s = stop


def runs(numbers, start, end):
    at = start
    while at < end:
        stop = at
        while stop < end and numbers[stop] == numbers[at]:
            stop += 1
        yield at, stop
        at = stop


def window(number, words, first, last, pieces_of):
    ids, forms, heads = [CLS], [0], []
    for at in range(first, last):
        pieces = pieces_of(words.texts[at])
        heads.append(len(ids))
        ids.extend(pieces)
        forms.extend([int(words.form[at])] * len(pieces))
    ids.append(SEP)
    forms.append(0)
    starts = first == 0 or words.paragraph[first] != words.paragraph[first - 1]
    return Window(number, first, last, ids, forms, heads, bool(starts))


def batches(windows, max_pieces, generator=None):
    """Windows of like length together, about `max_pieces` pieces a batch with what is padded; in random order with a generator."""
    order = sorted(range(len(windows)), key=lambda n: len(windows[n]))
    if generator is not None:
        # Like lengths stay together, and yet no two epochs have the same batches.
        order = sorted(order, key=lambda n: len(windows[n]) + generator.uniform(-12, 12))
    groups, group, longest = [], [], 0
    for n in order:
        longest = max(longest, len(windows[n]))
        if group and longest * (len(group) + 1) > max_pieces:
            groups.append(group)
            group, longest = [], len(windows[n])
        group.append(n)
    if group:
        groups.append(group)
    if generator is not None:
        generator.shuffle(groups)
    return [[windows[n] for n in group] for group in groups]


def tensors(batch):
    """`ids`, `forms`, `mask` (windows, pieces) and `heads` (windows, words), `word_mask` (windows, words)."""
    length = max(len(window) for window in batch)
    n_words = max(len(window.heads) for window in batch)
    ids = torch.full((len(batch), length), PAD)
    forms = torch.zeros((len(batch), length), dtype=torch.long)
    mask = torch.zeros((len(batch), length))
    heads = torch.zeros((len(batch), n_words), dtype=torch.long)
    word_mask = torch.zeros((len(batch), n_words), dtype=torch.bool)
    for n, window in enumerate(batch):
        ids[n, : len(window)] = torch.tensor(window.ids)
        forms[n, : len(window)] = torch.tensor(window.forms)
        mask[n, : len(window)] = 1
        heads[n, : len(window.heads)] = torch.tensor(window.heads)
        word_mask[n, : len(window.heads)] = True
    return ids, forms, mask, heads, word_mask


def at_heads(vectors, heads):
    """The vectors of the words' first pieces: (windows, words, width)."""
    return torch.gather(vectors, 1, heads[..., None].expand(-1, -1, vectors.shape[-1]))
