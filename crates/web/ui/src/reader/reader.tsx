import { useEffect, useMemo, useState } from "preact/hooks";

import { write, type Address } from "../address";
import { ask } from "../api/client";
import type { Entry, Found, Part, RecordWithHistory, WholePage } from "../api/types";
import { useAnswer } from "../api/use-answer";
import { count, fileName, interval, moment, problemName, size, speaker } from "../format";
import { useNavigation } from "../navigation";
import { Heading } from "../parts/heading";
import { Empty, Failed, Loading } from "../parts/notice";
import { useKeys } from "../review/keys";
import { useReview } from "../review/use-review";
import { firstWords } from "../spans";
import { BlockOfPage, type Choice } from "./block";
import { Card } from "./card";
import { groups, runInWords, type Group } from "./furniture";

type Props = Extract<Address, { screen: "page" }>;

/** A page as it was captured, block by block, with what was found on its words. */
export function Reader(address: Props) {
  const page = useAnswer<WholePage>(`/pages/${encodeURIComponent(address.id)}`);
  const { lastList } = useNavigation();
  return (
    <>
      <p class="back">
        <a href={write(lastList)}>← Back to {lastList.screen === "timeline" ? "the timeline" : "the statements"}</a>
      </p>
      {page.error ? (
        <Failed error={page.error} onRetry={page.reload} />
      ) : !page.value || page.isLoading ? (
        <Loading />
      ) : (
        <OpenPage key={page.value.id} page={page.value} record={address.record} />
      )}
    </>
  );
}

function OpenPage({ page, record: given }: { page: WholePage; record: string | null }) {
  const { go, lastList } = useNavigation();
  const { verdicts, give, edit, say } = useReview();
  const [pointed, setPointed] = useState<Part | null>(null);
  const views = page.statements.map((view) => verdicts.shown(view));
  // An address may hold the first digits of an id only.
  const at = given === null ? -1 : views.findIndex((view) => view.record.id.startsWith(given));
  const chosen = views[at];
  const selected = chosen?.record.id ?? null;
  const history = useHistory(selected);

  const show = (id: string) => {
    setPointed(null);
    go({ screen: "page", id: page.id, record: id }, "replace");
  };
  const step = (to: number) => {
    const view = views[to];
    if (view) show(view.record.id);
    else say(to < 0 ? "This is the first statement of the page." : "This is the last statement of the page.");
  };
  const nextOpen = async () => {
    const next = views.find((view, n) => n > at && view.state === "found");
    if (next) return show(next.record.id);
    const more = await ask<Found>("/statements?state=found&limit=1").catch(() => null);
    const other = more?.statements[0]?.record;
    if (other) go({ screen: "page", id: other.capture, record: other.id });
    else say("Every statement was reviewed.");
  };
  const onChosen = (action: () => void) => () => (chosen ? action() : say("No statement is chosen: press j for the first one."));
  useKeys({
    j: () => step(at + 1),
    k: () => step(at < 0 ? views.length - 1 : at - 1),
    n: () => void nextOpen(),
    a: onChosen(() => chosen && void give(chosen, { verdict: "accept" })),
    r: onChosen(() => chosen && void give(chosen, { verdict: "reject" })),
    u: onChosen(() => chosen && void give(chosen, { verdict: "undo" })),
    e: onChosen(() => chosen && edit(chosen)),
    b: () => go(lastList),
  });
  useEffect(() => {
    if (selected) bringIntoView(selected);
  }, [selected]);
  useEffect(() => {
    if (pointed) document.querySelector(".is-pointed.mark")?.scrollIntoView({ block: "center" });
  }, [pointed]);

  const places = useMemo(() => firstWords(page.blocks), [page]);
  const numbers = useMemo(
    () => new Map(page.statements.map((view, n) => [view.record.id, { n: n + 1, name: speaker(view.record.finding) }])),
    [page],
  );
  const choice: Choice = {
    selected,
    pointed,
    select: show,
    numberOf: (id) => numbers.get(id),
    placeOf: (id) => places.get(id),
  };
  return (
    <div class="reader">
      <article class="sheet" lang={page.metadata.language ?? undefined}>
        <Head page={page} />
        <Legend />
        {page.blocks.length === 0 && <Empty>The capture holds no words.</Empty>}
        {groups(page.blocks).map((group, n) => (
          <GroupOfBlocks key={n} group={group} choice={choice} />
        ))}
      </article>
      <aside class="side" aria-label="The chosen statement">
        {chosen ? (
          <Card
            view={chosen}
            history={verdicts.history(chosen.record.id) ?? history}
            n={at + 1}
            total={views.length}
            pointed={pointed}
            point={(part) => {
              // The same part again is pointed at again.
              setPointed(null);
              requestAnimationFrame(() => setPointed(part));
            }}
            step={(by) => step(at + by)}
          />
        ) : (
          <Unchosen page={page} begin={() => step(0)} />
        )}
      </aside>
    </div>
  );
}

function Head({ page }: { page: WholePage }) {
  const { title, published, published_ground: ground, site, authors, section, canonical } = page.metadata;
  const origin = page.origins[0] ?? "";
  return (
    <header class="sheet-head">
      <Heading>{title ?? fileName(origin)}</Heading>
      <p class="row-foot">
        {site && <span>{site}</span>}
        {section && <span>{section}</span>}
        {authors.length > 0 && <span>{authors.join(", ")}</span>}
        <span>
          {published ? interval(published) : "no date of publication"}
          {published && ground && ` (from ${ground})`}
        </span>
      </p>
      <details>
        <summary>Capture</summary>
        <dl class="fields">
          <Fact name="Read from" value={page.origins.join(", ")} />
          {canonical && <Fact name="Address" value={canonical} />}
          <Fact name="Form" value={`${page.media_type}, ${size(page.n_bytes)}`} />
          <Fact name="First read" value={moment(page.read_at)} />
          <Fact name="SHA-256" value={page.id} />
        </dl>
      </details>
      {page.problems.length > 0 && (
        <details>
          <summary>{count(page.problems.length, "problem")}</summary>
          <ul class="problems">
            {page.problems.map((problem) => (
              <li>
                <strong>{problemName(problem.name)}.</strong> {problem.note}
                {problem.words && <small class="words">{problem.words}</small>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </header>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div class="field">
      <dt>{name}</dt>
      <dd class="file">{value}</dd>
    </div>
  );
}

/** The three ways in which words are marked, none of which rests on a colour. */
function Legend() {
  return (
    <p class="legend">
      <span class="mark source">source</span>
      <span class="mark cue">cue</span>
      <span class="mark content begins ends">content</span>
      <span>
        <span class="number is-sample">1</span> a statement: choose it
      </span>
    </p>
  );
}

function GroupOfBlocks({ group, choice }: { group: Group; choice: Choice }) {
  if (group.kind === "block") return <BlockOfPage block={group.one.block} number={group.one.number} choice={choice} />;
  const blocks = group.run.map(({ block, number }) => (
    <BlockOfPage key={number} block={block} number={number} choice={choice} />
  ));
  if (group.run.length < 3) return <div class="furniture">{blocks}</div>;
  return (
    <details class="furniture">
      <summary>
        {count(group.run.length, "piece")} beside the article: {runInWords(group.run)}
      </summary>
      {blocks}
    </details>
  );
}

function Unchosen({ page, begin }: { page: WholePage; begin: () => void }) {
  if (page.statements.length === 0) {
    return <Empty>{page.is_article ? "No statement was found on this page." : "This page holds no article, so nothing was read from it."}</Empty>;
  }
  return (
    <div class="unchosen">
      <p>{count(page.statements.length, "statement")} on this page. Choose one by its number, or press j.</p>
      <button type="button" class="button is-first" onClick={begin}>
        Show the first
      </button>
    </div>
  );
}

/** The history of the chosen record; null while it is on its way. */
function useHistory(id: string | null): Entry[] | null {
  const answer = useAnswer<RecordWithHistory>(id ? `/records/${id}` : null);
  return answer.value && answer.value.record.id === id ? answer.value.history : null;
}

/** Puts the focus on a statement's number, with its words in sight. */
function bringIntoView(id: string): void {
  const number = document.getElementById(`n-${id}`);
  const run = number?.closest("details");
  if (run) run.open = true;
  number?.focus({ preventScroll: true });
  number?.scrollIntoView({ block: "center" });
}
