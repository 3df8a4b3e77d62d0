import { describe, expect, it } from "vitest";

import { ApiError } from "../api/client";
import type { RecordView, RecordWithHistory, State } from "../api/types";
import { Verdicts } from "./verdicts";

function view(state: State): RecordWithHistory {
  return { record: { id: "r1" }, state, history: [] } as unknown as RecordWithHistory;
}

/** A ledger whose answers the test gives by hand. */
function ledger() {
  const asked: { verdict: string; answer: (state: State) => void; refuse: (sentence: string) => void }[] = [];
  const verdicts = new Verdicts(
    (_, { verdict }) =>
      new Promise((resolve, reject) =>
        asked.push({
          verdict,
          answer: (state) => resolve(view(state)),
          refuse: (sentence) => reject(new ApiError(sentence, 409)),
        }),
      ),
  );
  return { asked, verdicts };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const FOUND: RecordView = view("found");

describe("a verdict", () => {
  it("is shown at once and kept when the ledger has it", async () => {
    const { asked, verdicts } = ledger();
    const given = verdicts.give(FOUND, { verdict: "accept" });
    expect(verdicts.shown(FOUND).state).toBe("accepted");
    expect(verdicts.isWaiting("r1")).toBe(true);
    await settle();
    asked[0]?.answer("accepted");
    await given;
    expect(verdicts.shown(FOUND).state).toBe("accepted");
    expect(verdicts.isWaiting("r1")).toBe(false);
  });

  it("that is refused leaves the record as it was and says why", async () => {
    const { asked, verdicts } = ledger();
    const given = verdicts.give(FOUND, { verdict: "reject" });
    await settle();
    asked[0]?.refuse("The disk is full.");
    await expect(given).rejects.toThrow("The disk is full.");
    expect(verdicts.shown(FOUND).state).toBe("found");
  });

  it("waits for the one before it on the same record", async () => {
    const { asked, verdicts } = ledger();
    const first = verdicts.give(FOUND, { verdict: "accept" });
    const second = verdicts.give(FOUND, { verdict: "undo" });
    await settle();
    expect(asked.map((question) => question.verdict)).toEqual(["accept"]);
    asked[0]?.answer("accepted");
    await first;
    await settle();
    asked[1]?.answer("found");
    await second;
    expect(verdicts.shown(FOUND).state).toBe("found");
  });

  it("is still sent when the one before it was refused", async () => {
    const { asked, verdicts } = ledger();
    const first = verdicts.give(FOUND, { verdict: "undo" });
    const second = verdicts.give(FOUND, { verdict: "accept" });
    await settle();
    asked[0]?.refuse("Nothing to undo.");
    await expect(first).rejects.toThrow();
    await settle();
    asked[1]?.answer("accepted");
    await second;
    expect(verdicts.shown(FOUND).state).toBe("accepted");
  });

  it("tells those who listen, until they stop", async () => {
    const { verdicts } = ledger();
    let n = 0;
    const stop = verdicts.listen(() => (n += 1));
    void verdicts.give(FOUND, { verdict: "accept" });
    stop();
    void verdicts.give(FOUND, { verdict: "undo" });
    expect(n).toBe(1);
  });
});
