import { describe, expect, it } from "vitest";

import type { Role } from "../api/types";
import { itemFor, roleGroups, roleName, type Item } from "./roles";

const role = (name: string, is_article = false): Role => ({ name, meaning: name, is_article });
const ROLES = [role("headline"), role("body", true), role("list", true), role("caption"), role("teaser"), role("legal")];

describe("the groups of the menu", () => {
  it("hold every role once, each group in the ledger's order", () => {
    const found = roleGroups(ROLES).map(({ title, roles }) => [title, ...roles.map(({ name }) => name)]);
    expect(found).toEqual([
      ["Article text", "body", "list"],
      ["Belongs to the article", "headline", "caption"],
      ["Outside", "teaser", "legal"],
    ]);
  });

  it("leave out a group without roles, and take a role that is not known here for furniture", () => {
    const [only, ...none] = roleGroups([role("podcast-box")]);
    expect([only?.title, none.length, roleName("podcast-box")]).toEqual(["Outside", 0, "podcast box"]);
  });
});

describe("a key in the menu", () => {
  const ITEMS: Item[] = [
    { column: 0, words: "paragraph" },
    { column: 0, words: "quotation" },
    { column: 0, words: "list" },
    { column: 1, words: "picture credit" },
    { column: 2, words: "teaser" },
    { column: 2, words: "legal notice" },
  ];
  const wordsFor = (key: string, from: string) => {
    const at = itemFor(key, ITEMS.findIndex((item) => item.words === from), ITEMS);
    return at === null ? null : ITEMS[at]?.words;
  };

  it("goes down and up through all, and round", () => {
    expect(wordsFor("ArrowDown", "list")).toBe("picture credit");
    expect(wordsFor("ArrowDown", "legal notice")).toBe("paragraph");
    expect(wordsFor("ArrowUp", "paragraph")).toBe("legal notice");
    expect([wordsFor("Home", "teaser"), wordsFor("End", "teaser")]).toEqual(["paragraph", "legal notice"]);
  });

  it("goes sideways to the same row, or to the last one of a shorter column, and round", () => {
    expect(wordsFor("ArrowRight", "quotation")).toBe("picture credit");
    expect(wordsFor("ArrowRight", "picture credit")).toBe("teaser");
    expect(wordsFor("ArrowRight", "legal notice")).toBe("quotation");
    expect(wordsFor("ArrowLeft", "list")).toBe("legal notice");
  });

  it("finds no side of an item that lies across all columns, and does not count it among their rows", () => {
    const items: Item[] = [{ column: null, words: "put back: teaser" }, ...ITEMS];
    expect(itemFor("ArrowRight", 0, items)).toBe(0);
    expect(items[itemFor("ArrowRight", 1, items) ?? -1]?.words).toBe("picture credit");
    expect(items[itemFor("ArrowDown", 0, items) ?? -1]?.words).toBe("paragraph");
  });

  it("that is a letter goes to the next item that begins with it, whatever its case", () => {
    expect(wordsFor("p", "paragraph")).toBe("picture credit");
    expect(wordsFor("P", "picture credit")).toBe("paragraph");
    expect(wordsFor("t", "teaser")).toBe("teaser");
  });

  it("that leads nowhere is left to the browser", () => {
    expect([wordsFor("x", "list"), wordsFor(" ", "list"), wordsFor("Enter", "list"), wordsFor("F5", "list")]).toEqual([null, null, null, null]);
    expect(itemFor("ArrowDown", -1, [])).toBe(null);
  });

  it("finds its way when nothing has the focus", () => {
    expect(itemFor("ArrowDown", -1, ITEMS)).toBe(0);
    expect(itemFor("ArrowUp", -1, ITEMS)).toBe(ITEMS.length - 1);
    expect(itemFor("t", -1, ITEMS)).toBe(4);
  });
});
