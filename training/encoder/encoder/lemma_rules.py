"""Lemmas as rules: which letters of a word's end are replaced by which (the edit scripts of Chrupala 2006, for endings)."""

from collections import Counter
from functools import cache


@cache
def rule_of(form, lemma):
    """`case|strip|add`: case is `l` when the lemma is the lower-cased form's, `k` when the form's own letters are kept."""
    for case, word in (("k", form), ("l", form.lower())):
        n = 0
        while n < min(len(word), len(lemma)) and word[n] == lemma[n]:
            n += 1
        if n or not lemma:
            strip, add = len(word) - n, lemma[n:]
            if case == "k" and form != form.lower() and lemma == lemma.lower() and n < len(word):
                continue
            return f"{case}|{strip}|{add}"
    return f"l|{len(form)}|{lemma}"


def apply(rule, form):
    case, strip, add = rule.split("|", 2)
    word = form.lower() if case == "l" else form
    return word[: max(0, len(word) - int(strip))] + add


def rules_of(pairs, at_least=3):
    """The rules that stand for at least so many words, the commonest first; the first keeps the word as it is."""
    counts = Counter(rule_of(form, lemma) for form, lemma in pairs)
    found = [rule for rule, n in counts.most_common() if n >= at_least and rule != "k|0|"]
    return ["k|0|"] + found
