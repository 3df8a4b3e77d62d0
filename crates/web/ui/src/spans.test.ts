import { describe, expect, it } from "vitest";

import type { Mark, Part } from "./api/types";
import { firstWords, partsOf, pieces, recordUnder } from "./spans";

const TEXT = "Her deputy said that the owner had promised tugs 🚢 soon.";

function mark(record: string, part: Part, words: string): Mark {
  const start = TEXT.indexOf(words);
  return { record, part, start, end: start + words.length };
}

const OUTER = mark("outer", "content", "the owner had promised tugs 🚢");
const INNER = [mark("inner", "source", "the owner"), mark("inner", "content", "tugs 🚢")];
const ALL = [mark("outer", "source", "Her deputy"), mark("outer", "cue", "said"), OUTER, ...INNER];

describe("pieces", () => {
  it("joined are the text, whatever lies on it", () => {
    for (const marks of [[], ALL, [...ALL].reverse(), [OUTER, OUTER]]) {
      expect(pieces(TEXT, marks).map((piece) => piece.text).join("")).toBe(TEXT);
    }
  });

  it("carry every mark that covers them, shortest first", () => {
    const tugs = pieces(TEXT, ALL).find((piece) => piece.text === "tugs 🚢");
    expect(tugs?.marks.map((m) => m.record)).toEqual(["inner", "outer"]);
    const between = pieces(TEXT, ALL).find((piece) => piece.text === " had promised ");
    expect(between?.marks.map((m) => m.record)).toEqual(["outer"]);
  });

  it("cut marks that cross each other where they cross", () => {
    const crossing = [mark("a", "content", "said that the"), mark("b", "content", "the owner")];
    expect(pieces(TEXT, crossing).filter((p) => p.marks.length).map((p) => p.text)).toEqual(["said that ", "the", " owner"]);
  });

  it("leave out marks that are empty or lie behind the text", () => {
    const wrong: Mark[] = [
      { record: "x", part: "cue", start: 3, end: 3 },
      { record: "x", part: "cue", start: 900, end: 910 },
    ];
    expect(pieces(TEXT, wrong)).toHaveLength(1);
    expect(pieces("", wrong)).toHaveLength(0);
  });
});

describe("a click on words", () => {
  const tugs = pieces(TEXT, ALL).find((piece) => piece.text === "tugs 🚢");
  if (!tugs) throw new Error("the words are marked");

  it("means the innermost statement, then the one around it", () => {
    expect(recordUnder(tugs, null)).toBe("inner");
    expect(recordUnder(tugs, "inner")).toBe("outer");
    expect(recordUnder(tugs, "outer")).toBe("inner");
    expect(recordUnder(tugs, "elsewhere")).toBe("inner");
  });

  it("means nothing where nothing is marked", () => {
    expect(recordUnder({ text: "x", start: 0, end: 1, marks: [] }, null)).toBeNull();
  });

  it("knows the parts of one record only", () => {
    expect(partsOf(tugs, "outer")).toEqual(["content"]);
    expect(partsOf(tugs, "nobody")).toEqual([]);
  });
});

it("a statement's number stands before what was said, or before its first words", () => {
  const cueOnly = mark("bare", "cue", "soon");
  const first = firstWords([{ marks: [] }, { marks: [...ALL, cueOnly] }]);
  expect(first.get("outer")).toBe(`1:${OUTER.start}`);
  expect(first.get("bare")).toBe(`1:${cueOnly.start}`);
});
