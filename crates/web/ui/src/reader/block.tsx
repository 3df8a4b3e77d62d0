import { useRef, useState } from "preact/hooks";

import type { Block, BlockVerdict, Mark, Part, Role } from "../api/types";
import { moment } from "../format";
import { RoleMenu } from "./role-menu";
import { roleName } from "./roles";
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

/** What a block can be moved to, and how. */
export interface Moving {
  roles: readonly Role[];
  /** Key of the block whose verdict is on its way to the ledger. */
  waiting: string | null;
  give: (key: string, verdict: BlockVerdict) => void;
}

interface Props {
  block: Block;
  number: number;
  lang: string | undefined;
  choice: Choice;
  moving: Moving;
}

/** A block of the page with its role and its marked words. All of it is text: markup of the page stays letters. */
export function BlockOfPage({ block, number, lang, choice, moving }: Props) {
  const classes = ["block", `role-${block.role}`];
  if (block.moved) classes.push("is-moved");
  return (
    <div class={classes.join(" ")} id={`b-${number}`} data-key={block.key} aria-busy={block.key !== null && block.key === moving.waiting}>
      <RoleOfBlock block={block} moving={moving} />
      {block.moved && <MovedBy block={block} moving={moving} />}
      {block.n_other_pages !== null && <OnOtherPages n={block.n_other_pages} />}
      <Words block={block} number={number} lang={lang} choice={choice} />
    </div>
  );
}

/** The block's role in words; the way to say that it is something else. */
function RoleOfBlock({ block, moving }: { block: Block; moving: Moving }) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { key } = block;
  if (key === null) return <span class="role">{roleName(block.role)}</span>;
  return (
    <>
      <button
        ref={button}
        type="button"
        class="role stop"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={`${block.meaning}: move it`}
        onClick={() => setOpen(true)}
      >
        {roleName(block.role)}
      </button>
      {isOpen && (
        <RoleMenu
          block={block}
          roles={moving.roles}
          anchor={() => button.current}
          onChoose={(verdict) => moving.give(key, verdict)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** Who moved the block, from what, and the way back. */
function MovedBy({ block, moving }: { block: Block; moving: Moving }) {
  const { key, moved } = block;
  if (!moved || key === null) return null;
  return (
    <p class="moved">
      <span title={moment(moved.at)}>
        moved by <bdi>{moved.by}</bdi>, was {roleName(moved.was)}
      </span>{" "}
      <button type="button" class="put-back" onClick={() => moving.give(key, { verdict: "undo" })}>
        Put back
      </button>
    </p>
  );
}

/** Why a block that reads like the article is no part of it. */
function OnOtherPages({ n }: { n: number }) {
  return <p class="moved">stands on {n === 1 ? "another page" : `${n} other pages`} of this site</p>;
}

function Words({ block, number, lang, choice }: Omit<Props, "moving">) {
  const cut = pieces(block.text, block.marks);
  const inside = cut.map((piece) => <PieceOfText key={piece.start} piece={piece} block={number} choice={choice} />);
  // The page's own heading is the view's; those inside the article come under it.
  return block.role === "subhead" ? (
    <h2 class="words" lang={lang}>
      {inside}
    </h2>
  ) : (
    <p class="words" lang={lang}>
      {inside}
    </p>
  );
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
