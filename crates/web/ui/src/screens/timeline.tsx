import { useEffect } from "preact/hooks";

import { queryOf, write, type Address, type Filter } from "../address";
import type { Facets, TimelineDay } from "../api/types";
import { useAnswer } from "../api/use-answer";
import { count, interval, isInterval, weekday } from "../format";
import { useNavigation } from "../navigation";
import { Chips, FacetLists, FilterForm } from "../parts/filter";
import { Heading } from "../parts/heading";
import { Empty, Failed, Loading } from "../parts/notice";
import { focusRow, useRowKeys } from "../parts/row-keys";
import { StatementRow } from "../parts/statement-row";

type Props = Extract<Address, { screen: "timeline" }>;

/** The dated statements by the day on which they were said. */
export function Timeline(address: Props) {
  const { filter, record } = address;
  const { go } = useNavigation();
  const days = useAnswer<TimelineDay[]>(`/timeline${queryOf(filter)}`);
  const facets = useAnswer<Facets>(`/facets${queryOf(filter)}`);
  const views = (days.value ?? []).flatMap((day) => day.records);
  const select = (id: string) => go({ ...address, record: id }, "replace");
  useRowKeys({
    views,
    selected: record,
    select,
    open: (view) => go({ screen: "page", id: view.record.capture, record: view.record.id }),
  });
  useEffect(() => {
    if (days.value && record) focusRow(record);
  }, [days.value]);
  const hrefOf = (next: Filter) => write({ screen: "timeline", filter: next, record: null });
  return (
    <>
      <Heading>Timeline</Heading>
      <FilterForm filter={filter} onFilter={(next) => go({ screen: "timeline", filter: next, record: null })} />
      <Chips filter={filter} facets={facets.value} hrefOf={hrefOf} />
      <div class="with-side">
        <FacetLists filter={filter} facets={facets.value} hrefOf={hrefOf} />
        <section aria-label="Days" aria-busy={days.isLoading}>
          {days.error ? (
            <Failed error={days.error} onRetry={days.reload} />
          ) : !days.value ? (
            <Loading />
          ) : views.length === 0 ? (
            <Empty>
              No dated statement fits. <a href="/timeline">Show the whole timeline</a>
            </Empty>
          ) : (
            <>
              <p class="note" role="status">
                {count(views.length, "dated statement")}, by the day on which they were said. Statements without a date stand
                only under <a href={write({ screen: "statements", filter, offset: 0, record: null })}>Statements</a>.
              </p>
              {days.value.map((day) => (
                <section key={day.date} class={isInterval(day.date) ? "day is-interval" : "day"}>
                  <h2 class="day-name">
                    {interval(day.date)}
                    <small>{isInterval(day.date) ? "day not stated" : weekday(day.date)}</small>
                  </h2>
                  <ol class="rows">
                    {day.records.map((view) => (
                      <StatementRow
                        key={view.record.id}
                        view={view}
                        isSelected={view.record.id === record}
                        onSelect={() => select(view.record.id)}
                        withoutDate
                      />
                    ))}
                  </ol>
                </section>
              ))}
            </>
          )}
        </section>
      </div>
    </>
  );
}
