/** What is shown stands in the address, so that each view can be linked, reloaded and returned to. */

import type { Kind, State } from "./api/types";

export interface Filter {
  query?: string;
  speaker?: string;
  party?: string;
  page?: string;
  since?: string;
  until?: string;
  state?: State;
  kind?: Kind;
}

export type Address =
  | { screen: "overview" }
  | { screen: "statements"; filter: Filter; offset: number; record: string | null }
  | { screen: "timeline"; filter: Filter; record: string | null }
  | { screen: "pages" }
  | { screen: "page"; id: string; record: string | null }
  | { screen: "problems"; name: string | null }
  | { screen: "missing"; path: string };

/** In the order in which an address names them. */
export const FILTER_NAMES = ["query", "speaker", "party", "kind", "state", "page", "since", "until"] as const;

/** Reads a path with its query, such as `/statements?kind=direct`. What it does not know it leaves out. */
export function parse(address: string): Address {
  const url = new URL(address, "http://local.invalid");
  const [screen = "", id, ...more] = url.pathname.split("/").filter((part, n) => n > 0 || part !== "");
  const record = url.searchParams.get("record") || null;
  if (more.length === 0) {
    if (screen === "" && id === undefined) return { screen: "overview" };
    if (screen === "pages" && id) return { screen: "page", id, record };
    if (id === undefined || id === "") {
      const filter = filterOf(url.searchParams);
      if (screen === "statements") {
        return { screen, filter, offset: wholeNumber(url.searchParams.get("offset")), record };
      }
      if (screen === "timeline") return { screen, filter, record };
      if (screen === "pages") return { screen };
      if (screen === "problems") return { screen, name: url.searchParams.get("name") || null };
    }
  }
  return { screen: "missing", path: url.pathname };
}

/** Writes what `parse` reads. */
export function write(address: Address): string {
  switch (address.screen) {
    case "overview":
      return "/";
    case "statements":
      return path("/statements", [
        ...pairs(address.filter),
        ["offset", address.offset > 0 ? String(address.offset) : null],
        ["record", address.record],
      ]);
    case "timeline":
      return path("/timeline", [...pairs(address.filter), ["record", address.record]]);
    case "pages":
      return "/pages";
    case "page":
      return path(`/pages/${encodeURIComponent(address.id)}`, [["record", address.record]]);
    case "problems":
      return path("/problems", [["name", address.name]]);
    case "missing":
      return address.path;
  }
}

/** The query of an API path for a filter, with its question mark; empty for an empty filter. */
export function queryOf(filter: Filter, more: Record<string, string> = {}): string {
  return path("", [...pairs(filter), ...Object.entries(more)]);
}

/** The filter with one condition set, or taken away by `undefined`. */
export function withCondition<N extends keyof Filter>(filter: Filter, name: N, value: Filter[N] | undefined): Filter {
  const { [name]: _, ...rest } = filter;
  return value === undefined || value === "" ? rest : { ...rest, [name]: value };
}

/** Is nothing asked for? */
export function isEmpty(filter: Filter): boolean {
  return FILTER_NAMES.every((name) => filter[name] === undefined);
}

function filterOf(params: URLSearchParams): Filter {
  const given = FILTER_NAMES.map((name) => [name, params.get(name)?.trim()] as const);
  // A wrong value goes to the server, whose sentence says what is accepted.
  return Object.fromEntries(given.filter(([, value]) => value)) as Filter;
}

function pairs(filter: Filter): [string, string | null][] {
  return FILTER_NAMES.map((name) => [name, filter[name] ?? null]);
}

function path(base: string, given: [string, string | null][]): string {
  const params = new URLSearchParams(given.filter((pair): pair is [string, string] => !!pair[1]));
  const query = params.toString();
  return query ? `${base}?${query}` : base;
}

function wholeNumber(written: string | null): number {
  return written && /^\d{1,9}$/.test(written) ? Number(written) : 0;
}
