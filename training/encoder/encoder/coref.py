"""The task of coreference, over words: the head of a mention stands for it (Dobrovolskii 2021).

    mention      how much a word looks like the head of something that is named again
    antecedent   for each such word, which earlier one it goes back to, or none: a product of two vectors over all pairs, and a
                 closer look at the likeliest few with distance, equal words and quotation marks
    span         from the head to the first and the last word of the mention, inside its sentence

Documents are encoded window by window and scored as a whole. LitBank marks persons, places and the like alone: its other words are
left out of the loss. GAP tells of one pronoun which of two names it means, and nothing more.
"""

import random
from zlib import crc32

import numpy as np
import torch
from torch import nn

from . import windows

WIDTH = 256
# Of a document's words so many are looked at as mentions, and of the earlier ones so many as antecedents.
MENTION_SHARE = 0.4
N_ANTECEDENTS = 24
NEVER = -1e4


class CorefHead(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.dropout = nn.Dropout(0.2)
        self.mention = nn.Linear(width, 1)
        self.anaphor = nn.Linear(width, WIDTH)
        self.antecedent = nn.Linear(width, WIDTH)
        self.pair = nn.Linear(3 * WIDTH, WIDTH)
        self.features = nn.Embedding(N_FEATURES, WIDTH)
        self.link = nn.Linear(WIDTH, 1)
        self.span = nn.Linear(width, WIDTH)
        self.span_first = nn.Linear(width, WIDTH)
        self.span_last = nn.Linear(width, WIDTH)
        nn.init.zeros_(self.features.weight)

    def sides(self, x):
        """Each word as the one that goes back, and as the one that is gone back to."""
        x = self.dropout(x)
        return nn.functional.gelu(self.anaphor(x)), nn.functional.gelu(self.antecedent(x))

    def links(self, anaphor, antecedent, features):
        """The closer look at pairs: two vectors and four numbers of features a pair."""
        both = torch.cat([anaphor, antecedent, anaphor * antecedent], -1)
        return self.link(nn.functional.gelu(self.pair(both) + self.features(features).sum(-2))).squeeze(-1)

    def spans(self, x, at):
        """Scores of all words as the first and as the last of the mentions whose heads stand `at`."""
        x = self.dropout(x)
        heads = self.span(x[at])
        return heads @ self.span_first(x).T / WIDTH**0.5, heads @ self.span_last(x).T / WIDTH**0.5


def features_of(document, anaphors, antecedents):
    """Rows of the table of features: distance in sentences and in words, the same word, which of the two stand in quotation marks."""
    steps = document["sentence"][anaphors] - document["sentence"][antecedents]
    words = (anaphors - antecedents).abs()
    same = document["word"][anaphors] == document["word"][antecedents]
    quoted = 2 * document["quoted"][anaphors].long() + document["quoted"][antecedents].long()
    columns = (bucket(steps.abs()), 10 + bucket(words), 20 + same.long(), 22 + quoted)
    return torch.stack(columns, -1)


def bucket(distance):
    """0, 1, 2, 3, 4, then 5-7, 8-15, 16-31, 32-63 and more."""
    coarse = (distance.clamp(min=1).float().log2().floor().long() + 3).clamp(max=9)
    return torch.where(distance < 5, distance, coarse)


N_FEATURES = 26


class Coref:
    name = "coref"
    # No two batches have one shape.
    is_even = False

    def __init__(self, documents, pieces_of):
        self.documents = documents
        self.pieces = [windows.Pieces(words, pieces_of) for words in documents]
        self.golds = [gold_of(words) for words in documents]

    @staticmethod
    def head(width):
        return CorefHead(width)

    @staticmethod
    def label_lists():
        return {"mention_share": MENTION_SHARE, "n_antecedents": N_ANTECEDENTS}

    def batches(self, max_pieces, batch_pieces, seed=None):
        """Whole documents together: all windows of each, in order."""
        generator = random.Random(seed) if seed is not None else None
        found = [list(windows.windows_of(number, words, self.pieces[number], max_pieces, windows.sentences, generator))
                 for number, words in enumerate(self.documents)]
        found.sort(key=lambda own: sum(map(len, own)) + (generator.uniform(-50, 50) if generator else 0))
        groups, group, size = [], [], 0
        for own in found:
            if group and size + sum(map(len, own)) > batch_pieces:
                groups.append(group)
                group, size = [], 0
            group = group + own
            size += sum(map(len, own))
        if group:
            groups.append(group)
        if generator:
            generator.shuffle(groups)
        return groups

    def prepared(self, batch, _shape=None):
        inputs = windows.inputs_of(batch, self.documents, self.pieces)
        numbers = list(dict.fromkeys(window.document for window in batch))
        golds = [self.golds[number] for number in numbers]
        offsets = np.cumsum([0] + [len(self.documents[number]) for number in numbers])
        columns = {name: np.concatenate([gold[name] for gold in golds])
                   for name in ("word", "quoted", "entity", "known", "first", "last")}
        columns["place"] = np.flatnonzero(inputs["word_mask"].reshape(-1))
        columns["whole"] = np.concatenate([self.documents[number].sentence for number in numbers])
        columns["pairs"] = np.concatenate([gold["pairs"] + start for gold, start in zip(golds, offsets)]).reshape(-1, 3)
        # Documents of which more is known than a pair of names.
        bounds = [(int(a), int(b)) for gold, a, b in zip(golds, offsets, offsets[1:]) if gold["known"].any()]
        return {**inputs, **columns, "bounds": bounds}

    def loss(self, head, vectors, inputs):
        x = vectors.reshape(-1, vectors.shape[-1])[inputs["place"]]
        document = {name: inputs[name] for name in ("word", "quoted", "entity", "known", "first", "last")}
        document["sentence"] = inputs["whole"]
        losses = [loss_of_document(head, x[a:b], {name: column[a:b] for name, column in document.items()})
                  for a, b in inputs["bounds"]]
        if len(inputs["pairs"]):
            losses.append(0.5 * loss_of_pairs(head, x, document, inputs["pairs"]))
        return torch.stack(losses).mean()

    @torch.no_grad()
    def predict(self, model, max_pieces, _batch_pieces=4096):
        """For each document its clusters, lists of `(first word, word behind the last)`."""
        found = []
        for number, words in enumerate(self.documents):
            batch = list(windows.windows_of(number, words, self.pieces[number], max_pieces, windows.sentences))
            inputs = windows.to_device(self.prepared(batch), model.device)
            vectors = model.words(inputs)
            x = vectors.reshape(-1, vectors.shape[-1])[inputs["place"]]
            document = {"word": inputs["word"], "quoted": inputs["quoted"], "sentence": inputs["whole"]}
            found.append(clusters_of(model.heads[self.name], x, document))
        return found

    def answers(self, found):
        """Lines that `coref.py` reads: clusters of tokens; for GAP whether each name is the pronoun's."""
        for words, clusters in zip(self.documents, found):
            if "pronoun" in words.record:
                yield {"id": words.id, **names_meant(words, clusters)}
            else:
                yield {"id": words.record["id"], "tokens": words.record["tokens"], "clusters": clusters}


def loss_of_document(head, x, gold):
    mention = head.mention(head.dropout(x)).squeeze(-1).float()
    is_mention = gold["entity"] >= 0
    found = nn.functional.binary_cross_entropy_with_logits(mention, is_mention.float(), reduction="none")
    loss = (found * gold["known"]).sum() / gold["known"].sum()
    at = candidates_of(mention + 1e4 * is_mention, len(x))
    coarse, anaphor, antecedent = coarse_scores(head, x, mention, at)
    entity, known = gold["entity"][at], gold["known"][at]
    same = (entity[:, None] == entity[None]) & (entity[:, None] >= 0)
    same &= torch.ones_like(same).tril(-1)
    loss = loss + 0.5 * antecedent_loss(coarse, same, known)
    top = coarse.topk(min(N_ANTECEDENTS, len(at)), dim=1)
    rows = torch.arange(len(at), device=x.device)[:, None].expand_as(top.indices)
    features = features_of(gold, at[rows], at[top.indices])
    scores = top.values + head.links(anaphor[rows], antecedent[top.indices], features).float()
    loss = loss + antecedent_loss(scores, same.gather(1, top.indices), known)
    heads = (gold["first"] >= 0).nonzero().squeeze(1)
    first, last = masked_spans(head, x, gold["sentence"], heads)
    for scores, target in ((first, gold["first"]), (last, gold["last"])):
        loss = loss + 0.5 * nn.functional.cross_entropy(scores, target[heads])
    return loss


def loss_of_pairs(head, x, document, pairs):
    """Of two names the right one is the likelier, whether it stands before the pronoun or behind it."""
    anaphor, antecedent = head.sides(x)
    scores = []
    for name in (1, 2):
        later, earlier = torch.maximum(pairs[:, 0], pairs[:, name]), torch.minimum(pairs[:, 0], pairs[:, name])
        coarse = (anaphor[later] * antecedent[earlier]).sum(-1).float() / WIDTH**0.5
        own = head.mention(x[pairs[:, name]]).squeeze(-1).float()
        scores.append(own + coarse + head.links(anaphor[later], antecedent[earlier], features_of(document, later, earlier)).float())
    return nn.functional.softplus(scores[1] - scores[0]).mean()


def candidates_of(mention, n_words):
    """The words that look most like mentions, in the order of the text."""
    n = max(1, min(n_words, round(MENTION_SHARE * n_words)))
    return mention.topk(n).indices.sort().values


def coarse_scores(head, x, mention, at):
    """(candidates, candidates): how likely each goes back to each earlier one; no antecedent at all scores 0."""
    anaphor, antecedent = head.sides(x[at])
    scores = (anaphor @ antecedent.T).float() / WIDTH**0.5 + mention[at][:, None] + mention[at][None]
    later = torch.ones_like(scores, dtype=torch.bool).triu()
    return scores.masked_fill(later, NEVER), anaphor, antecedent


def antecedent_loss(scores, gold, known):
    """Some right antecedent is to be found, whichever; where there is none, none."""
    with_none = torch.cat([torch.zeros_like(scores[:, :1]), scores], 1)
    gold = torch.cat([~gold.any(1, keepdim=True), gold], 1)
    of_gold = with_none.masked_fill(~gold, 2 * NEVER).logsumexp(1)
    return ((with_none.logsumexp(1) - of_gold) * known).sum() / known.sum().clamp(min=1)


def masked_spans(head, x, sentence, heads):
    """A mention begins at its head or before it, ends at it or behind it, and stays in its sentence."""
    first, last = head.spans(x, heads)
    place = torch.arange(len(x), device=x.device)[None]
    other = sentence[heads][:, None] != sentence[None]
    first = first.float().masked_fill(other | (place > heads[:, None]), NEVER)
    return first, last.float().masked_fill(other | (place < heads[:, None]), NEVER)


def clusters_of(head, x, document):
    mention = head.mention(x).squeeze(-1).float()
    at = candidates_of(mention, len(x))
    coarse, anaphor, antecedent = coarse_scores(head, x, mention, at)
    top = coarse.topk(min(N_ANTECEDENTS, len(at)), dim=1)
    rows = torch.arange(len(at), device=x.device)[:, None].expand_as(top.indices)
    links = head.links(anaphor[rows], antecedent[top.indices], features_of(document, at[rows], at[top.indices])).float()
    best = (top.values + links).max(1)
    chosen = top.indices.gather(1, best.indices[:, None]).squeeze(1)
    cluster_of = list(range(len(at)))
    for n, (score, antecedent_at) in enumerate(zip(best.values.tolist(), chosen.tolist())):
        if score > 0:
            cluster_of[n] = cluster_of[antecedent_at]
    first, last = (scores.argmax(1).tolist() for scores in masked_spans(head, x, document["sentence"], at))
    clusters, taken = {}, set()
    for n, number in enumerate(cluster_of):
        span = (first[n], last[n] + 1)
        if span not in taken:
            taken.add(span)
            clusters.setdefault(number, []).append(list(span))
    return [spans for spans in clusters.values() if len(spans) > 1]


def gold_of(words):
    """Columns of a document's words: `entity` of the mention that a word is the head of, `first` and `last` word of that mention;
    `pairs` of pronoun, right and wrong name."""
    n = len(words)
    gold = {
        "word": np.array([crc32(text.lower().encode()) for text in words.texts], dtype=np.int64),
        "quoted": words.form % 3 == 1,
        "entity": np.full(n, -1), "first": np.full(n, -1), "last": np.full(n, -1),
        "known": np.zeros(n, dtype=bool), "pairs": np.zeros((0, 3), dtype=np.int64),
    }
    record = words.record
    if "pronoun" in record:
        gold["pairs"] = pairs_of(words)
    elif "clusters" in record or "mentions" in record:
        # LitBank has mentions that are named once, and tells nothing of words that it does not mark.
        gold["known"][:] = "clusters" in record
        for span, entity in head_spans(clusters_marked(record), words.texts, record["parse"]):
            head, first, last = span
            gold["entity"][head], gold["first"][head], gold["last"][head] = entity, first, last - 1
            gold["known"][head] = True
    return gold


def clusters_marked(record):
    if "clusters" in record:
        return record["clusters"]
    by_entity = {}
    for mention in record["mentions"]:
        by_entity.setdefault(mention["c"], []).append([mention["start"], mention["end"]])
    return list(by_entity.values())


def head_spans(clusters, texts, parse):
    """`((head, first, behind the last), entity)` for each mention, small ones first: a word is the head of one."""
    mentions = sorted((end - start, start, end, entity) for entity, spans in enumerate(clusters) for start, end in spans)
    taken = set()
    for _, start, end, entity in mentions:
        head = head_of(start, end, texts, parse)
        if head in taken:
            # "John and Mary" beside "John": the word between them stands for both.
            head = next((at for at in range(start, end) if texts[at].lower() in ("and", "or", "&") and at not in taken), None)
        if head is not None:
            taken.add(head)
            yield (head, start, end), entity


def head_of(start, end, texts, parse):
    """With a parse the word whose own head stands outside, of a name the last word, which is used alone later on ("Hillary Clinton":
    "Clinton"). Without one the word before what commonly follows a noun."""
    if parse is None:
        behind = (at for at in range(start + 1, end) if texts[at].lower() in FOLLOWERS)
        return next(behind, end) - 1
    heads, relations = parse
    head = next((at for at in range(start, end) if not start <= heads[at] < end), end - 1)
    return max([head] + [at for at in range(head + 1, end) if heads[at] == head and relations[at].startswith("flat")])


FOLLOWERS = set(", ; : ( - -- and or of in at on for from with without to by who whom whose which that where when as about over "
                "under between among against before after into upon near behind beside".split())


def pairs_of(words):
    """The pronoun with the right name and the wrong one, where one of the two is right."""
    record = words.record
    if record["a"][2] == record["b"][2]:
        return np.zeros((0, 3), dtype=np.int64)
    right, wrong = (record["a"], record["b"]) if record["a"][2] else (record["b"], record["a"])
    pronoun = words_under(words, record["pronoun"])[0]
    spans = [words_under(words, name) for name in (right, wrong)]
    return np.array([[pronoun, *(last - 1 for _, last in spans)]], dtype=np.int64)


def words_under(words, name):
    """The first word and the one behind the last of a name `[text, start, ...]`."""
    start, end = name[1], name[1] + len(name[0])
    first = int(np.searchsorted(words.end, start, side="right"))
    return first, max(first + 1, int(np.searchsorted(words.start, end)))


def names_meant(words, clusters):
    """For GAP: is one of the mentions of the pronoun's cluster the name, or ends as it does?"""
    pronoun = words_under(words, words.record["pronoun"])[0]
    own = next((spans for spans in clusters if [pronoun, pronoun + 1] in spans), [])
    meant = {}
    for key in "ab":
        first, last = words_under(words, words.record[key])
        meant[key] = any(a < last and b > first and b - a <= 2 * (last - first) + 2 for a, b in own)
    return meant
