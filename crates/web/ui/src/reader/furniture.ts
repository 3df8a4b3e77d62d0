/** Which blocks of a page stand together: the article, and runs of what is around it. */

import type { Block } from "../api/types";

/** Roles that frame the article: printed with it, though not part of its text. */
const FRAME = new Set(["headline", "deck", "kicker", "byline", "dateline", "caption", "credit", "correction", "bio"]);

/** A block and its number on the page. */
export interface Numbered {
  block: Block;
  number: number;
}

export type Group = { kind: "block"; one: Numbered } | { kind: "furniture"; run: Numbered[] };

/** Is the block neither article nor its frame? */
export function isFurniture(block: Block): boolean {
  return !block.is_article && !FRAME.has(block.role);
}

/** The blocks in page order; furniture that stands together is one run. */
export function groups(blocks: readonly Block[]): Group[] {
  const all: Group[] = [];
  blocks.forEach((block, number) => {
    const last = all.at(-1);
    if (!isFurniture(block)) all.push({ kind: "block", one: { block, number } });
    else if (last?.kind === "furniture") last.run.push({ block, number });
    else all.push({ kind: "furniture", run: [{ block, number }] });
  });
  return all;
}

/** What a run holds, in words: `menus, tags, buttons (9); a newsletter box`. */
export function runInWords(run: readonly Numbered[]): string {
  const counts = new Map<string, number>();
  for (const { block } of run) counts.set(block.meaning, (counts.get(block.meaning) ?? 0) + 1);
  return [...counts].map(([meaning, n]) => (n === 1 ? meaning : `${meaning} (${n})`)).join("; ");
}
