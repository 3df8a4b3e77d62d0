import { write } from "../address";
import type { PageHead, RecordView, Summary } from "../api/types";
import { useAnswer } from "../api/use-answer";
import { count, fileName, interval, number, problemName } from "../format";
import { Empty, Failed, Loading } from "../parts/notice";
import { Heading } from "../parts/heading";

/** The front page of the ledger. */
export function Overview() {
  const summary = useAnswer<Summary>("/summary");
  const pages = useAnswer<PageHead[]>("/pages");
  // What the program is less sure of comes first.
  const state = summary.value && summary.value.n_unsure > 0 ? "unsure" : "found";
  const next = useAnswer<{ statements: RecordView[] }>(`/statements?state=${state}&limit=1`);
  if (summary.error) return <Failed error={summary.error} onRetry={summary.reload} />;
  if (!summary.value) return <Loading />;
  const s = summary.value;
  const first = next.value?.statements[0]?.record;
  return (
    <>
      <Heading>The record</Heading>
      {s.n_pages === 0 ? (
        <Empty>
          This ledger holds no page yet. Read some with <code>demarche read PATH</code>, then reload.
        </Empty>
      ) : (
        <>
          <p class="lead">
            {count(s.n_pages, "page")}
            {s.n_articles < s.n_pages && `, ${number(s.n_articles)} with an article,`} hold{" "}
            <a href="/statements">{count(s.n_statements, "statement")}</a>
            {s.first_day && s.last_day && (
              <>
                , said from <a href="/timeline">{interval(s.first_day)} to {interval(s.last_day)}</a>
              </>
            )}
            . {s.n_unsure > 0 && (
              <>
                Of <a href="/statements?state=unsure">{number(s.n_unsure)} more</a> the program is less sure: they wait for a
                person.{" "}
              </>
            )}
            {s.n_reviewed === 0 ? "Nobody has reviewed any yet." : `${number(s.n_reviewed)} of them were reviewed.`}
          </p>
          {first && (
            <p>
              <a class="button is-first" href={write({ screen: "page", id: first.capture, record: first.id })}>
                {s.n_reviewed === 0 ? "Begin to review" : "Go on reviewing"}
              </a>
            </p>
          )}
          <div class="columns">
            <section aria-labelledby="speakers">
              <h2 id="speakers">Who speaks</h2>
              <ol class="tally">
                {s.speakers.slice(0, 12).map((speaker) => (
                  <li>
                    <a href={write({ screen: "statements", filter: { speaker: speaker.value }, offset: 0, record: null })}>
                      {speaker.value}
                    </a>
                    <span class="figure">{number(speaker.n_records)}</span>
                  </li>
                ))}
              </ol>
            </section>
            <section aria-labelledby="pages">
              <h2 id="pages">Pages</h2>
              <ol class="tally">
                {(pages.value ?? []).slice(-8).reverse().map((page) => (
                  <li>
                    <span>
                      <a href={write({ screen: "page", id: page.id, record: null })}>
                        {page.metadata.title ?? fileName(page.origins[0] ?? "")}
                      </a>
                      <small>{page.metadata.published ? interval(page.metadata.published) : "no date"}</small>
                    </span>
                    <span class="figure">{number(page.n_records)}</span>
                  </li>
                ))}
              </ol>
              <p>
                <a href="/pages">All {count(s.n_pages, "page")}</a>
              </p>
            </section>
            <section aria-labelledby="problems">
              <h2 id="problems">Problems</h2>
              {s.problems.length === 0 ? (
                <p class="note">Nothing was doubtful.</p>
              ) : (
                <ol class="tally">
                  {s.problems.slice(0, 8).map((problem) => (
                    <li>
                      <a href={write({ screen: "problems", name: problem.value })}>{problemName(problem.value)}</a>
                      <span class="figure">{number(problem.n_records)}</span>
                    </li>
                  ))}
                </ol>
              )}
            </section>
          </div>
        </>
      )}
    </>
  );
}
