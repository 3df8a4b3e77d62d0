/** Verdicts on their way to the ledger: shown at once, kept when the ledger has them, taken back with its sentence when it refuses. */

import { ApiError } from "../api/client";
import type { Entry, RecordView, RecordWithHistory, State, Verdict } from "../api/types";

type Send = (id: string, verdict: Verdict) => Promise<RecordWithHistory>;

interface Line {
  /** As the ledger last said; nothing before its first answer. */
  kept: RecordWithHistory | null;
  /** State shown while a verdict is on its way. */
  expected: State | null;
  /** Ends when all verdicts on this record are through: two quick keys must arrive in their order. */
  queue: Promise<unknown>;
  nWaiting: number;
}

export class Verdicts {
  private readonly lines = new Map<string, Line>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly send: Send) {}

  /** Calls back after each change; gives the way to stop. */
  listen(onChange: () => void): () => void {
    this.listeners.add(onChange);
    return () => this.listeners.delete(onChange);
  }

  /** The record as it should be shown now. */
  shown<V extends RecordView>(view: V): V {
    const line = this.lines.get(view.record.id);
    if (!line) return view;
    const kept = line.kept ? { ...view, ...line.kept } : view;
    return line.expected ? { ...kept, state: line.expected } : kept;
  }

  /** The record's history as the ledger gave it with the last verdict. */
  history(id: string): Entry[] | null {
    return this.lines.get(id)?.kept?.history ?? null;
  }

  /** Is a verdict on this record still on its way? */
  isWaiting(id: string): boolean {
    return (this.lines.get(id)?.nWaiting ?? 0) > 0;
  }

  /** Gives a verdict. The promise ends with the ledger's answer, or fails with its sentence. */
  async give(view: RecordView, verdict: Verdict): Promise<RecordWithHistory> {
    const { id } = view.record;
    const line = this.lines.get(id) ?? { kept: null, expected: null, queue: Promise.resolve(), nWaiting: 0 };
    this.lines.set(id, line);
    line.expected = expectedState(verdict);
    line.nWaiting += 1;
    this.changed();
    const answer = line.queue.then(() => this.send(id, verdict));
    line.queue = answer.catch(() => null);
    try {
      line.kept = await answer;
      return line.kept;
    } catch (error) {
      // Verdicts that wait behind this one were given on sight of a state that never came to be; the ledger decides on each.
      throw error instanceof ApiError ? error : new ApiError(String(error), 0);
    } finally {
      line.nWaiting -= 1;
      if (line.nWaiting === 0) line.expected = null;
      this.changed();
    }
  }

  /** Forgets what was answered, when the same records are asked for anew. */
  forget(): void {
    for (const [id, line] of this.lines) if (line.nWaiting === 0) this.lines.delete(id);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

/** What the ledger will most likely say; what an undo brings back only the ledger knows. */
function expectedState(verdict: Verdict): State | null {
  switch (verdict.verdict) {
    case "accept":
      return "accepted";
    case "reject":
      return "rejected";
    case "edit":
      return "edited";
    case "undo":
      return null;
  }
}
