import { expect, it } from "vitest";

import type { Block } from "../api/types";
import { groups, runInWords } from "./furniture";

const block = (role: string): Block => ({
  role,
  meaning: role,
  is_article: role === "body",
  key: null,
  moved: null, n_other_pages: null,
  text: role,
  marks: [],
});

it("furniture that stands together is one run, and the page's order is kept", () => {
  const found = groups(["nav", "nav", "headline", "body", "teaser", "legal"].map((role) => block(role)));
  const written = found.map((group) => (group.kind === "block" ? group.one.number : group.run.map((one) => one.number)));
  expect(written).toEqual([[0, 1], 2, 3, [4, 5]]);
});

it("a run says what it holds", () => {
  const run = [block("nav"), block("nav"), block("legal")].map((b, number) => ({ block: b, number }));
  expect(runInWords(run)).toBe("menu or button (2); legal notice");
});
