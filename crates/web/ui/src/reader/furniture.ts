/** Which blocks of a page stand together: the article, and runs of what is around it. */

import type { Block } from "../api/types";
import { isFurniture, roleName } from "./roles";

/** A block and its number on the page. */
export interface Numbered {
  block: Block;
  number: number;
}

export type Group = { kind: "block"; one: Numbered } | { kind: "furniture"; run: Numbered[] };

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

/** What a run holds, in words: `menus (9); newsletter`. */
export function runInWords(run: readonly Numbered[]): string {
  const counts = new Map<string, number>();
  for (const { block } of run) counts.set(roleName(block.role), (counts.get(roleName(block.role)) ?? 0) + 1);
  return [...counts].map(([name, n]) => (n === 1 ? name : `${name} (${n})`)).join("; ");
}
