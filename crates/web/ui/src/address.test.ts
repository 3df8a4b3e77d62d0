import { describe, expect, it } from "vitest";

import { parse, queryOf, withCondition, write, type Address } from "./address";

describe("an address", () => {
  const addresses: Address[] = [
    { screen: "overview" },
    { screen: "statements", filter: {}, offset: 0, record: null },
    {
      screen: "statements",
      filter: { query: "“facts on the ground” & more?", speaker: "Zelensky", kind: "direct", since: "2022-10-05" },
      offset: 50,
      record: "ab12",
    },
    { screen: "timeline", filter: { party: "UKR", until: "2022-11-15" }, record: null },
    { screen: "pages" },
    { screen: "page", id: "a".repeat(64), record: "b".repeat(64) },
    { screen: "problems", name: "statement-without-source" },
  ];

  it.each(addresses)("reads back as it was written: $screen", (address) => {
    expect(parse(write(address))).toEqual(address);
  });

  it("drops what is empty and what it does not know", () => {
    expect(parse("/statements?speaker=&colour=red&offset=-3&record=")).toEqual({
      screen: "statements",
      filter: {},
      offset: 0,
      record: null,
    });
  });

  it("keeps a wrong value, so that the server can say what is accepted", () => {
    expect(parse("/statements?kind=loud")).toMatchObject({ filter: { kind: "loud" } });
  });

  it("that leads nowhere is missing", () => {
    for (const path of ["/nothing", "/statements/more", "/pages/a/b", "//elsewhere.example/x"]) {
      expect(parse(path).screen, path).toMatch(/^(missing|overview)$/);
    }
    expect(parse("/nothing").screen).toBe("missing");
  });

  it("with a slash at its end is the same view", () => {
    expect(parse("/pages/").screen).toBe("pages");
    expect(parse("/statements/").screen).toBe("statements");
  });
});

describe("a filter", () => {
  it("asks the API with the names of the address", () => {
    expect(queryOf({ speaker: "Olha Marchuk", state: "found" }, { limit: "50" })).toBe(
      "?speaker=Olha+Marchuk&state=found&limit=50",
    );
    expect(queryOf({})).toBe("");
  });

  it("loses a condition without a trace", () => {
    expect(withCondition({ kind: "direct", party: "UKR" }, "kind", undefined)).toEqual({ party: "UKR" });
    expect(withCondition({ kind: "direct" }, "query", "")).toEqual({ kind: "direct" });
  });
});
