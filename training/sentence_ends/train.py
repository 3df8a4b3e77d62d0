"""Learns where sentences of Universal Dependencies end: a logistic regression on the vectors of the words before and behind.

    train.py CORPUS.conllu.gz=WORDS ... --check CORPUS.conllu.gz=WORDS ... --out WEIGHTS

`WORDS` is what the example `sentence_ends` writes of the corpus's texts. A line a weight: bias, the rules' word, the vectors'.
"""

import argparse
import gzip

import numpy as np

SEED, EPOCHS, RATE, DECAY, BATCH = 1, 12, 0.002, 1e-4, 512


def gold_ends(path):
    """For each text, the numbers of characters, white space left out, at which its sentences end."""
    ends, at, token_left = [], 0, 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if line.startswith("# newdoc"):
                ends.append(set())
                at = 0
            elif len(columns) == 10 and "." not in columns[0]:
                if "-" in columns[0]:
                    first, last = map(int, columns[0].split("-"))
                    token_left = last - first + 1
                elif token_left:
                    token_left -= 1
                    continue
                at += len("".join(columns[1].split()))
            elif columns == [""]:
                ends[-1].add(at)
    return ends


def pairs(conllu, words):
    """Neighbours in one paragraph: the number of the first, does the rule cut, does a sentence end; and all vectors."""
    width = int(np.fromfile(words, "<u4", 1)[0])
    rows = np.fromfile(words, "<u4", offset=4).reshape(-1, 4 + width)
    document, end, paragraph, sentence = rows[:, :4].T.astype(np.int64)
    vectors = np.ascontiguousarray(rows[:, 4:]).view("<f4")
    gold = gold_ends(conllu)
    is_pair = (document[:-1] == document[1:]) & (paragraph[:-1] == paragraph[1:])
    at = np.flatnonzero(is_pair)
    ends = np.array([end[n] in gold[document[n]] for n in at], dtype=np.float32)
    return at, (sentence[at] != sentence[at + 1]).astype(np.float32), ends, vectors


def features(at, by_rule, vectors):
    ones = np.ones((len(at), 1), dtype=np.float32)
    return np.concatenate([ones, by_rule[:, None], vectors[at], vectors[at + 1]], 1)


def learned(corpora):
    """AdamW over all pairs in a random order; the vectors are brought to one scale first."""
    rng = np.random.default_rng(SEED)
    width = corpora[0][3].shape[1]
    scale = np.concatenate([[1, 1], np.tile(1 / corpora[0][3].std(0), 2)]).astype(np.float32)
    weights, m, v, step = np.zeros(2 + 2 * width, np.float32), 0.0, 0.0, 0
    total = sum(len(c[0]) for c in corpora)
    owner = np.concatenate([np.full(len(c[0]), n) for n, c in enumerate(corpora)])
    place = np.concatenate([np.arange(len(c[0])) for c in corpora])
    for epoch in range(EPOCHS):
        order = rng.permutation(total)
        rate = RATE * (1 - epoch / EPOCHS)
        for start in range(0, total, BATCH):
            chosen = order[start : start + BATCH]
            parts = [(c, place[chosen[owner[chosen] == n]]) for n, c in enumerate(corpora)]
            x = np.concatenate([features(c[0][p], c[1][p], c[3]) for c, p in parts]) * scale
            y = np.concatenate([c[2][p] for c, p in parts])
            gradient = x.T @ (1 / (1 + np.exp(-(x @ weights))) - y) / len(y)
            step += 1
            m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
            move = m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
            weights -= rate * (move + DECAY * weights)
    return weights * scale


def check(name, corpus, weights):
    at, by_rule, ends, vectors = corpus
    scores = features(at, by_rule, vectors) @ weights
    for label, found in [("rules", by_rule > 0)] + [(f"> {floor}", scores > floor) for floor in (-1, -0.5, 0, 0.5, 1)]:
        right = float((found * ends).sum())
        precision, recall = right / max(found.sum(), 1), right / max(ends.sum(), 1)
        print(f"{name} {label}: P {precision:.4f} R {recall:.4f} F1 {2 * precision * recall / (precision + recall + 1e-9):.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--check", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    weights = learned([pairs(*corpus.split("=")) for corpus in arguments.corpora])
    for corpus in arguments.check:
        check(corpus.split("=")[0], pairs(*corpus.split("=")), weights)
    with open(arguments.out, "w", encoding="utf-8") as out:
        out.writelines(f"{weight:.4g}\n" for weight in weights)


if __name__ == "__main__":
    main()
