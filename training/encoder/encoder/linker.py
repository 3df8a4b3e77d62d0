"""Spans of roles in, attributions out: which source and which content belong to a cue.

A first version for measuring a training run; the program has its own (crates/reading/src/statement), which is the one that counts.
"""
from dataclasses import dataclass, field


@dataclass
class Attribution:
    source: list = field(default_factory=list)
    cue: list = field(default_factory=list)
    content: list = field(default_factory=list)


def link(words, spans):
    """`spans` = `(role, first word, word behind the last)` in order."""
    linker = _Linker(words, spans)
    return linker.attributions()


class _Linker:
    def __init__(self, words, spans):
        self.words = words
        self.cues = [(a, b) for role, a, b in spans if role == "cue"]
        self.contents = [(a, b) for role, a, b in spans if role == "content"]
        self.sources = [(a, b) for role, a, b in spans if role == "source"]
        self.spans = sorted((a, b, role) for role, a, b in spans)

    def distance(self, one, other, crossing=12):
        """Words between two spans; the end of a sentence counts as several, the end of a paragraph as many."""
        first, second = sorted([one, other])
        between = max(0, second[0] - first[1])
        sentence = self.words.sentence
        n_sentences = int(sentence[second[0]] - sentence[first[1] - 1])
        n_paragraphs = int(self.words.paragraph[second[0]] - self.words.paragraph[first[1] - 1])
        return between + crossing * max(0, n_sentences) + 30 * max(0, n_paragraphs)

    def spans_between(self, one, other, role):
        first, second = sorted([one, other])
        return sum(1 for a, b, r in self.spans if r == role and a >= first[1] and b <= second[0])

    def attributions(self):
        found = [Attribution(cue=[cue]) for cue in self.cues]
        self.give_contents(found)
        self.give_sources(found)
        return [a for a in found if a.content]

    def give_contents(self, found):
        left = []
        for content in self.contents:
            costs = []
            for n, cue in enumerate(self.cues):
                cost = self.distance(content, cue) + 8 * self.spans_between(content, cue, "content")
                cost += 6 * self.spans_between(content, cue, "cue")
                # Words of saying stand before what is said more often than behind it.
                cost += 2 if cue[0] > content[0] else 0
                costs.append((cost, n))
            if costs and min(costs)[0] < 60:
                found[min(costs)[1]].content.append(content)
            else:
                left.append(content)
        # A cue without content takes the nearest one of its sentence that lies next to it.
        for n, attribution in enumerate(found):
            if attribution.content:
                continue
            cue = self.cues[n]
            near = [(self.distance(content, cue), content) for content in self.contents]
            if near and min(near)[0] < 25:
                cost, content = min(near)
                giver = next((other for other in found if content in other.content), None)
                if giver is not None and len(giver.content) > 1:
                    giver.content.remove(content)
                    attribution.content.append(content)
                elif giver is not None:
                    attribution.content.append(content)
        for content in left:
            found.append(Attribution(content=[content]))

    def give_sources(self, found):
        for attribution in found:
            anchor = attribution.cue[0] if attribution.cue else attribution.content[0]
            costs = []
            for source in self.sources:
                cost = self.distance(source, anchor) + 4 * self.spans_between(source, anchor, "cue")
                cost += 3 * self.spans_between(source, anchor, "source") + 2 * self.spans_between(source, anchor, "content")
                costs.append((cost, source))
            if costs and min(costs)[0] < 40:
                attribution.source.append(min(costs)[1])


def to_record(words, attributions):
    """The machine contract's form."""
    def pieces(spans):
        return [[int(words.start[a]), int(words.end[b - 1])] for a, b in sorted(spans)]

    return {
        "id": words.id,
        "attributions": [
            {"source": pieces(a.source), "cue": pieces(a.cue), "content": pieces(a.content)} for a in attributions
        ],
    }
