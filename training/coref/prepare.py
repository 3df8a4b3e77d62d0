"""OntoGUM with its running text: lines of `{id, genre, text, tokens, offsets, clusters}`, offsets and clusters in code points.

    prepare.py ONTOGUM.jsonl.gz GUM.conllu.gz > GOLD.jsonl

The text is that of GUM: words with the spaces that `SpaceAfter` leaves, a blank line between paragraphs. Standard library only.
"""

import gzip
import json
import sys


def paragraphs(path):
    """Of each document its words, `(form, space behind it)`, and None where a paragraph begins."""
    documents, words, joined = {}, [], None
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc"):
                words = documents.setdefault(line.split("=")[1].strip(), [])
            elif line.startswith("# newpar ") or line.strip() == "# newpar":
                words.append(None)
            elif line.startswith("# sent_id"):
                joined = None
            elif line[0].isdigit():
                number, form, *_, misc = line.rstrip("\n").split("\t")
                has_space = "SpaceAfter=No" not in misc
                if "-" in number:
                    first, last = map(int, number.split("-"))
                    joined = first, last, has_space
                elif "." not in number:
                    if joined and joined[0] <= int(number) <= joined[1]:
                        has_space = int(number) == joined[1] and joined[2]
                    words.append((form, has_space))
    return documents


def running(words):
    """The text and the code points of each word."""
    text, offsets = "", []
    for word in words:
        if word is None:
            text = text.rstrip() + "\n\n" if text else ""
        else:
            form, has_space = word
            offsets.append([len(text), len(text) + len(form)])
            text += form + " " * has_space
    return text, offsets


def main():
    gold, conllu = sys.argv[1:]
    documents = paragraphs(conllu)
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            text, offsets = running(documents[record["id"]])
            assert [text[start:end] for start, end in offsets] == record["tokens"], record["id"]
            clusters = [[[offsets[a][0], offsets[b - 1][1]] for a, b in cluster] for cluster in record["clusters"]]
            keep = {key: record[key] for key in ("id", "genre", "tokens")}
            print(json.dumps({**keep, "text": text, "offsets": offsets, "clusters": clusters}))


if __name__ == "__main__":
    main()
