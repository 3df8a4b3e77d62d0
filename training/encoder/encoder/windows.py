"""Documents cut into windows of whole paragraphs, and batches of windows of like length."""

import random
from dataclasses import dataclass

import numpy as np
import torch

CLS, SEP, PAD = 101, 102, 0


@dataclass
class Window:
    """Words `first..last` of a document, and how many pieces they take with the two marks around them."""

    document: int
    first: int
    last: int
    size: int

    def __len__(self):
        return self.size


class Pieces:
    """The pieces of all words of a document one behind the other: word `n` has those from `at[n]` up to `at[n + 1]`."""

    def __init__(self, words, pieces_of):
        found = [pieces_of(word) for word in words.texts]
        self.counts = np.array([len(pieces) for pieces in found], dtype=np.int64)
        self.at = np.concatenate([[0], np.cumsum(self.counts)])
        self.ids = np.array([piece for pieces in found for piece in pieces], dtype=np.int64)
        self.forms = np.repeat(words.form, self.counts)


def batches_of(documents, pieces, max_pieces, batch_pieces, seed, units):
    """All documents in batches: in the order of their lengths without a seed, cut and mixed anew by each seed."""
    generator = random.Random(seed) if seed is not None else None
    found = []
    for number, words in enumerate(documents):
        found += windows_of(number, words, pieces[number], max_pieces, units, generator)
    return batches(found, batch_pieces, generator)


def windows_of(number, words, pieces, max_pieces, units, generator=None):
    first_max = generator.randint(max_pieces // 4, max_pieces) if generator else max_pieces
    for first, last in cut(words, pieces.counts, max_pieces, first_max, units):
        yield Window(number, first, last, int(pieces.at[last] - pieces.at[first]) + 2)


def cut(words, counts, max_pieces, first_max, units):
    """Ranges of words `(first, last)` of as many whole `units` as a window holds: `paragraphs` or `sentences`.

    `first_max` bounds the first window alone: a random one cuts the document elsewhere in each epoch.
    """
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


# The encoder knows so many positions: a sentence of a list of names can be longer.
LONGEST_SENTENCE = 480


def sentences(words, counts, _limit):
    """Whole sentences: a word's head must stand in its window."""
    for start, end in runs(words.sentence, 0, len(words)):
        yield from parts(counts, start, end, LONGEST_SENTENCE)


def paragraphs(words, counts, limit):
    """Paragraphs; sentences of those that are too long; runs of words of sentences that are too long."""
    for start, end in runs(words.paragraph, 0, len(words)):
        if counts[start:end].sum() <= limit:
            yield start, end
            continue
        for s, e in runs(words.sentence, start, end):
            yield from parts(counts, s, e, limit)


def parts(counts, start, end, limit):
    while start < end:
        n = int(np.searchsorted(np.cumsum(counts[start:end]), limit, side="right"))
        stop = min(end, start + max(1, n))
        yield start, stop
        start = stop


def runs(numbers, start, end):
    """Where equal numbers stand side by side: `(first, behind the last)`."""
    if end <= start:
        return []
    edges = np.flatnonzero(np.diff(numbers[start:end])) + 1 + start
    bounds = [start, *edges.tolist(), end]
    return list(zip(bounds[:-1], bounds[1:]))


def batches(windows, max_pieces, generator=None):
    """Windows of like length together, about `max_pieces` pieces a batch with what is padded; in random order with a generator."""
    order = sorted(range(len(windows)), key=lambda n: len(windows[n]))
    if generator is not None:
        # Like lengths stay together, and yet no two epochs have the same batches.
        order = sorted(order, key=lambda n: len(windows[n]) + generator.uniform(-12, 12))
    groups, group, longest = [], [], 0
    for n in order:
        longest = max(longest, roomy(len(windows[n])))
        if group and longest * (len(group) + 1) > max_pieces:
            groups.append(group)
            group, longest = [], roomy(len(windows[n]))
        group.append(n)
    if group:
        groups.append(group)
    if generator is not None:
        generator.shuffle(groups)
    return [[windows[n] for n in group] for group in groups]


def roomy(length):
    """Lengths in steps of 32."""
    return -(-length // 32) * 32


def even_shape(batch, batch_pieces):
    """`(windows, pieces)` that a batch can be padded to, one of few, for a GPU that plays recorded steps."""
    length = roomy(max(len(window) for window in batch))
    return max(len(batch), batch_pieces // length), length


def inputs_of(batch, documents, pieces, shape=None):
    """What every task needs of a batch: `ids`, `forms`, `mask` (windows, pieces) and `heads`, `word_mask`, `sentence`, `starts`
    (windows, words): the place of each word's first piece, which are words, their sentence, whether they begin a paragraph.
    With a `shape` there is room for so many windows and pieces, and for as many words."""
    n_words = max(window.last - window.first for window in batch) if shape is None else shape[1]
    shape = shape or (len(batch), max(len(window) for window in batch))
    ids = np.full(shape, PAD)
    forms, mask = np.zeros_like(ids), np.zeros(shape, dtype=np.float32)
    heads = np.zeros((shape[0], n_words), dtype=np.int64)
    # A window that stands for nothing has one piece, so that there is something to attend to.
    ids[:, 0], mask[:, 0] = CLS, 1
    sentence, word_mask, starts = np.full_like(heads, -1), np.zeros(heads.shape, dtype=bool), np.zeros(heads.shape, dtype=bool)
    for n, window in enumerate(batch):
        words, own = documents[window.document], pieces[window.document]
        first, last = own.at[window.first], own.at[window.last]
        size, here = window.last - window.first, slice(window.first, window.last)
        ids[n, 1 : 1 + last - first], ids[n, 1 + last - first] = own.ids[first:last], SEP
        forms[n, 1 : 1 + last - first] = own.forms[first:last]
        mask[n, : len(window)] = 1
        heads[n, :size] = own.at[here] - first + 1
        sentence[n, :size] = words.sentence[here]
        starts[n, :size] = starts_of(words.paragraph)[here]
        word_mask[n, :size] = True
    return dict(ids=ids, forms=forms, mask=mask, heads=heads, word_mask=word_mask, sentence=sentence, starts=starts)


def to_device(inputs, device):
    """Arrays as tensors where they are reckoned with; what is no array stays."""
    def moved(column):
        column = torch.from_numpy(column)
        return column.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else column

    return {name: moved(column) if isinstance(column, np.ndarray) else column for name, column in inputs.items()}


def starts_of(paragraph):
    starts = np.ones(len(paragraph), dtype=bool)
    starts[1:] = paragraph[1:] != paragraph[:-1]
    return starts


def at_heads(vectors, heads):
    """The vectors of the words' first pieces: (windows, words, width)."""
    return torch.gather(vectors, 1, heads[..., None].expand(-1, -1, vectors.shape[-1]))


def mean(values, word_mask):
    """Over the words. Written without picking them out, which would make a GPU wait."""
    return (values * word_mask).sum() / word_mask.sum()


def cross_entropy(scores, likely, word_mask):
    """Against probabilities (windows, words, labels)."""
    return mean(-(likely * scores.log_softmax(-1)).sum(-1), word_mask)


def padded(columns, shape, fill, kind=np.int64):
    """Arrays of unlike length as the rows of one."""
    rows = np.full(shape, fill, dtype=kind)
    for n, column in enumerate(columns):
        rows[n, : len(column)] = column
    return rows
