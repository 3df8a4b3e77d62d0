import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { sendBlockVerdict } from "../api/client";
import type { BlockVerdict, Recoded, WholePage } from "../api/types";
import { useReview } from "../review/use-review";
import type { Moving } from "./block";
import { movedInWords } from "./moving";

/**
 * Moves blocks of a page: the verdict goes to the ledger, the page as it is coded then takes the place of the one shown, and
 * what became of it is said. The block stays where it was in the window and keeps the focus.
 */
export function useMoving(page: WholePage, replace: (page: WholePage) => void, open: (key: string) => void): Moving {
  const { say, verdicts } = useReview();
  const [waiting, setWaiting] = useState<string | null>(null);
  // A second verdict waits for the first: the ledger codes the page anew for each.
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const held = useRef<Held | null>(null);
  useLayoutEffect(() => {
    if (held.current) putBack(held.current);
    held.current = null;
  }, [page]);

  const tell = (key: string, recoded: Recoded, wasPutBack: boolean) => {
    const undo = { name: "Undo", action: () => give(key, { verdict: "undo" }) };
    say(movedInWords(recoded, key, wasPutBack), { action: wasPutBack ? undefined : undo });
  };
  const send = async (key: string, verdict: BlockVerdict) => {
    setWaiting(key);
    try {
      const recoded = await sendBlockVerdict(page.id, key, verdict);
      verdicts.forget();
      open(key);
      held.current = hold(key);
      replace(recoded.page);
      tell(key, recoded, verdict.verdict === "undo");
    } catch (error) {
      say(`Nothing was changed. ${(error as Error).message}`, { isError: true });
    } finally {
      setWaiting(null);
    }
  };
  const give = (key: string, verdict: BlockVerdict) => {
    queue.current = queue.current.then(() => send(key, verdict));
  };
  return { roles: page.roles, waiting, give };
}

/** A block, and where it stood in the window. */
interface Held {
  key: string;
  top: number;
  hadFocus: boolean;
}

function elementOf(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.block[data-key="${CSS.escape(key)}"]`);
}

function hold(key: string): Held | null {
  const block = elementOf(key);
  if (!block) return null;
  // The buttons that take a verdict back go with it, and the focus would be lost.
  const focus = document.activeElement;
  const hadFocus = focus === document.body || block.contains(focus) || focus?.closest(".notices") != null;
  return { key, top: block.getBoundingClientRect().top, hadFocus };
}

function putBack({ key, top, hadFocus }: Held): void {
  const block = elementOf(key);
  if (!block) return;
  scrollBy({ top: block.getBoundingClientRect().top - top, behavior: "instant" });
  const role = block.querySelector<HTMLElement>(".role");
  if (hadFocus) role?.focus({ preventScroll: true });
  // At the lower edge the notice would lie over it.
  role?.scrollIntoView({ block: "nearest", behavior: "instant" });
}
