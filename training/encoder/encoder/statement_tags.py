"""Attributions to tags of words, and back.

Three roles, of which a word has one at most: source (S), cue (C), content (T), written B-, I-, O. A tag never goes on over the
start of a paragraph: a content of two paragraphs is two pieces, as its own quotation marks are.
"""

import numpy as np

ROLES = ("source", "cue", "content")
TAGS = ("O",) + tuple(f"{edge}-{role}" for role in ROLES for edge in "BI")
OUTSIDE = 0
# Where annotations overlap, a source or a cue stands inside the content of another, and the shorter wins.
PRIORITY = ("content", "source", "cue")


def begin(role):
    return 1 + 2 * ROLES.index(role)


def is_inside(tag):
    return tag > 0 and tag % 2 == 0


def role_of(tag):
    return None if tag == OUTSIDE else ROLES[(tag - 1) // 2]


def tags_of(words, attributions):
    """One tag a word."""
    tags = np.zeros(len(words), dtype=np.int64)
    for role in PRIORITY:
        for attribution in attributions:
            for start, end in attribution.get(role) or []:
                under = np.flatnonzero((words.start < end) & (words.end > start))
                for n, word in enumerate(under):
                    breaks = n == 0 or words.paragraph[word] != words.paragraph[word - 1]
                    tags[word] = begin(role) if breaks else begin(role) + 1
    return begun(tags)


def begun(tags):
    """What goes on without having begun, as behind a span that stands inside it, begins anew."""
    for at in range(len(tags)):
        if is_inside(tags[at]) and (at == 0 or role_of(tags[at]) != role_of(tags[at - 1])):
            tags[at] -= 1
    return tags


def spans_of(tags):
    """`(role, first word, word behind the last)` for each run of tags."""
    spans, start = [], None
    for at, tag in enumerate(list(tags) + [OUTSIDE]):
        if start is not None and not (is_inside(tag) and role_of(tag) == role_of(tags[start])):
            spans.append((role_of(tags[start]), start, at))
            start = None
        if tag != OUTSIDE and start is None:
            start = at
    return spans


def allowed_steps():
    """`allowed[a, b]`: may tag b follow tag a?"""
    n = len(TAGS)
    allowed = np.ones((n, n), dtype=bool)
    for a in range(n):
        for b in range(n):
            if is_inside(b):
                allowed[a, b] = role_of(a) == role_of(b)
    return allowed
