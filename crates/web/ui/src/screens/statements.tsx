import { useEffect, useRef } from "preact/hooks";

import { queryOf, write, type Address, type Filter } from "../address";
import type { Facets, Found, RecordView } from "../api/types";
import { useAnswer } from "../api/use-answer";
import { number } from "../format";
import { useNavigation } from "../navigation";
import { Chips, FacetLists, FilterForm } from "../parts/filter";
import { Heading } from "../parts/heading";
import { Empty, Failed, Loading } from "../parts/notice";
import { focusRow, useRowKeys } from "../parts/row-keys";
import { StatementRow } from "../parts/statement-row";

type Props = Extract<Address, { screen: "statements" }>;

const PART = 50;

/** The statements that pass the filter, a part at a time. */
export function Statements(address: Props) {
  const { filter, offset, record } = address;
  const { go } = useNavigation();
  const found = useAnswer<Found>(`/statements${queryOf(filter, { limit: String(PART), offset: String(offset) })}`);
  const facets = useAnswer<Facets>(`/facets${queryOf(filter)}`);
  const search = useRef<HTMLInputElement>(null);
  const views = found.value?.statements ?? [];
  const select = (id: string) => go({ ...address, record: id }, "replace");
  const narrow = (next: Filter) => go({ screen: "statements", filter: next, offset: 0, record: null });
  useRowKeys({
    views,
    selected: record,
    select,
    open: (view: RecordView) => go({ screen: "page", id: view.record.capture, record: view.record.id }),
    search: () => search.current?.focus(),
  });
  // Back from a page's words: the row that was left is where the reader goes on.
  useEffect(() => {
    if (found.value && record) focusRow(record);
  }, [found.value]);
  const hrefOf = (next: Filter) => write({ screen: "statements", filter: next, offset: 0, record: null });
  return (
    <>
      <Heading>Statements</Heading>
      <FilterForm filter={filter} onFilter={narrow} search={search} />
      <Chips filter={filter} facets={facets.value} hrefOf={hrefOf} />
      <div class="with-side">
        <FacetLists filter={filter} facets={facets.value} hrefOf={hrefOf} />
        <section aria-labelledby="found" aria-busy={found.isLoading}>
          {found.error ? (
            <Failed error={found.error} onRetry={found.reload} />
          ) : !found.value ? (
            <Loading />
          ) : found.value.total === 0 ? (
            <Empty>
              No statement fits. <a href="/statements">Show all statements</a>
            </Empty>
          ) : (
            <>
              <div class="list-head">
                <h2 id="found">
                  <span role="status">{range(found.value)}</span>
                </h2>
                <p class="downloads">
                  Download{" "}
                  <a download href={`/api/export.csv${queryOf(filter)}`}>
                    CSV
                  </a>{" "}
                  <a download href={`/api/export.jsonl${queryOf(filter)}`}>
                    JSON Lines
                  </a>
                </p>
              </div>
              <ol class="rows">
                {views.map((view) => (
                  <StatementRow
                    key={view.record.id}
                    view={view}
                    isSelected={view.record.id === record}
                    onSelect={() => select(view.record.id)}
                  />
                ))}
              </ol>
              <Parts address={address} total={found.value.total} />
            </>
          )}
        </section>
      </div>
    </>
  );
}

function range({ total, offset, statements }: Found): string {
  const last = offset + statements.length;
  if (offset === 0 && last === total) return total === 1 ? "1 statement" : `${number(total)} statements`;
  return `${number(offset + 1)}–${number(last)} of ${number(total)} statements`;
}

function Parts({ address, total }: { address: Props; total: number }) {
  if (total <= PART && address.offset === 0) return null;
  const at = (offset: number) => write({ ...address, offset, record: null });
  return (
    <nav class="parts" aria-label="Parts of the list">
      {address.offset > 0 && <a href={at(Math.max(0, address.offset - PART))}>← Previous {PART}</a>}
      {address.offset + PART < total && <a href={at(address.offset + PART)}>Next {PART} →</a>}
    </nav>
  );
}
