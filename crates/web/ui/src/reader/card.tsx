import { write } from "../address";
import type { Entry, Evidence, Field, FieldName, Part, RecordView, Statement } from "../api/types";
import { fieldName, foundBy, happened, interval, isInterval, known, label, moment, quoted, speaker, stated, words } from "../format";
import { StateMark } from "../parts/state-mark";
import { useReview } from "../review/use-review";

interface Props {
  view: RecordView;
  /** The statements of the page, this one among them. */
  others: RecordView[];
  history: Entry[] | null;
  n: number;
  total: number;
  pointed: Part | null;
  /** Shows the words of a part. */
  point: (part: Part) => void;
  step: (by: 1 | -1) => void;
}

/** Everything that is known of a statement, each field with the words that it rests on. */
export function Card({ view, others, history, n, total, pointed, point, step }: Props) {
  const { verdicts, give, edit } = useReview();
  const statement = view.record.finding;
  const isBusy = verdicts.isWaiting(view.record.id);
  const decide = (verdict: "accept" | "reject" | "undo") => () => void give(view, { verdict });
  return (
    <section class="card" aria-labelledby="card-title" aria-busy={isBusy}>
      <header class="card-head">
        <p class="note">
          Statement {n} of {total}
        </p>
        <StateMark state={view.state} />
        <button type="button" class="icon" onClick={() => step(-1)} aria-label="Previous statement" title="Previous (k)">
          ↑
        </button>
        <button type="button" class="icon" onClick={() => step(1)} aria-label="Next statement" title="Next (j)">
          ↓
        </button>
      </header>
      <h2 id="card-title">{speaker(statement)}</h2>
      {view.is_lost && <p class="lost">Kept because it was reviewed: the page as it is read now does not give it.</p>}
      <div class="actions">
        <Action sign="✓" name="Accept" hint="a" onClick={decide("accept")} isOn={view.state === "accepted"} />
        <Action sign="✕" name="Reject" hint="r" onClick={decide("reject")} isOn={view.state === "rejected"} />
        <Action sign="✎" name="Edit" hint="e" onClick={() => edit(view)} />
        <Action sign="↶" name="Undo" hint="u" onClick={decide("undo")} />
      </div>
      <dl class="fields">
        <Nesting name="Inside" views={others.filter((other) => isInside(view, other))} />
        <Nesting name="Holds" views={others.filter((other) => isInside(other, view))} />
        {rows(statement).map((row) => (
          <Row key={row.part ?? row.name} {...row} isPointed={row.part !== null && row.part === pointed} point={point} />
        ))}
        <div class="field">
          <dt>Found by</dt>
          <dd>
            {foundBy(view.record.found_by)}
            <small>
              how sure: {view.record.confidence.toFixed(2)} of 1
              {view.record.scores && ` (${view.record.scores.map(([of, score]) => `${of} ${score.toFixed(2)}`).join(", ")})`}
            </small>
          </dd>
        </div>
      </dl>
      <p class="card-links">
        <SameSpeaker statement={statement} />
      </p>
      <h3>History</h3>
      {history ? (
        <ol class="history">
          {history.map((entry) => (
            <li key={entry.number}>
              {happened(entry)}
              <small>
                {moment(entry.at)}, {entry.by}
              </small>
            </li>
          ))}
        </ol>
      ) : (
        <p class="note">Reading …</p>
      )}
      <details class="producer">
        <summary>Record and producer</summary>
        <p class="file">
          {view.record.id}
          <br />
          program {view.producer.program}; data {view.producer.data.slice(0, 16)}; weights {view.producer.weights}
        </p>
      </details>
    </section>
  );
}

/** Does the first stand in what the second says? */
function isInside(inner: RecordView, outer: RecordView): boolean {
  return stated(inner.record.finding.on_word_of.value) === outer.record.id;
}

/** The statements around this one, or inside it, each with the way there. */
function Nesting({ name, views }: { name: string; views: RecordView[] }) {
  if (views.length === 0) return null;
  return (
    <div class="field">
      <dt>{name}</dt>
      <dd>
        {views.map(({ record }) => (
          <p key={record.id}>
            <a href={write({ screen: "page", id: record.capture, record: record.id })}>{speaker(record.finding)}</a>:{" "}
            {shortened(quoted(record.finding))}
          </p>
        ))}
      </dd>
    </div>
  );
}

const MAX_LETTERS = 90;

function shortened(words: string): string {
  return words.length > MAX_LETTERS ? `${words.slice(0, MAX_LETTERS).trimEnd()} …` : words;
}

function Action(props: { sign: string; name: string; hint: string; onClick: () => void; isOn?: boolean }) {
  return (
    <button type="button" class="button" onClick={props.onClick} aria-pressed={props.isOn} aria-keyshortcuts={props.hint}>
      <span aria-hidden="true">{props.sign} </span>
      {props.name}
      <kbd aria-hidden="true">{props.hint}</kbd>
    </button>
  );
}

interface RowValue {
  name: string;
  value: string;
  /** The part whose words lie on the page; nothing where the value has none. */
  part: Part | null;
  evidence: Evidence[];
  ground?: string | undefined;
  isOpen?: boolean;
}

/** The id of a record, as `on_word_of` holds it. */
const RECORD = /^[0-9a-f]{64}$/;

function rows(statement: Statement): RowValue[] {
  const part = (name: "source" | "cue" | "content"): RowValue => ({
    name: fieldName(name),
    value: name === "content" ? quoted(statement) : words(statement[name]) || "none",
    part: statement[name].length ? name : null,
    evidence: [],
    isOpen: statement[name].length === 0,
  });
  // A statement that this one stands in is shown above, in words.
  const onWordOf: [FieldName & Part, Field<unknown>] = ["on-word-of", statement.on_word_of];
  const fields: [FieldName & Part, Field<unknown>][] = [
    ["speaker", statement.speaker],
    ["party", statement.party],
    ["rank", statement.rank],
    ["addressee", statement.addressee],
    ["medium", statement.medium],
    ["date", statement.date],
    ["hedges", statement.hedges],
    ...(RECORD.test(stated(statement.on_word_of.value) ?? "") ? [] : [onWordOf]),
    ["act", statement.act],
  ];
  const field = ([name, given]: [FieldName & Part, Field<unknown>]): RowValue => ({
    name: fieldName(name),
    value: name === "date" ? dateInWords(statement.date) : known(given),
    part: given.evidence?.length ? name : null,
    evidence: given.evidence ?? [],
    ground: given.ground,
    isOpen: stated(given.value) === null,
  });
  const kind: RowValue = { name: fieldName("kind"), value: label(statement.kind), part: null, evidence: [] };
  return [part("content"), part("source"), part("cue"), kind, ...fields.map(field)];
}

function dateInWords(date: Field<string>): string {
  const value = stated(date.value);
  if (value === null) return known(date);
  return isInterval(value) && !value.includes("..") ? `${interval(value)} (day not stated)` : interval(value);
}

function Row({ name, value, part, evidence, ground, isOpen, isPointed, point }: RowValue & { isPointed: boolean; point: Props["point"] }) {
  const said = words(evidence);
  return (
    <div class={isPointed ? "field is-pointed" : "field"}>
      <dt>{name}</dt>
      <dd class={isOpen ? "is-open" : undefined}>
        {part ? (
          <button type="button" class="to-words" onClick={() => point(part)} title="Show the words on the page">
            <span class={evidence.length ? undefined : `as-${part}`}>{value}</span>
            {said && said !== value && <small class="words">“{said}”</small>}
            <span class="unseen"> (show the words)</span>
          </button>
        ) : (
          value
        )}
        {ground && <small>{ground}</small>}
      </dd>
    </div>
  );
}

function SameSpeaker({ statement }: { statement: Statement }) {
  const name = stated(statement.speaker.value);
  if (!name) return null;
  return (
    <a href={write({ screen: "statements", filter: { speaker: name }, offset: 0, record: null })}>All statements by {name}</a>
  );
}
