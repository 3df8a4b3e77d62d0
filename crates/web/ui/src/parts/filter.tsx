import type { RefObject } from "preact";

import { FILTER_NAMES, withCondition, type Filter } from "../address";
import type { Count, Facets } from "../api/types";
import { fileName, interval, number } from "../format";

interface FormProps {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  search?: RefObject<HTMLInputElement | null>;
}

/** Search words and days. The address changes when the form is sent, or a day is chosen. */
export function FilterForm({ filter, onFilter, search }: FormProps) {
  const send = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    let next = filter;
    for (const name of ["query", "since", "until"] as const) {
      next = withCondition(next, name, String(form.get(name) ?? "").trim());
    }
    onFilter(next);
  };
  const sendForm = (event: Event) => (event.currentTarget as HTMLInputElement).form?.requestSubmit();
  return (
    // A new key for each filter: the fields show what the address says after Back and Forward.
    <form class="search" role="search" onSubmit={send} key={JSON.stringify(filter)}>
      <label class="labelled is-wide">
        Words that were said
        <input ref={search ?? null} type="search" name="query" defaultValue={filter.query ?? ""} autocomplete="off" />
      </label>
      <label class="labelled">
        From
        <input type="date" name="since" defaultValue={filter.since ?? ""} onChange={sendForm} />
      </label>
      <label class="labelled">
        To
        <input type="date" name="until" defaultValue={filter.until ?? ""} onChange={sendForm} />
      </label>
      <button type="submit" class="button is-first">
        Search
      </button>
    </form>
  );
}

interface LinkProps {
  filter: Filter;
  facets: Facets | null;
  hrefOf: (filter: Filter) => string;
}

const NAMES: Record<keyof Filter, string> = {
  query: "words",
  speaker: "speaker",
  party: "party",
  kind: "kind",
  state: "state",
  page: "page",
  since: "from",
  until: "to",
};

/** What the list is narrowed to, each condition with the way to drop it. */
export function Chips({ filter, facets, hrefOf }: LinkProps) {
  const set = FILTER_NAMES.filter((name) => filter[name] !== undefined);
  if (set.length === 0) return null;
  return (
    <ul class="chips" aria-label="Narrowed to">
      {set.map((name) => (
        <li>
          <a class="chip" href={hrefOf(withCondition(filter, name, undefined))}>
            <span class="chip-name">{NAMES[name]}</span> {shown(name, filter[name] ?? "", facets)}
            <span aria-hidden="true"> ×</span>
            <span class="unseen"> (drop this condition)</span>
          </a>
        </li>
      ))}
      {set.length > 1 && (
        <li>
          <a href={hrefOf({})}>Drop all</a>
        </li>
      )}
    </ul>
  );
}

function shown(name: keyof Filter, value: string, facets: Facets | null): string {
  if (name === "since" || name === "until") return interval(value);
  if (name === "state") return stateName(value);
  if (name !== "page") return value;
  const page = facets?.page.find((count) => count.value === value);
  return page?.title ?? (page?.origin ? fileName(page.origin) : value.slice(0, 12));
}

const FACETS = ["speaker", "party", "kind", "state", "page"] as const;
const TITLES = { speaker: "Speaker", party: "Party", kind: "Kind", state: "Review", page: "Page" };

/** Values to narrow the list to, with how many statements each would leave. */
export function FacetLists({ filter, facets, hrefOf }: LinkProps) {
  // Wide windows have room for the lists beside the statements; in narrow ones they would push them out of sight.
  const isWide = matchMedia("(min-width: 60rem)").matches;
  return (
    <details class="facets" open={isWide}>
      <summary>Narrow the list</summary>
      <nav aria-label="Narrow the list">
        {FACETS.map((name) => (
          <FacetList key={name} name={name} filter={filter} counts={facets?.[name] ?? []} facets={facets} hrefOf={hrefOf} />
        ))}
      </nav>
    </details>
  );
}

const N_SHOWN = 8;

function FacetList({ name, filter, counts, facets, hrefOf }: LinkProps & { name: (typeof FACETS)[number]; counts: Count[] }) {
  const chosen = filter[name];
  if (counts.length === 0 && !chosen) return null;
  const item = (count: Count) => {
    const isChosen = count.value === chosen;
    return (
      <li key={count.value}>
        <a
          href={hrefOf(withCondition(filter, name, isChosen ? undefined : (count.value as never)))}
          aria-current={isChosen ? "true" : undefined}
        >
          {shown(name, count.value, facets)}
        </a>
        <span class="figure">{number(count.n_records)}</span>
      </li>
    );
  };
  return (
    <section>
      <h2>{TITLES[name]}</h2>
      <ul class="tally">{counts.slice(0, N_SHOWN).map(item)}</ul>
      {counts.length > N_SHOWN && (
        <details>
          <summary>{number(counts.length - N_SHOWN)} more</summary>
          <ul class="tally">{counts.slice(N_SHOWN).map(item)}</ul>
        </details>
      )}
    </section>
  );
}

function stateName(state: string): string {
  return state === "found" ? "not reviewed" : state === "unsure" ? "unsure, to review" : state;
}
