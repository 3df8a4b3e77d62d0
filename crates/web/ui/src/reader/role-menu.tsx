import { useEffect, useId, useRef, useState } from "preact/hooks";

import type { Block, BlockVerdict, Role } from "../api/types";
import { itemFor, roleGroups, roleName, type Item } from "./roles";

interface Props {
  block: Block;
  roles: readonly Role[];
  /** What it hangs on, and what has the focus again when it closes. */
  anchor: () => HTMLElement | null;
  onChoose: (verdict: BlockVerdict) => void;
  onClose: () => void;
}

/** Everything that a block can be, in three columns; the line below says what the one in focus means. */
export function RoleMenu({ block, roles, anchor, onChoose, onClose }: Props) {
  const popover = useRef<HTMLDivElement>(null);
  const [meaning, setMeaning] = useState(block.meaning);
  const note = useId();
  const groups = roleGroups(roles);
  const buttons = () => [...(popover.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
  const items = (): Item[] =>
    buttons().map((button) => ({ column: columnOf(button), words: button.textContent ?? "" }));

  useEffect(() => {
    const menu = popover.current;
    const place = () => placeAt(menu, anchor());
    menu?.showPopover();
    place();
    const now = buttons().find((button) => button.getAttribute("aria-checked") === "true") ?? buttons()[0];
    now?.focus({ preventScroll: true });
    now?.scrollIntoView({ block: "nearest" });
    addEventListener("resize", place);
    addEventListener("scroll", place);
    return () => {
      removeEventListener("resize", place);
      removeEventListener("scroll", place);
    };
  }, []);

  const leave = () => {
    anchor()?.focus({ preventScroll: true });
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab" || event.key === "Escape") {
      event.preventDefault();
      return leave();
    }
    const there = itemFor(event.key, buttons().indexOf(document.activeElement as HTMLElement), items());
    if (there === null) return;
    event.preventDefault();
    buttons()[there]?.focus();
  };
  const choose = (verdict: BlockVerdict | null) => {
    leave();
    if (verdict) onChoose(verdict);
  };
  return (
    <div
      ref={popover}
      class="role-menu"
      popover="auto"
     
      onKeyDown={onKeyDown}
      onToggle={(event) => (event as ToggleEvent).newState === "closed" && onClose()}
    >
      <div role="menu" aria-label="What this block is" class="role-columns">
        {block.moved && (
          <div role="group" aria-label="Undo" class="role-group is-undo">
            <MenuItem
              column={null}
              note={note}
              meaning={`what ${block.moved.by} said about it is taken back`}
              onMeaning={setMeaning}
              onChoose={() => choose({ verdict: "undo" })}
            >
              Put back: {roleName(block.moved.was)}
            </MenuItem>
          </div>
        )}
        {groups.map(({ title, roles: inGroup }, column) => (
          <div key={title} role="group" aria-label={title} class="role-group">
            <p aria-hidden="true">{title}</p>
            {inGroup.map((role) => (
              <MenuItem
                key={role.name}
                column={column}
                note={note}
                meaning={role.meaning}
                isChecked={role.name === block.role}
                onMeaning={setMeaning}
                onChoose={() => choose(role.name === block.role ? null : { verdict: "move", role: role.name })}
              >
                {roleName(role.name)}
              </MenuItem>
            ))}
          </div>
        ))}
      </div>
      <p id={note} class="role-meaning">
        {meaning}
      </p>
    </div>
  );
}

interface ItemProps {
  column: number | null;
  /** Id of the line that says what the item means. */
  note: string;
  meaning: string;
  /** Is the block this? Left out for what is no role. */
  isChecked?: boolean;
  onMeaning: (meaning: string) => void;
  onChoose: () => void;
  children: preact.ComponentChildren;
}

function MenuItem({ column, note, meaning, isChecked, onMeaning, onChoose, children }: ItemProps) {
  return (
    <button
      type="button"
      role={isChecked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={isChecked}
      aria-describedby={note}
      tabIndex={-1}
      data-column={column ?? undefined}
      onFocus={() => onMeaning(meaning)}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={onChoose}
    >
      {children}
    </button>
  );
}

function columnOf({ dataset }: HTMLElement): number | null {
  return dataset["column"] === undefined ? null : Number(dataset["column"]);
}

/** Pixels between the menu and what it hangs on, and the edges of the window. */
const GAP = 4;

/** Puts the menu under its anchor, or above it where there is more room; never outside of the window. */
function placeAt(menu: HTMLElement | null, anchor: HTMLElement | null): void {
  if (!menu || !anchor) return;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const fits = innerHeight - at.bottom >= height + 2 * GAP;
  const top = fits || innerHeight - at.bottom >= at.top ? at.bottom + GAP : at.top - height - GAP;
  const within = (value: number, most: number) => Math.max(GAP, Math.min(value, most - GAP));
  menu.style.left = `${within(at.left, document.documentElement.clientWidth - width)}px`;
  menu.style.top = `${within(top, innerHeight - height)}px`;
}
