"""Pieces a second of an exported encoder in ONNX Runtime: the rival of crates/model on the same file.

    python -m encoder.speed ../../models/encoder.onnx --threads 2
    cargo run --release -p model --example findings -- models 2 se < WORDS.jsonl > /dev/null

Needs onnxruntime, which training does not. Windows of 160 pieces, one after the other, statements and entities alone.
"""

import argparse
import random
import time

import numpy
import onnxruntime

WINDOW = 160
WORDS = 125
"""Words of a window of news: 1.28 pieces each."""


def windows(n, n_pieces):
    """Windows of pieces by chance: the time does not hang on what they say."""
    chance = random.Random(1)
    for _ in range(n):
        pieces = [[chance.randrange(1, n_pieces) for _ in range(WINDOW)]]
        starts = sorted(chance.sample(range(1, WINDOW - 1), WORDS))
        forms = [[3] * WINDOW]
        yield {name: numpy.array(value, dtype=numpy.int32) for name, value in
               [("pieces", pieces), ("forms", forms), ("words", starts)]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("model")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--windows", type=int, default=300)
    options = arguments.parse_args()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    session = onnxruntime.InferenceSession(options.model, settings, providers=["CPUExecutionProvider"])
    given = list(windows(options.windows, 20_000))
    for window in given[:10]:
        session.run(["statements", "entities"], window)
    start = time.perf_counter()
    for window in given:
        session.run(["statements", "entities"], window)
    seconds = time.perf_counter() - start
    print(f"{options.windows * WINDOW / seconds:.0f} pieces/s on {options.threads} threads")


if __name__ == "__main__":
    main()
