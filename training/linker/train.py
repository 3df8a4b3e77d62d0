"""Learns the weights of the linker (crates/reading/src/statement/linker) from its choices on labelled texts.

Standard library only. See README.md.
"""

import argparse
import json
import math
import random
from array import array

SEED = 1
EPOCHS = 8
RATE = 0.15
"""Step of AdaGrad (Duchi and others 2011) before it is divided by the root of the sum of squared gradients."""
SHRINK = 2e-6
"""Of a weight, at each step that it takes part in."""
LEAST_SEEN = 5
"""A feature that is seen less often is left out."""


class Choices:
    """Choices with features as numbers."""

    def __init__(self):
        self.numbers, self.seen, self.all = {}, [], []

    def read(self, path, learn):
        """Adds the choices of a file; `learn` makes new features known."""
        added = []
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                choice = json.loads(line)
                options = [self.features(option, learn) for option in choice["options"]]
                added.append((options, frozenset(choice["right"])))
        return added

    def features(self, option, learn):
        numbers, values = array("l"), array("d")
        for name, value in option:
            number = self.numbers.get(name)
            if number is None:
                if not learn:
                    continue
                number = self.numbers[name] = len(self.seen)
                self.seen.append(0)
            if learn:
                self.seen[number] += 1
            numbers.append(number)
            values.append(value)
        return numbers, values


def probabilities(options, weights):
    """Of each option, by the softmax of the sums of its features' weights."""
    scores = [sum(weights[n] * value for n, value in zip(*option)) for option in options]
    most = max(scores)
    raised = [math.exp(score - most) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]


def learn(choices, n_features, is_used, epochs):
    """Weights that make the right options likely: the likelihood of any right one, AdaGrad, one choice at a time."""
    weights, squares = [0.0] * n_features, [1e-6] * n_features
    order = list(range(len(choices)))
    shuffle = random.Random(SEED)
    for epoch in range(epochs):
        shuffle.shuffle(order)
        loss = 0.0
        for at in order:
            options, right = choices[at]
            if len(options) == 1:
                continue
            found = probabilities(options, weights)
            sum_right = max(sum(found[n] for n in right), 1e-12)
            loss -= math.log(sum_right)
            gradient = {}
            for n, option in enumerate(options):
                step = found[n] - (found[n] / sum_right if n in right else 0.0)
                if abs(step) > 1e-4:
                    for number, value in zip(*option):
                        gradient[number] = gradient.get(number, 0.0) + step * value
            for number, slope in gradient.items():
                if is_used[number]:
                    squares[number] += slope * slope
                    shrunk = weights[number] * (1.0 - SHRINK)
                    weights[number] = shrunk - RATE * slope / math.sqrt(squares[number])
        print(f"epoch {epoch + 1}: loss {loss / len(choices):.4f} a choice", flush=True)
    return weights


def share_right(choices, weights):
    """Of choices whose likeliest option is right."""
    n_right = 0
    for options, right in choices:
        found = probabilities(options, weights)
        n_right += max(range(len(found)), key=found.__getitem__) in right
    return n_right / max(len(choices), 1)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("choices", nargs="+", help="files of choices to learn from")
    arguments.add_argument("--check", nargs="*", default=[], help="files of choices to count right ones of")
    arguments.add_argument("--keep", help="a table whose weights of other features are kept in the new one")
    arguments.add_argument("--epochs", type=int, default=EPOCHS)
    arguments.add_argument("--out", required=True, help="the table of weights: weight, tab, feature")
    options = arguments.parse_args()
    data = Choices()
    choices = [choice for path in options.choices for choice in data.read(path, learn=True)]
    is_used = [n >= LEAST_SEEN for n in data.seen]
    print(f"{len(choices)} choices, {sum(is_used)} of {len(is_used)} features")
    weights = learn(choices, len(is_used), is_used, options.epochs)
    for path in options.check:
        print(f"{path}: {share_right(data.read(path, learn=False), weights):.4f} right")
    table = {name: f"{weights[number]:.3f}" for name, number in data.numbers.items() if is_used[number]}
    if options.keep:
        with open(options.keep, encoding="utf-8") as kept:
            for weight, name in (line.rstrip("\n").split("\t") for line in kept):
                table.setdefault(name, weight)
    with open(options.out, "w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{weight}\t{name}\n" for name, weight in sorted(table.items()))


if __name__ == "__main__":
    main()
