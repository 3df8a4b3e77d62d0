import { expect, it } from "vitest";

import type { Recoded } from "../api/types";
import { movedInWords } from "./moving";

function recoded(role: string, n_added: number, n_withdrawn: number): Recoded {
  const block = { role, meaning: role, is_article: role === "body", key: "k1", moved: null, n_other_pages: null, text: "", marks: [] };
  return { n_added, n_withdrawn, page: { blocks: [block] } } as unknown as Recoded;
}

it("a moved block is said to be what it is now, with what became of the statements", () => {
  expect(movedInWords(recoded("body", 2, 0), "k1", false)).toBe("Moved: paragraph, in the article. 2 statements found.");
  expect(movedInWords(recoded("teaser", 0, 1), "k1", true)).toBe("Put back: teaser. 1 statement taken away.");
  expect(movedInWords(recoded("byline", 1, 3), "k1", false)).toBe("Moved: byline. 1 statement found, 3 statements taken away.");
});

it("a block that changes no statement says so, and one that a newer reading lost too", () => {
  expect(movedInWords(recoded("legal", 0, 0), "k1", false)).toBe("Moved: legal notice. No statement changed.");
  expect(movedInWords(recoded("legal", 0, 0), "k2", false)).toContain("gone from the page as it is read now");
});
