"""CoNLL-U in, documents of words with their parse out (Universal Dependencies, format v2)."""

import gzip
from dataclasses import dataclass, field


@dataclass
class Tree:
    """The syntactic words of a sentence; `head` counts words from 0, -1 is the root."""

    forms: list = field(default_factory=list)
    lemmas: list = field(default_factory=list)
    upos: list = field(default_factory=list)
    heads: list = field(default_factory=list)
    relations: list = field(default_factory=list)
    space_after: list = field(default_factory=list)
    starts_paragraph: bool = False
    lines: list = field(default_factory=list)  # as they stand in the file, comments left out


@dataclass
class Parsed:
    id: str
    trees: list


def read_conllu(path):
    documents, tree, starts, tokens_left = [], Tree(), True, 0
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                documents.append(Parsed(line.split("=")[-1].strip(), []))
                starts = True
            elif line.startswith("# newpar"):
                starts = True
            elif line and not line.startswith("#"):
                tokens_left = add_line(tree, line.split("\t"), tokens_left)
            elif not line and tree.forms:
                tree.starts_paragraph = starts
                if not documents:
                    documents.append(Parsed("1", []))
                documents[-1].trees.append(tree)
                tree, starts = Tree(), False
    if tree.forms:
        documents[-1].trees.append(tree)
    return documents


def add_line(tree, columns, tokens_left):
    """Adds a word. Words of one token ("do", "n't") are written without a space between them."""
    tree.lines.append(columns)
    number = columns[0]
    if "-" in number:
        first, last = number.split("-")
        tree.space_after.append("SpaceAfter=No" not in columns[9])
        return int(last) - int(first) + 1
    tree.forms.append(columns[1])
    tree.lemmas.append(columns[2])
    tree.upos.append(columns[3])
    tree.heads.append(int(columns[6]) - 1)
    tree.relations.append(columns[7])
    if tokens_left:
        # The token's own line told whether a space follows the last of its words.
        is_last = tokens_left == 1
        token_space = tree.space_after.pop()
        tree.space_after.append(token_space if is_last else False)
        if not is_last:
            tree.space_after.append(token_space)
        return tokens_left - 1
    tree.space_after.append("SpaceAfter=No" not in columns[9])
    return 0
