/** Cuts a block's text where marks begin and end, so that each piece can be drawn once however many marks lie on it. */

import type { Mark, Part } from "./api/types";

export interface Piece {
  text: string;
  start: number;
  end: number;
  /** The marks that cover the whole piece, shortest first. */
  marks: Mark[];
}

/** The pieces of a text in order; joined they are the text. Marks outside of it or empty ones are left out. */
export function pieces(text: string, marks: readonly Mark[]): Piece[] {
  const inside = marks
    .map((mark) => ({ ...mark, start: Math.max(0, mark.start), end: Math.min(text.length, mark.end) }))
    .filter((mark) => mark.start < mark.end);
  const cuts = new Set([0, text.length]);
  for (const mark of inside) cuts.add(mark.start).add(mark.end);
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, n) => {
    const end = places[n + 1] ?? text.length;
    const over = inside.filter((mark) => mark.start <= start && end <= mark.end);
    over.sort((a, b) => a.end - a.start - (b.end - b.start));
    return { text: text.slice(start, end), start, end, marks: over };
  });
}

/** The record that a click on a piece means: the innermost; another click goes one outward, and then in again. */
export function recordUnder(piece: Piece, selected: string | null): string | null {
  const records = [...new Set(piece.marks.map((mark) => mark.record))];
  const at = selected === null ? -1 : records.indexOf(selected);
  return records[(at + 1) % records.length] ?? null;
}

/** The parts that a record has on a piece. */
export function partsOf(piece: Piece, record: string): Part[] {
  return [...new Set(piece.marks.filter((mark) => mark.record === record).map((mark) => mark.part))];
}

/** Where each record's first words stand, as `block:start`, by record: content first, so that its number stands before what was said. */
export function firstWords(blocks: readonly { marks: readonly Mark[] }[]): Map<string, string> {
  const first = new Map<string, { place: string; isContent: boolean }>();
  blocks.forEach((block, n) => {
    for (const mark of [...block.marks].sort((a, b) => a.start - b.start)) {
      const known = first.get(mark.record);
      const isContent = mark.part === "content";
      if (!known || (isContent && !known.isContent)) first.set(mark.record, { place: `${n}:${mark.start}`, isContent });
    }
  });
  return new Map([...first].map(([record, { place }]) => [record, place]));
}
