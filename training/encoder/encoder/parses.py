"""The task of syntax: part of speech, lemma rule, and a dependency tree by biaffine scores (Dozat and Manning 2017)."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from . import lemma_rules, windows

WIDTH = 256


class ParseHead(nn.Module):
    """Scores of heads for each word, and of relations for one head a word: all pairs times all relations would cost too much."""

    def __init__(self, width, labels):
        super().__init__()
        self.dropout = nn.Dropout(0.1)
        self.upos = nn.Linear(width, len(labels["upos"]))
        self.lemma = nn.Linear(width, len(labels["lemma"]))
        self.root = nn.Parameter(torch.zeros(width))
        self.dependent = nn.Linear(width, WIDTH)
        self.governor = nn.Linear(width, WIDTH)
        self.arc = nn.Parameter(torch.zeros(WIDTH, WIDTH))
        self.arc_bias = nn.Linear(WIDTH, 1)
        self.relation_dependent = nn.Linear(width, WIDTH)
        self.relation_governor = nn.Linear(width, WIDTH)
        self.relation = nn.Linear(3 * WIDTH, len(labels["relation"]))
        nn.init.xavier_uniform_(self.arc)

    def arcs(self, vectors):
        """(windows, words, 1 + words): the first column is the root."""
        x = self.dropout(vectors)
        with_root = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        dependent, governor = F.gelu(self.dependent(x)), F.gelu(self.governor(with_root))
        return dependent @ self.arc @ governor.transpose(1, 2) / WIDTH**0.5 + self.arc_bias(governor).transpose(1, 2)

    def relations(self, vectors, heads):
        """(windows, words, relations) for the heads that are given, 0 the root."""
        x = self.dropout(vectors)
        with_root = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        governor = F.gelu(self.relation_governor(with_root))
        governor = torch.gather(governor, 1, heads[..., None].expand(-1, -1, WIDTH))
        dependent = F.gelu(self.relation_dependent(x))
        return self.relation(torch.cat([dependent, governor, dependent * governor], -1))


class Parses:
    name = "syntax"

    def __init__(self, documents, pieces_of, labels=None):
        self.documents = documents
        self.pieces = [windows.Pieces(words, pieces_of) for words in documents]
        self.labels = labels or labels_of(documents)
        self.targets = [targets_of(words, self.labels) for words in documents]

    def head(self, width):
        return ParseHead(width, self.labels)

    def label_lists(self):
        return self.labels

    def batches(self, max_pieces, batch_pieces, seed=None):
        units = windows.sentences
        return windows.batches_of(self.documents, self.pieces, max_pieces, batch_pieces, seed, units)

    def prepared(self, batch, shape=None):
        inputs = windows.inputs_of(batch, self.documents, self.pieces, shape)
        columns = []
        for window in batch:
            upos, lemma, governor, relation = (own[window.first : window.last] for own in self.targets[window.document])
            # Heads count words of the document; in the window 0 is the root.
            inside = np.where(governor < 0, 0, governor - window.first + 1)
            # A sentence that is longer than any window was cut: its other part may hold a word's head.
            inside[(governor >= 0) & ((inside < 1) | (inside > len(inside)))] = UNKNOWN
            columns.append((upos, lemma, inside, relation))
        names = ("upos", "lemma", "governor", "relation")
        return {**inputs, **{name: windows.padded(column, inputs["word_mask"].shape, UNKNOWN)
                             for name, column in zip(names, zip(*columns))}}

    def loss(self, head, vectors, inputs):
        parts = scores_of(head, vectors, inputs, inputs["governor"].clamp(min=0))
        return sum(weight * F.cross_entropy(scores.transpose(1, 2), inputs[name], ignore_index=UNKNOWN)
                   for (name, weight), scores in zip(WEIGHTS, parts))

    @staticmethod
    def beliefs(heads, vectors, inputs):
        """What several models believe of a batch, on the average: of relations under the likeliest heads."""
        arcs = [masked_arcs(head.arcs(x).float(), inputs["sentence"]).softmax(-1) for head, x in zip(heads, vectors)]
        governors = torch.stack(arcs).mean(0).argmax(-1)
        all_beliefs = [[scores.softmax(-1) for scores in scores_of(head, x, inputs, governors)]
                       for head, x in zip(heads, vectors)]
        return [torch.stack(part).mean(0) for part in zip(*all_beliefs)]

    @staticmethod
    def loss_of_beliefs(head, vectors, inputs, beliefs):
        parts = scores_of(head, vectors, inputs, beliefs[2].argmax(-1))
        return sum(weight * windows.cross_entropy(scores, likely, inputs["word_mask"])
                   for (_, weight), scores, likely in zip(WEIGHTS, parts, beliefs))

    @torch.no_grad()
    def predict(self, model, max_pieces, batch_pieces=4096):
        """For each document, columns `upos, lemma, head, relation`; heads count words of the document, -1 the root."""
        head = model.heads[self.name]
        found = [np.zeros((4, len(words)), dtype=np.int64) for words in self.documents]
        for batch in self.batches(max_pieces, batch_pieces):
            inputs = windows.to_device(windows.inputs_of(batch, self.documents, self.pieces), model.device)
            vectors = model.words(inputs)
            arcs = masked_arcs(head.arcs(vectors).float(), inputs["sentence"]).cpu().numpy()
            governors = torch.zeros(inputs["word_mask"].shape, dtype=torch.long)
            for n, window in enumerate(batch):
                own = self.documents[window.document].sentence[window.first : window.last]
                for start, end in windows.runs(own, 0, len(own)):
                    columns = [0, *range(start + 1, end + 1)]
                    heads = tree_of(arcs[n, start:end][:, columns])
                    governors[n, start:end] = torch.tensor([0 if at == 0 else start + at for at in heads])
            relations = head.relations(vectors, governors.to(model.device)).cpu()
            relations[governors == 0] += self.root_bias()
            columns = (head.upos(vectors).argmax(-1).cpu(), head.lemma(vectors).argmax(-1).cpu(), governors, relations.argmax(-1))
            for n, window in enumerate(batch):
                here, size = slice(window.first, window.last), window.last - window.first
                for at, column in enumerate(columns):
                    found[window.document][at, here] = column[n, :size].numpy()
                own = found[window.document][2, here]
                found[window.document][2, here] = np.where(own == 0, -1, own - 1 + window.first)
        return found

    def root_bias(self):
        """A word under the root has the relation `root`, and no other has."""
        bias = torch.zeros(len(self.labels["relation"]))
        bias[self.labels["relation"].index("root")] = 1e4
        return bias

    def answers(self, found):
        """The machine contract's lines."""
        for words, columns in zip(self.documents, found):
            yield {"id": words.id, "conllu": "\n".join(self.lines(words, columns)) + "\n"}

    def lines(self, words, columns):
        texts = words.texts
        for start, end in windows.runs(words.sentence, 0, len(words)):
            for at in range(start, end):
                upos, lemma, head, relation = columns[:, at]
                form = texts[at]
                yield "\t".join([
                    str(at - start + 1), form, lemma_rules.apply(self.labels["lemma"][lemma], form),
                    self.labels["upos"][upos], "_", "_", str(0 if head < 0 else head - start + 1),
                    self.labels["relation"][relation], "_", "_",
                ])
            yield ""


# A gold label that the model has no number for.
UNKNOWN = -100
# The scores of a word, in the order of `scores_of`, and what each counts in the loss.
WEIGHTS = (("upos", 1.0), ("lemma", 0.5), ("governor", 1.0), ("relation", 1.0))


def scores_of(head, vectors, inputs, governors):
    x = head.dropout(vectors)
    arcs = masked_arcs(head.arcs(vectors).float(), inputs["sentence"])
    return head.upos(x).float(), head.lemma(x).float(), arcs, head.relations(vectors, governors).float()


def masked_arcs(arcs, sentences):
    """No head in another sentence, and no word its own."""
    same = sentences[:, :, None] == sentences[:, None, :]
    same &= ~torch.eye(same.shape[1], dtype=torch.bool, device=same.device)[None]
    root = torch.ones((*same.shape[:2], 1), dtype=torch.bool, device=same.device)
    return arcs.masked_fill(~torch.cat([root, same], 2), -1e4)


def labels_of(documents):
    trees = [tree for words in documents for tree in words.record["trees"]]
    return {
        "upos": sorted({tag for tree in trees for tag in tree.upos}),
        "lemma": lemma_rules.rules_of((form, lemma) for tree in trees for form, lemma in zip(tree.forms, tree.lemmas)),
        "relation": sorted({relation for tree in trees for relation in tree.relations}),
    }


def targets_of(words, labels):
    """Four columns of numbers: part of speech, lemma rule, head as a word of the document (-1 the root), relation."""
    numbers = {name: {label: n for n, label in enumerate(own)} for name, own in labels.items()}
    upos, lemma, heads, relations = [], [], [], []
    for tree in words.record["trees"]:
        start = len(heads)
        upos += [numbers["upos"].get(tag, UNKNOWN) for tag in tree.upos]
        lemma += [numbers["lemma"].get(lemma_rules.rule_of(f, l), UNKNOWN) for f, l in zip(tree.forms, tree.lemmas)]
        heads += [-1 if head < 0 else start + head for head in tree.heads]
        relations += [numbers["relation"].get(relation, UNKNOWN) for relation in tree.relations]
    return [np.array(column, dtype=np.int64) for column in (upos, lemma, heads, relations)]


def tree_of(scores):
    """The best tree with one word under the root. `scores` (words, 1 + words), column 0 the root; answers heads, 0 the root."""
    heads = scores.argmax(1)
    if is_tree(heads):
        return heads.tolist()
    n = len(scores)
    best, best_score = None, -np.inf
    # One root at a time, the likeliest first: the tree of the rest is a maximum spanning arborescence.
    for root in np.argsort(-scores[:, 0])[: min(n, 6)]:
        own = scores.copy()
        own[:, 0] = -1e6
        own[root] = -1e6
        own[root, 0] = scores[root, 0]
        tree = arborescence(own)
        score = sum(own[at, head] for at, head in enumerate(tree))
        if score > best_score:
            best, best_score = tree, score
    return best


def is_tree(heads):
    if (heads == 0).sum() != 1:
        return False
    for at in range(len(heads)):
        seen, node = set(), at + 1
        while node:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node - 1]
    return True


def arborescence(scores):
    """Chu-Liu/Edmonds. Answers the head of each word."""
    heads = scores.argmax(1)
    cycle = cycle_in(heads)
    if cycle is None:
        return heads.tolist()
    cycle = sorted(cycle)
    rest = [at for at in range(len(scores)) if at + 1 not in cycle]
    # The cycle becomes one word, the last.
    size = len(rest) + 1
    small = np.full((size, size + 1), -1e9)
    columns = [0, *[at + 1 for at in rest]]
    inside = np.array([scores[node - 1, heads[node - 1]] for node in cycle])
    into, out = {}, {}
    for n, at in enumerate(rest):
        small[n, : len(columns)] = scores[at, columns]
        best = max(cycle, key=lambda node: scores[at, node])
        small[n, size] = scores[at, best]
        out[n] = best
    for m, column in enumerate(columns):
        gains = [scores[node - 1, column] - inside[k] for k, node in enumerate(cycle)]
        k = int(np.argmax(gains))
        small[size - 1, m] = gains[k] + inside.sum()
        into[m] = cycle[k]
    tree = arborescence(small)
    result = heads.copy()
    for n, at in enumerate(rest):
        result[at] = out[n] if tree[n] == size else columns[tree[n]]
    entered = into[tree[size - 1]]
    result[entered - 1] = columns[tree[size - 1]]
    return result.tolist()


def cycle_in(heads):
    for at in range(1, len(heads) + 1):
        path, node = [], at
        while node and node not in path:
            path.append(node)
            node = heads[node - 1]
        if node:
            return path[path.index(node):]
    return None
