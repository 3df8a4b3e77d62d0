import type { Block } from "../api/types";
import type { Mark, Part } from "../api/types";
import { partsOf, pieces, recordUnder, type Piece } from "../spans";

/** What the reader of a page has chosen, and how to choose. */
export interface Choice {
  selected: string | null;
  /** The part of the selected record whose words are pointed at. */
  pointed: Part | null;
  select: (record: string) => void;
  /** Number of a record on this page, from 1, and its name. */
  numberOf: (record: string) => { n: number; name: string } | undefined;
  /** Where a record's number stands: `block:start`. */
  placeOf: (record: string) => string | undefined;
}

interface Props {
  block: Block;
  number: number;
  choice: Choice;
}

/** A block of the page with its role and its marked words. All of it is text: markup of the page stays letters. */
export function BlockOfPage({ block, number, choice }: Props) {
  return (
    <div class={`block role-${block.role}`} id={`b-${number}`}>
      {block.role !== "body" && <span class="role">{block.meaning}</span>}
      <Words block={block} number={number} choice={choice} />
    </div>
  );
}

function Words({ block, number, choice }: Props) {
  const cut = pieces(block.text, block.marks);
  const inside = cut.map((piece) => <PieceOfText key={piece.start} piece={piece} block={number} choice={choice} />);
  // The page's own heading is the view's; those inside the article come under it.
  return block.role === "subhead" ? <h3 class="words">{inside}</h3> : <p class="words">{inside}</p>;
}

function PieceOfText({ piece, block, choice }: { piece: Piece; block: number; choice: Choice }) {
  if (piece.marks.length === 0) return <>{piece.text}</>;
  const { selected, pointed } = choice;
  const parts = selected ? partsOf(piece, selected) : [];
  const classes = ["mark", ...shownParts(piece.marks)];
  if (parts.length > 0) classes.push("is-selected", ...parts.map((part) => `sel-${part}`));
  if (pointed && parts.includes(pointed)) classes.push("is-pointed");
  classes.push(...edges(piece, selected));
  const choose = () => {
    const record = recordUnder(piece, selected);
    // Words that are being selected to be copied choose nothing.
    if (record && getSelection()?.isCollapsed !== false) choice.select(record);
  };
  return (
    <>
      <Numbers piece={piece} block={block} choice={choice} />
      <span class={classes.join(" ")} data-parts={parts.join(" ")} onClick={choose}>
        {piece.text}
      </span>
    </>
  );
}

/** The numbers of the statements that begin here: the way to them by keyboard. */
function Numbers({ piece, block, choice }: { piece: Piece; block: number; choice: Choice }) {
  const here = `${block}:${piece.start}`;
  const records = [...new Set(piece.marks.map((mark) => mark.record))].filter((record) => choice.placeOf(record) === here);
  return (
    <>
      {records.reverse().map((record) => {
        const { n, name } = choice.numberOf(record) ?? { n: 0, name: "" };
        return (
          <button
            key={record}
            type="button"
            id={`n-${record}`}
            class="number"
            aria-pressed={record === choice.selected}
            aria-label={`Statement ${n}, ${name}`}
            onClick={() => choice.select(record)}
          >
            {n}
          </button>
        );
      })}
    </>
  );
}

const SHOWN: readonly Part[] = ["source", "cue", "content"];

function shownParts(marks: readonly Mark[]): Part[] {
  return SHOWN.filter((part) => marks.some((mark) => mark.part === part));
}

/** Content is bracketed where it begins and ends. */
function edges(piece: Piece, selected: string | null): string[] {
  const contents = piece.marks.filter((mark) => mark.part === "content");
  const mine = contents.filter((mark) => mark.record === selected);
  const drawn = mine.length > 0 ? mine : contents;
  const found: string[] = [];
  if (drawn.some((mark) => mark.start === piece.start)) found.push("begins");
  if (drawn.some((mark) => mark.end === piece.end)) found.push("ends");
  return found;
}
