import type { State } from "../api/types";

const SIGNS: Record<State, string> = { found: "○", unsure: "?", accepted: "✓", edited: "✎", rejected: "✕", withdrawn: "–" };

/** Where a record stands: a sign, and the word. */
export function StateMark({ state }: { state: State }) {
  return (
    <span class={`state is-${state}`}>
      <span aria-hidden="true" class="sign">
        {SIGNS[state]}
      </span>
      {state === "found" ? "not reviewed" : state === "unsure" ? "unsure, to review" : state}
    </span>
  );
}
