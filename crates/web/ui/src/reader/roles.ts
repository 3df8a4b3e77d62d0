/** What a block can be, as a person chooses it: short names, in three groups. */

import type { Block, Role } from "../api/types";

/** Short names for margin and menu. What each means in full, the ledger says. */
const NAMES: Record<string, string> = {
  headline: "headline",
  deck: "standfirst",
  kicker: "kicker",
  byline: "byline",
  dateline: "dateline",
  body: "paragraph",
  subhead: "subhead",
  quote: "quotation",
  caption: "caption",
  credit: "picture credit",
  list: "list",
  correction: "correction",
  bio: "author’s bio",
  pitch: "appeal",
  promo: "promo link",
  teaser: "teaser",
  related: "related headlines",
  nav: "menu or button",
  newsletter: "newsletter box",
  legal: "legal notice",
  comment: "reader’s comment",
  "live-entry": "live entry",
  other: "something else",
};

/** Roles that frame the article: printed with it, though not part of its text. */
const FRAME = new Set(["headline", "deck", "kicker", "byline", "dateline", "caption", "credit", "correction", "bio"]);

/** A role's short name; the ledger's own where a newer ledger knows more roles. */
export function roleName(role: string): string {
  return NAMES[role] ?? role.replaceAll("-", " ");
}

/** Is a block of this role neither article nor its frame? */
export function isFurniture(block: Pick<Block, "role" | "is_article">): boolean {
  return !block.is_article && !FRAME.has(block.role);
}

export interface RoleGroup {
  title: string;
  roles: Role[];
}

/** The roles in three groups, each in the ledger's order; together they are all roles, each once. */
export function roleGroups(roles: readonly Role[]): RoleGroup[] {
  const is = (role: Role) => ({ role: role.name, is_article: role.is_article });
  return [
    { title: "Article text", roles: roles.filter((role) => role.is_article) },
    { title: "Belongs to the article", roles: roles.filter((role) => !role.is_article && !isFurniture(is(role))) },
    { title: "Outside", roles: roles.filter((role) => isFurniture(is(role))) },
  ].filter((group) => group.roles.length > 0);
}

/** An item of the menu: its column, or none for one that lies across all of them, and its words. */
export interface Item {
  column: number | null;
  words: string;
}

/**
 * The item that a key leads to from the one at `at`; nothing for a key that leads nowhere. Up and down go through all and
 * round; left and right go to the same row of the next column; a letter goes to the next item that begins with it.
 */
export function itemFor(key: string, at: number, items: readonly Item[]): number | null {
  const last = items.length - 1;
  if (last < 0) return null;
  switch (key) {
    case "ArrowDown":
      return at >= last ? 0 : at + 1;
    case "ArrowUp":
      return at <= 0 ? last : at - 1;
    case "Home":
      return 0;
    case "End":
      return last;
    case "ArrowRight":
      return beside(at, items, 1);
    case "ArrowLeft":
      return beside(at, items, -1);
    default:
      return key.length === 1 && key !== " " ? startingWith(key, at, items) : null;
  }
}

function beside(at: number, items: readonly Item[], by: 1 | -1): number {
  const own = items[at]?.column ?? null;
  if (own === null) return at;
  const columns = [...new Set(items.map((item) => item.column))].filter((column) => column !== null);
  const next = columns[(columns.indexOf(own) + by + columns.length) % columns.length];
  const rows = (column: number | undefined) => items.flatMap((item, n) => (item.column === column ? [n] : []));
  const row = Math.max(0, rows(own).indexOf(at));
  const there = rows(next);
  return there[Math.min(row, there.length - 1)] ?? at;
}

function startingWith(letter: string, at: number, items: readonly Item[]): number | null {
  const begins = (item: Item | undefined) => item?.words.toLowerCase().startsWith(letter.toLowerCase());
  for (let step = 1; step <= items.length; step += 1) {
    const n = (Math.max(at, -1) + step) % items.length;
    if (begins(items[n])) return n;
  }
  return null;
}
