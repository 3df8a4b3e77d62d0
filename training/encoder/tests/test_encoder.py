"""Fast laws of the parts that decode and that sum: `python -m unittest` in this folder."""

import itertools
import unittest

import numpy as np
import torch

from encoder import coref, nested, parses
from encoder.chain import Chain
from encoder.pieces import Words
from encoder.statement_tags import TAGS, allowed_steps, is_inside, spans_of, tags_of


def words_of(text, paragraph=None):
    starts, at = [], 0
    for word in text.split():
        starts.append(text.index(word, at))
        at = starts[-1] + len(word)
    start = np.array(starts)
    end = start + np.array([len(word) for word in text.split()])
    zeros = np.zeros(len(start), dtype=np.int64)
    return Words("1", text, start, end, zeros, zeros if paragraph is None else np.array(paragraph), zeros)


class StatementTags(unittest.TestCase):
    def test_spans_come_back(self):
        words = words_of("Peskov said the line holds")
        spans = {"source": [[0, 6]], "cue": [[7, 11]], "content": [[12, 26]]}
        self.assertEqual(spans_of(tags_of(words, [spans])), [("source", 0, 1), ("cue", 1, 2), ("content", 2, 5)])

    def test_a_content_goes_on_anew_behind_a_cue_inside_it(self):
        words = words_of("the line he said will hold")
        tags = tags_of(words, [{"content": [[0, 26]]}, {"source": [[9, 11]], "cue": [[12, 16]]}])
        self.assertEqual([TAGS[tag] for tag in tags], ["B-content", "I-content", "B-source", "B-cue", "B-content", "I-content"])

    def test_no_span_goes_on_over_a_paragraph(self):
        words = words_of("we hold the line", [0, 0, 1, 1])
        self.assertEqual(spans_of(tags_of(words, [{"content": [[0, 16]]}])), [("content", 0, 2), ("content", 2, 4)])


class Nested(unittest.TestCase):
    def test_what_stands_inside_a_nested_content_belongs_to_it(self):
        # "Moscow was concerned about a warning of sanctions"
        outer = {"source": [[0, 6]], "cue": [[7, 26]], "content": [[27, 49]]}
        inner = {"cue": [[27, 36]], "content": [[37, 49]]}
        self.assertEqual(list(nested.levels([[0, 49]], [outer, inner])), [([[0, 49]], [outer]), ([[27, 49]], [inner]), ([[37, 49]], [])])

    def test_words_beside_a_content_are_read_and_have_no_tag(self):
        words = words_of("he said Kyiv had agreed to talks there")
        content = nested.content_of(0, words, [[8, 32]], [{"source": [[8, 12]], "cue": [[13, 23]], "content": [[24, 32]]}])
        self.assertEqual(content.words.tolist(), list(range(8)))
        self.assertEqual([TAGS[tag] for tag in content.tags], ["O", "O", "B-source", "B-cue", "I-cue", "B-content", "I-content", "O"])


class Chains(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        self.chain = Chain(allowed_steps(), np.array([not is_inside(tag) for tag in range(len(TAGS))]))
        torch.nn.init.normal_(self.chain.step)
        torch.nn.init.normal_(self.chain.first)
        self.emissions = torch.randn(2, 4, len(TAGS))
        self.mask = torch.tensor([[True] * 4, [True, True, True, False]])

    def path_scores(self, window):
        """Of all paths of a window, one by one."""
        n_words = int(self.mask[window].sum())
        steps, first = self.chain.steps(), self.chain.first + self.chain.first_mask
        for path in itertools.product(range(len(TAGS)), repeat=n_words):
            score = first[path[0]] + sum(steps[a, b] for a, b in zip(path, path[1:]))
            yield path, float((score + sum(self.emissions[window, at, tag] for at, tag in enumerate(path))).detach())

    def test_sums_beliefs_and_best_path_agree_with_all_paths_one_by_one(self):
        with torch.no_grad():
            sums = self.chain.log_sum(self.emissions, self.mask, self.chain.steps())
        likely, taken = self.chain.beliefs(self.emissions, self.mask)
        best = self.chain.best(self.emissions, self.mask)
        n_steps = 0.0
        for window in range(2):
            paths = list(self.path_scores(window))
            scores = torch.tensor([score for _, score in paths], dtype=torch.float64)
            self.assertAlmostEqual(float(sums[window]), float(scores.logsumexp(0)), places=3)
            shares = (scores - scores.logsumexp(0)).exp()
            for at in range(int(self.mask[window].sum())):
                of_tag = sum(share for (path, _), share in zip(paths, shares) if path[at] == 0)
                self.assertAlmostEqual(float(likely[window, at, 0]), float(of_tag), places=4)
            self.assertEqual(best[window], list(paths[int(scores.argmax())][0]))
            n_steps += int(self.mask[window].sum()) - 1
        self.assertAlmostEqual(float(taken.sum()), n_steps, places=3)

    def test_a_chain_that_hears_its_own_beliefs_learns_nothing(self):
        beliefs = self.chain.beliefs(self.emissions, self.mask)
        emissions = self.emissions.clone().requires_grad_()
        self.chain.loss(emissions, *beliefs, self.mask).backward()
        self.assertLess(float(emissions.grad.abs().max()), 1e-5)
        self.assertLess(float(self.chain.step.grad.abs().max()), 1e-4)


class Trees(unittest.TestCase):
    def test_the_best_tree_with_one_root_is_found(self):
        generator = np.random.default_rng(1)
        for _ in range(30):
            scores = generator.normal(size=(4, 5))
            scores[np.arange(4), np.arange(1, 5)] = -1e4
            best = max((heads for heads in itertools.product(range(5), repeat=4) if parses.is_tree(np.array(heads))),
                       key=lambda heads: sum(scores[at, head] for at, head in enumerate(heads)))
            self.assertEqual(parses.tree_of(scores), list(best))


class Heads(unittest.TestCase):
    def test_a_name_is_known_by_its_last_word(self):
        # Hillary Clinton spoke: flat(Hillary, Clinton)
        self.assertEqual(coref.head_of(0, 2, "Hillary Clinton spoke".split(), ([2, 0, -1], ["nsubj", "flat", "root"])), 1)

    def test_two_joined_names_are_known_by_the_word_between_them(self):
        parse = [3, 2, 0, -1], ["nsubj", "cc", "conj", "root"]
        found = dict(coref.head_spans([[[0, 1]], [[0, 3]], [[2, 3]]], "John and Mary left".split(), parse))
        self.assertEqual(found, {(0, 0, 1): 0, (2, 2, 3): 2, (1, 0, 3): 1})

    def test_without_a_parse_a_noun_stands_before_what_follows_it(self):
        self.assertEqual(coref.head_of(0, 5, "the Lord Chancellor of England".split(), None), 2)

    def test_distances_fall_into_ten_buckets(self):
        found = coref.bucket(torch.tensor([0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 32, 63, 64, 5000])).tolist()
        self.assertEqual(found, [0, 1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9])


if __name__ == "__main__":
    unittest.main()
