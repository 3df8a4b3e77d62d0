import { describe, expect, it } from "vitest";

import type { Statement } from "./api/types";
import { count, fileName, foundBy, happened, interval, isInterval, known, number, quoted, speaker, weekday } from "./format";

describe("a date", () => {
  it.each([
    ["2022-10-05", "5 October 2022"],
    ["2022-10", "October 2022"],
    ["2022", "2022"],
    ["2022-10-01/2022-10-05", "1–5 October 2022"],
    ["2022-09-26/2022-10-05", "26 September – 5 October 2022"],
    ["2021-12-30/2022-01-02", "30 December 2021 – 2 January 2022"],
    ["../2022-10-05", "on or before 5 October 2022"],
    ["2022-10-05/..", "5 October 2022 or later"],
    ["../..", "date open"],
  ])("%s reads %s", (written, words) => {
    expect(interval(written)).toBe(words);
  });

  it("is an interval unless it is one day", () => {
    expect(isInterval("2022-10-05")).toBe(false);
    expect(isInterval("2022-10")).toBe(true);
  });

  it("has its day of the week wherever the browser is", () => {
    expect(weekday("2022-11-09")).toBe("Wednesday");
    expect(weekday("2022-11")).toBe("");
  });
});

it("not stated, not examined and none are three things", () => {
  expect(known({ value: "absent" })).toBe("not stated");
  expect(known({ value: "not-examined" })).toBe("not examined");
  expect(known({ value: { stated: [] } })).toBe("none");
  expect(known({ value: { stated: "press-conference" } })).toBe("press conference");
  expect(known({ value: { stated: "IGO-UNO" } })).toBe("IGO-UNO");
});

describe("what was said", () => {
  const statement = (kind: Statement["kind"], ...content: string[]): Statement => {
    const pieces = content.map((words) => ({ words, block: 0 }));
    const none = { value: "absent" as const };
    return {
      type: "statement", kind, source: [], cue: [], content: pieces, speaker: none, party: none, rank: none,
      addressee: none, medium: none, hedges: none, on_word_of: none, date: none, act: none,
    };
  };

  it("gets quotation marks only when it is direct and has none", () => {
    expect(quoted(statement("direct", "We will return"))).toBe("“We will return”");
    expect(quoted(statement("direct", "„Wir kehren zurück“"))).toBe("„Wir kehren zurück“");
    expect(quoted(statement("indirect", "they would return"))).toBe("they would return");
    expect(quoted(statement("direct", "We will", "return"))).toBe("“We will … return”");
  });

  it("without a source has a speaker who is not named", () => {
    expect(speaker(statement("direct", "x"))).toBe("Speaker not named");
  });
});

it("an edit to nothing says that the page gives none", () => {
  const entry = { number: 1, at: "", by: "", kind: "edited" as const };
  expect(happened({ ...entry, edit: ["date", ""] })).toBe("Said on changed to “not stated”");
  expect(happened({ ...entry, edit: ["speaker", "Kuleba"] })).toBe("Speaker changed to “Kuleba”");
});

it("numbers and files are short", () => {
  expect(number(1234567)).toBe("1,234,567");
  expect(count(1, "page")).toBe("1 page");
  expect(count(0, "page")).toBe("0 pages");
  expect(fileName("a/b/c.html")).toBe("c.html");
  expect(fileName("https://x.example/story/")).toBe("story");
});

it("what found a record is named in words", () => {
  expect(foundBy("model:statements")).toBe("the model");
  expect(foundBy("model:nested")).toBe("the model, looking inside another statement");
  expect(foundBy("rule:speaker-turn")).toBe("rule speaker-turn");
});
