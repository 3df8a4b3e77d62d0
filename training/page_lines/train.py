#!/usr/bin/env python3
"""Learn the weights of the chain model that finds the article in a plain-text capture.

  train.py --train FEATURES GOLD [FEATURES GOLD ...] --out line_weights.bin [--check FEATURES GOLD] [--l2 X]

FEATURES  what `cargo run -p page --example page_line_features < GOLD` writes: for each page the count of its lines
          and of the templates, then for each line its number, a count and the numbers of its features (u32, little-endian)
GOLD      captures as `shared/data/page/README.md` describes them (JSON lines, also gzipped)

A linear-chain conditional random field over four states (before, article, inside, after); lines without a gold label
may be in any state that the chain allows. L-BFGS on the penalised log-likelihood; weights are rounded to i8, one scale
for each output. Runs on one core in some minutes; the same input gives the same file.
"""
import argparse
import gzip
import json
import struct
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

N_WORD_BUCKETS = 2048
N_STATES, N_OUTPUTS = 4, 8
STEPS = [(0, 0, None), (0, 1, 4), (1, 1, None), (1, 2, 5), (2, 1, 6), (1, 3, 7), (2, 2, None), (3, 3, None)]
MAX_LINES = 2500  # longer pages are cut at the end: a few, all menus and comments
FORBIDDEN = -1e30


def read_gold(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_features(path):
    data = np.fromfile(path, dtype="<u4")
    at, pages = 0, []
    while at < len(data):
        n_lines, n_templates = data[at], data[at + 1]
        at += 2
        numbers, rows = [], []
        for _ in range(n_lines):
            numbers.append(int(data[at]))
            n = int(data[at + 1])
            rows.append(data[at + 2 : at + 2 + n])
            at += 2 + n
        pages.append((numbers, rows, int(n_templates)))
    return pages


def allowed_states(labels):
    """For each line, which states the gold allows."""
    allowed = np.ones((len(labels), N_STATES), dtype=bool)
    article = [at for at, label in enumerate(labels) if label == 1]
    for at, label in enumerate(labels):
        if label == 1:
            allowed[at] = [False, True, False, False]
        elif label == 0:
            if not article or at < article[0]:
                allowed[at] = [True, False, False, False]
            elif at > article[-1]:
                allowed[at] = [False, False, False, True]
            else:
                allowed[at] = [False, False, True, False]
    return allowed


class Corpus:
    """Pages sorted by length, longest first, so that step t of all chains is one block of rows."""

    def __init__(self, pairs):
        pages = []
        for features, gold in pairs:
            for (numbers, rows, n_templates), record in zip(read_features(features), read_gold(gold), strict=True):
                labels = [record["labels"][number] for number in numbers][:MAX_LINES]
                if labels and any(label == 1 for label in labels):
                    pages.append((record, numbers[:MAX_LINES], rows[:MAX_LINES], labels))
                    self.n_templates = n_templates
        pages.sort(key=lambda page: -len(page[3]))
        self.pages = pages
        self.n_features = self.n_templates + N_WORD_BUCKETS
        lengths = np.array([len(page[3]) for page in pages])
        # Rows are stored step by step: all first lines, then all second lines, ...
        self.n_active = [int((lengths > step).sum()) for step in range(lengths[0])]
        self.start = np.concatenate([[0], np.cumsum(self.n_active)]).astype(int)
        indices, pointers, allowed = [], [0], []
        for step, n in enumerate(self.n_active):
            for page in pages[:n]:
                indices.append(page[2][step])
                pointers.append(pointers[-1] + len(page[2][step]))
        per_page = [allowed_states(page[3]) for page in pages]
        for step, n in enumerate(self.n_active):
            allowed.extend(per_page[number][step] for number in range(n))
        self.mask = np.where(np.array(allowed), 0.0, FORBIDDEN)
        indices = np.concatenate(indices)
        self.x = csr_matrix(
            (np.ones(len(indices), dtype=np.float32), indices, np.array(pointers)), shape=(len(pointers) - 1, self.n_features)
        )
        self.xt = self.x.T.tocsr()

    def step_scores(self, outputs, mask=None):
        """Score of each of the eight steps into each line."""
        steps = np.empty((len(outputs), len(STEPS)))
        for number, (_, to, output) in enumerate(STEPS):
            steps[:, number] = outputs[:, to] + (outputs[:, output] if output is not None else 0)
            if mask is not None:
                steps[:, number] += mask[:, to]
        return steps

    def marginals(self, steps):
        """Log-partition of all chains together, and the marginal probability of each step into each line."""
        n_rows = len(steps)
        forward = np.full((n_rows, N_STATES), FORBIDDEN)
        for step, n in enumerate(self.n_active):
            rows = slice(self.start[step], self.start[step] + n)
            into = steps[rows]
            if step == 0:
                forward[rows, 0], forward[rows, 1] = into[:, 0], into[:, 1]
                continue
            last = forward[self.start[step - 1] : self.start[step - 1] + n]
            forward[rows] = join(last, into)
        backward = np.full((n_rows, N_STATES), FORBIDDEN)
        total = 0.0
        log_z = np.zeros(len(self.pages))
        n_next = 0
        for step in range(len(self.n_active) - 1, -1, -1):
            n = self.n_active[step]
            first = self.start[step]
            if n > n_next:  # chains that end here; none ends inside
                ends = slice(first + n_next, first + n)
                backward[ends] = [0, 0, FORBIDDEN, 0]
                z = np.logaddexp.reduce(forward[ends] + backward[ends], axis=1)
                log_z[n_next:n] = z
                total += z.sum()
            if n_next:
                into = steps[self.start[step + 1] : self.start[step + 1] + n_next]
                after = backward[self.start[step + 1] : self.start[step + 1] + n_next]
                here = backward[first : first + n_next]
                for state in range(N_STATES):
                    parts = [into[:, k] + after[:, to] for k, (frm, to, _) in enumerate(STEPS) if frm == state]
                    here[:, state] = np.logaddexp.reduce(parts, axis=0)
            n_next = n
        probabilities = np.zeros_like(steps)
        for step, n in enumerate(self.n_active):
            rows = slice(self.start[step], self.start[step] + n)
            z = log_z[:n, None]
            for k, (frm, to, _) in enumerate(STEPS):
                if step == 0:
                    if k > 1:
                        continue
                    came = 0.0
                else:
                    came = forward[self.start[step - 1] : self.start[step - 1] + n, frm]
                probabilities[rows, k] = np.exp(np.minimum(came + steps[rows, k] + backward[rows, to] - z[:, 0], 0))
        return total, probabilities

    def best(self, outputs):
        """Viterbi states of every page."""
        steps = self.step_scores(outputs)
        answer = []
        for number, page in enumerate(self.pages):
            rows = [self.start[step] + number for step in range(len(page[3]))]
            answer.append(viterbi(steps[rows]))
        return answer


def join(last, into):
    result = np.full((len(last), N_STATES), FORBIDDEN)
    result[:, 0] = last[:, 0] + into[:, 0]
    result[:, 1] = np.logaddexp(np.logaddexp(last[:, 0] + into[:, 1], last[:, 1] + into[:, 2]), last[:, 2] + into[:, 4])
    result[:, 2] = np.logaddexp(last[:, 1] + into[:, 3], last[:, 2] + into[:, 6])
    result[:, 3] = np.logaddexp(last[:, 1] + into[:, 5], last[:, 3] + into[:, 7])
    return result


def viterbi(steps):
    score, back = None, []
    for at, into in enumerate(steps):
        new, came = [FORBIDDEN] * N_STATES, [0] * N_STATES
        for k, (frm, to, _) in enumerate(STEPS):
            value = into[k] + (score[frm] if at else (0.0 if k < 2 else FORBIDDEN))
            if value > new[to]:
                new[to], came[to] = value, frm
        score = new
        back.append(came)
    state = max((0, 1, 3), key=lambda s: score[s])
    states = []
    for came in reversed(back):
        states.append(state)
        state = came[state]
    return states[::-1]


def gradient_of_outputs(difference):
    grad = np.zeros((len(difference), N_OUTPUTS))
    for k, (_, to, output) in enumerate(STEPS):
        grad[:, to] += difference[:, k]
        if output is not None:
            grad[:, output] += difference[:, k]
    return grad


def score(corpus, weights, name):
    answer = corpus.best(corpus.x @ weights)
    char, per, exact = [0, 0, 0], [], 0
    for (record, numbers, _, labels), states in zip(corpus.pages, answer):
        c = [0, 0, 0]
        for number, want, state in zip(numbers, labels, states):
            if want in (0, 1):
                got = state == 1
                slot = 0 if want and got else 1 if got else 2 if want else None
                if slot is not None:
                    c[slot] += len(record["lines"][number])
        char = [a + b for a, b in zip(char, c)]
        per.append(2 * c[0] / max(1, 2 * c[0] + c[1] + c[2]))
        exact += c[1] == c[2] == 0
    p, r = char[0] / max(1, char[0] + char[1]), char[0] / max(1, char[0] + char[2])
    print(f"{name}: chars P {p:.4f} R {r:.4f} F1 {2 * p * r / max(1e-9, p + r):.4f} pageF1 {np.mean(per):.4f} exact {exact / len(per):.3f}", flush=True)


def rounded(weights):
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127.0
    return np.clip(np.rint(weights / scales), -127, 127).astype(np.int8), scales.astype("<f4")


def write(path, weights, n_templates):
    values, scales = rounded(weights)
    with open(path, "wb") as out:
        out.write(struct.pack("<I", n_templates))
        out.write(scales.tobytes())
        out.write(values.tobytes())


def pairs(arguments):
    return list(zip(arguments[::2], arguments[1::2], strict=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--check", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    parser.add_argument("--l2", type=float, default=2.0)
    parser.add_argument("--iterations", type=int, default=120)
    args = parser.parse_args()
    corpus = Corpus(pairs(args.train))
    checks = [(features, Corpus([(features, gold)])) for features, gold in pairs(args.check)]
    print(f"{len(corpus.pages)} pages, {corpus.x.shape[0]} lines, {corpus.n_templates} templates", flush=True)
    shape = (corpus.n_features, N_OUTPUTS)
    n_pages = len(corpus.pages)

    def loss(flat):
        weights = flat.reshape(shape)
        outputs = corpus.x @ weights
        all_z, all_p = corpus.marginals(corpus.step_scores(outputs))
        gold_z, gold_p = corpus.marginals(corpus.step_scores(outputs, corpus.mask))
        grad = corpus.xt @ gradient_of_outputs(all_p - gold_p) + 2 * args.l2 * weights
        value = all_z - gold_z + args.l2 * (weights**2).sum()
        return value / n_pages, grad.ravel() / n_pages

    done = [0]

    def report(flat):
        done[0] += 1
        if done[0] % 20 == 0:
            print("iteration", done[0], flush=True)
            for name, check in checks:
                score(check, flat.reshape(shape), name)
            write(args.out, flat.reshape(shape), corpus.n_templates)

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", callback=report, options={"maxiter": args.iterations})
    weights = found.x.reshape(shape)
    values, scales = rounded(weights)
    score(corpus, weights, "train")
    for name, check in checks:
        score(check, weights, name)
        score(check, values * scales, name + " rounded")
    write(args.out, weights, corpus.n_templates)


if __name__ == "__main__":
    sys.exit(main())
