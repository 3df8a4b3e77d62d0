import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { sendVerdict } from "../api/client";
import type { RecordView, Verdict } from "../api/types";
import { label, speaker } from "../format";
import { Verdicts } from "./verdicts";

export interface Review {
  verdicts: Verdicts;
  /** Gives a verdict and says how it went. Fails with the ledger's sentence only where `quietly` is not asked for. */
  give: (view: RecordView, verdict: Verdict) => Promise<boolean>;
  /** Opens the form that edits a field. */
  edit: (view: RecordView) => void;
  /** Says something to everybody who reads or listens. */
  say: (sentence: string, how?: How) => void;
}

/** How something is said. */
export interface How {
  isError?: boolean;
  /** What can be done about it. */
  action?: { name: string; action: () => void } | undefined;
}

const Context = createContext<Review | null>(null);
export const ReviewProvider = Context.Provider;

/** The review of the page. */
export function useReview(): Review {
  const review = useContext(Context);
  if (!review) throw new Error("a view stands inside the page");
  return review;
}

export interface Notice extends How {
  sentence: string;
}

/** The one review of the page, what it last said, and the record whose form is open. */
export function useReviewing(): Review & { notice: Notice | null; edited: RecordView | null; closeForm: () => void } {
  const [verdicts] = useState(() => new Verdicts(sendVerdict));
  const [, redraw] = useState(0);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [edited, setEdited] = useState<RecordView | null>(null);
  useEffect(() => verdicts.listen(() => redraw((n) => n + 1)), [verdicts]);
  const say = (sentence: string, how: How = {}) => setNotice({ sentence, ...how });
  const give = async (view: RecordView, verdict: Verdict) => {
    try {
      const kept = await verdicts.give(view, verdict);
      const name = speaker(kept.record.finding);
      say(verdict.verdict === "undo" ? `Taken back. ${name}: ${label(kept.state)}.` : `${capital(kept.state)}: ${name}.`);
      return true;
    } catch (error) {
      say(`Nothing was changed. ${(error as Error).message}`, { isError: true });
      return false;
    }
  };
  return { verdicts, give, say, notice, edited, edit: setEdited, closeForm: () => setEdited(null) };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
