"""Words of a document in, what the encoder reads out: word pieces with two more inputs, shape and quote state.

Words, sentences and quotations are those of the program (`cargo run -p reading --example layers`), so that training and
running see the same. Offsets are Unicode code points, end exclusive.
"""

import gzip
import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy as np

# The vocabulary has no case: the shape of the word as it is written is given beside its pieces.
SHAPES = ("none", "lower", "initial", "upper", "mixed", "digit")
# Does the word stand outside quotation marks, between them, or is it a mark?
QUOTE_STATES = ("outside", "inside", "mark")
N_FORMS = len(SHAPES) * len(QUOTE_STATES)

MARKS = {"''": '"', "``": '"', "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "’": "'", "‘": "'"}


@dataclass
class Words:
    """A document's words, in order."""

    id: str
    text: str
    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray
    paragraph: np.ndarray
    form: np.ndarray  # shape x quote state, see `form_of`
    record: dict = field(default_factory=dict)  # the gold record

    def __len__(self):
        return len(self.start)

    @cached_property
    def texts(self):
        return [self.text[s:e] for s, e in zip(self.start, self.end)]


@cache
def shape_of(word):
    letters = [c for c in word if c.isalpha()]
    if any(c.isdigit() for c in word):
        return SHAPES.index("digit")
    if not letters:
        return SHAPES.index("none")
    if all(c.islower() for c in letters):
        return SHAPES.index("lower")
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return SHAPES.index("initial")
    if all(c.isupper() for c in letters):
        return SHAPES.index("upper")
    return SHAPES.index("mixed")


def quote_states(start, end, quotations):
    """The state of each word: `quotations` are pairs of the span with its marks and the span without."""
    states = np.zeros(len(start), dtype=np.int64)
    for (outer_start, outer_end), (inner_start, inner_end) in quotations:
        states[(start >= outer_start) & (end <= outer_end)] = 2
        states[(start >= inner_start) & (end <= inner_end)] = 1
    return states


def forms_of(text, start, end, quotations):
    shapes = np.array([shape_of(text[s:e]) for s, e in zip(start, end)], dtype=np.int64)
    return shapes * len(QUOTE_STATES) + quote_states(start, end, quotations)


def records(path):
    """The JSON objects of a JSONL file, packed with gzip or not."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_words(gold_path, layers_path):
    """Documents of a gold file with the words that the program sees in them. Records are paired by their order."""
    documents = []
    for record, layers in zip(records(gold_path), records(Path(layers_path)), strict=True):
        if record["id"] != layers["id"]:
            raise ValueError(f"{layers_path}: line {len(documents) + 1}: '{layers['id']}' is not '{record['id']}'")
        spans = np.array([span for span, _ in layers["tokens"]], dtype=np.int64).reshape(-1, 2)
        sentence = np.array([number for _, number in layers["tokens"]], dtype=np.int64)
        paragraphs = np.array([number for _, number in layers["sentences"]], dtype=np.int64)
        start, end = spans[:, 0], spans[:, 1]
        form = forms_of(record["text"], start, end, layers["quotations"])
        paragraph = paragraphs[sentence] if len(sentence) else sentence
        documents.append(Words(record["id"], record["text"], start, end, sentence, paragraph, form, record))
    return documents


class WordPieces:
    """WordPiece over single words, remembered. `tokenizer` is one of the `tokenizers` package without special pieces."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.known = {}

    def __call__(self, word):
        pieces = self.known.get(word)
        if pieces is None:
            pieces = self.tokenizer.encode(MARKS.get(word, word.replace("’", "'")), add_special_tokens=False).ids
            pieces = pieces[:MAX_PIECES_OF_A_WORD] or [self.tokenizer.token_to_id("[UNK]")]
            self.known[word] = pieces
        return pieces


# An address of 2,000 characters is one word and must not fill a window.
MAX_PIECES_OF_A_WORD = 16
