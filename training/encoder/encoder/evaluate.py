"""Figures of a model on the sets it is checked on, by the project's scorers."""

import json
import re
import subprocess
import sys
from pathlib import Path

# Windows at run time are shorter than the longest in training: it reads better so (measured on PolNeAR dev).
RUN_PIECES = 160


def evaluate(model, checks, scorers, out, pieces=RUN_PIECES, floor=0.0):
    """The figures of all checks, in one line of text. `scorers`: the folder of the project's scorers."""
    figures = []
    for name, task, gold in checks:
        answers = out / f"{name}.answers.jsonl"
        with open(answers, "w", encoding="utf-8") as lines:
            for record in task.answers(task.predict(model, pieces)):
                if "attributions" in record:
                    record["attributions"] = [a for a in record["attributions"] if a["confidence"] >= floor]
                # A parse is scored as one file of CoNLL-U.
                lines.write(record["conllu"] if "conllu" in record else json.dumps(record) + "\n")
        figures.append(f"{name}: {score(task.name, gold, answers, scorers)}")
    return "; ".join(figures)


# For each task: the scorer, and the beginning of a line of its table with our short name and the column of the figure.
SCORERS = {
    "statements": ("statements.py", {
        "MAIN attribution F1": ("F1", -1), "exact source": ("S", -1), "exact cue": ("C", -1), "exact content": ("T", -1),
        "type:direct": ("direct", -2), "type:mixed": ("mixed", -2), "type:indirect": ("indirect", -2),
    }),
    "syntax": ("parse.py", {name: (name, 3) for name in ("UPOS", "Lemma", "UAS", "LAS")}),
    "entities": ("ner.py", {"exact micro": ("F1", 4)}),
    "coref": ("coref.py", {"CoNLL": ("CoNLL", 1), "mentions": ("mentions", 3), "pronouns": ("pronouns right/of/resolved", None)}),
}


def score(task, gold, answers, scorers):
    scorer, wanted = SCORERS[task]
    command = [sys.executable, str(scorers / scorer), str(gold), str(answers)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = []
    for line in done.stdout.splitlines():
        for beginning, (short, column) in wanted.items():
            if line.strip().startswith(beginning):
                # The line of pronouns is a sentence: its numbers of right ones, of all and of those resolved, then P, R, F1.
                value = line.split()[column] if column is not None else " ".join(re.findall(r"\d+(?:\.\d+)?", line)[:6])
                found.append(f"{short} {value}")
    return " ".join(found)
