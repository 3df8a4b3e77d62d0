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
import { BlockOfPage, type Choice, type Moving } from "./block";
import { Card } from "./card";
import { groups, runInWords, type Group, type Numbered } from "./furniture";
import { useMoving } from "./use-moving";

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
        <OpenPage key={page.value.id} page={page.value} record={address.record} replace={page.replace} />
      )}
    </>
  );
}

interface OpenProps {
  page: WholePage;
  record: string | null;
  /** Shows the page as it is coded anew. */
  replace: (page: WholePage) => void;
}

function OpenPage({ page, record: given, replace }: OpenProps) {
  const { go, lastList } = useNavigation();
  const { verdicts, give, edit, say } = useReview();
  const [pointed, setPointed] = useState<Part | null>(null);
  const views = page.statements.map((view) => verdicts.shown(view));
  // An address may hold the first digits of an id only.
  const at = given === null ? -1 : views.findIndex((view) => view.record.id.startsWith(given));
  const chosen = views[at];
  const selected = chosen?.record.id ?? null;
  const history = useHistory(selected);
  const opened = useOpened();
  const recoded = (next: WholePage) => {
    replace(next);
    // A statement that went with its block is chosen no more.
    if (selected && !next.statements.some((view) => view.record.id === selected)) {
      go({ screen: "page", id: page.id, record: null }, "replace");
    }
  };
  const moving = useMoving(page, recoded, opened.open);

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
    const next = views.find((view, n) => n > at && (view.state === "found" || view.state === "unsure"));
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
    l: () => goToBlock(1),
    h: () => goToBlock(-1),
    m: () => openMenu() || say("No block is chosen: press l for the first one."),
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
  const lang = page.metadata.language ?? undefined;
  return (
    <div class="reader">
      <article class="sheet">
        <Head page={page} />
        <Legend />
        {page.blocks.length === 0 && <Empty>The capture holds no words.</Empty>}
        {groups(page.blocks).map((group, n) => (
          <GroupOfBlocks key={n} group={group} lang={lang} choice={choice} moving={moving} opened={opened} />
        ))}
      </article>
      <aside class="side" aria-label="The chosen statement">
        {chosen ? (
          <Card
            view={chosen}
            others={views}
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
  const { title, published, published_ground: ground, site, authors, section, canonical, language } = page.metadata;
  const origin = page.origins[0] ?? "";
  return (
    <header class="sheet-head">
      <Heading>{title ? <span lang={language ?? undefined}>{title}</span> : fileName(origin)}</Heading>
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

interface GroupProps {
  group: Group;
  lang: string | undefined;
  choice: Choice;
  moving: Moving;
  opened: Opened;
}

function GroupOfBlocks({ group, opened, ...props }: GroupProps) {
  if (group.kind === "block") return <BlockOfPage {...group.one} {...props} />;
  const { run } = group;
  const blocks = run.map((one) => <BlockOfPage key={one.number} {...one} {...props} />);
  if (run.length < N_FOLDED) return <div class="furniture">{blocks}</div>;
  return (
    <details class="furniture" open={opened.isOpen(run)} onToggle={(event) => opened.turn(run, event.currentTarget.open)}>
      <summary class="stop">
        {count(run.length, "piece")} beside the article: {runInWords(run)}
      </summary>
      {blocks}
    </details>
  );
}

/** So many pieces of furniture that stand together are folded away. */
const N_FOLDED = 3;

/** The folded runs that a person has opened, by their blocks: a run that a block joins or leaves stays open. */
interface Opened {
  isOpen: (run: readonly Numbered[]) => boolean;
  turn: (run: readonly Numbered[], isOpen: boolean) => void;
  /** Whatever run the block with this key comes into is open. */
  open: (key: string) => void;
}

function useOpened(): Opened {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const keyOf = ({ block, number }: Numbered) => block.key ?? String(number);
  const isOpen = (run: readonly Numbered[]) => run.some((one) => keys.has(keyOf(one)));
  return {
    isOpen,
    turn: (run, wanted) => {
      if (wanted === isOpen(run)) return;
      const next = new Set(keys);
      for (const key of run.map(keyOf)) wanted ? next.add(key) : next.delete(key);
      setKeys(next);
    },
    open: (key) => setKeys((now) => new Set(now).add(key)),
  };
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

/** Puts the focus on the next block's role, or on the line that stands for a folded run; `by` -1 goes back. */
function goToBlock(by: 1 | -1): void {
  const stops = [...document.querySelectorAll<HTMLElement>(".sheet .stop")].filter((stop) => stop.checkVisibility());
  const here = document.activeElement?.closest(".block")?.querySelector(".stop") ?? document.activeElement;
  const at = stops.findIndex((stop) => stop === here);
  const next = stops[at < 0 ? 0 : at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

/** Opens the menu of the block that has the focus; false when none has. */
function openMenu(): boolean {
  const role = document.activeElement?.closest(".block")?.querySelector<HTMLElement>("button.role");
  role?.click();
  return role != null;
}
