/** Review by single keys, as in mail readers. They can be turned off (WCAG 2.2, 2.1.4). */

import { useLayoutEffect, useRef } from "preact/hooks";

export const KEYS = [
  ["j", "next statement"],
  ["k", "previous statement"],
  ["n", "next statement that nobody has reviewed"],
  ["Enter", "from a statement to its words on the page"],
  ["a", "accept"],
  ["r", "reject"],
  ["e", "edit a field"],
  ["u", "undo the last verdict on this statement"],
  ["l", "next block of the page"],
  ["h", "previous block of the page"],
  ["m", "say what a block is: move it into the article or out of it"],
  ["b", "back to the list"],
  ["/", "search"],
  ["?", "show these keys"],
] as const;

export type Key = (typeof KEYS)[number][0];

/** What each key does on a view; a key that is not named does nothing there. */
export type Bindings = Partial<Record<Key, () => void>>;

const STORED = "demarche.keys";

/** Are single keys listened to? */
export function keysAreOn(): boolean {
  return localStorage.getItem(STORED) !== "off";
}

/** Turns single keys on or off, for this browser. */
export function setKeys(on: boolean): void {
  if (on) localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, "off");
}

/** Does the key belong to what has the focus: a field, a dialog, a button that Enter presses? */
export function isTaken(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "isComposing">, target: Element | null): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  if (target?.closest("input, textarea, select, dialog, [role=menu], [contenteditable]")) return true;
  return event.key === "Enter" && target?.closest("a, button, summary") != null;
}

/** Listens while the view is shown: from before it is painted, so that a quick key is never lost. */
export function useKeys(bindings: Bindings): void {
  const newest = useRef(bindings);
  newest.current = bindings;
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!keysAreOn() || isTaken(event, document.activeElement)) return;
      const action = newest.current[event.key as Key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
