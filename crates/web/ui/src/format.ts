/** Values in words for a person. */

import type { Entry, Evidence, Field, FieldName, Known, Part, Statement } from "./api/types";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A date interval as the ledger writes it, in words: `5 October 2022`, `1–5 October 2022`, `on or before 5 October 2022`. */
export function interval(written: string): string {
  const [first, last] = written.split("/");
  if (first === undefined || last === undefined) return whole(written);
  if (first === ".." && last === "..") return "date open";
  if (first === "..") return `on or before ${whole(last)}`;
  if (last === "..") return `${whole(first)} or later`;
  return between(first, last);
}

/** Is the interval more than one day? */
export function isInterval(written: string): boolean {
  return !/^\d{4}-\d{2}-\d{2}$/.test(written);
}

/** The day of the week of `2022-10-05`; empty for anything that is no day. */
export function weekday(day: string): string {
  if (isInterval(day)) return "";
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return WEEKDAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()] ?? "";
}

/** A moment in UTC, to the minute. */
export function moment(at: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(at);
  return parts ? `${whole(parts[1] ?? "")}, ${parts[2]} UTC` : at;
}

function whole(written: string): string {
  const [year, month, day] = written.split("-");
  const name = MONTHS[Number(month) - 1];
  if (!name) return written;
  return day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
}

function between(first: string, last: string): string {
  const [year, month, day] = first.split("-");
  const [lastYear, lastMonth, lastDay] = last.split("-");
  if (!day || !lastDay || year !== lastYear) return `${whole(first)} – ${whole(last)}`;
  if (month === lastMonth) return `${Number(day)}–${whole(last)}`;
  return `${Number(day)} ${MONTHS[Number(month) - 1]} – ${whole(last)}`;
}

/** The value, where the page states one. */
export function stated<T>(known: Known<T>): T | null {
  return typeof known === "object" ? known.stated : null;
}

/** A field's value in words; three different things are told apart. */
export function known(field: Field<unknown>): string {
  if (field.value === "absent") return "not stated";
  if (field.value === "not-examined") return "not examined";
  const value = field.value.stated;
  if (Array.isArray(value)) return value.length ? value.map(label).join(", ") : "none";
  return label(String(value));
}

/** A label such as `press-conference` as two words. Names and codes stay as they are. */
export function label(value: string): string {
  return /^[a-z]+(-[a-z]+)+$/.test(value) ? value.replaceAll("-", " ") : value;
}

/** The words of several pieces, with a gap where there is one. */
export function words(evidence: readonly Evidence[]): string {
  return evidence.map((piece) => piece.words).join(" … ");
}

const OPENING = /^[“„«"‘'`]/;

/**
 * What was said, as the page has it. Direct speech gets quotation marks where the finding left them out; nothing else does,
 * since quotation marks say that these were the words.
 */
export function quoted(statement: Statement): string {
  const said = words(statement.content);
  return statement.kind === "direct" && !OPENING.test(said) ? `“${said}”` : said;
}

/** Who said it: the resolved name, or the page's words, or that there are none. */
export function speaker(statement: Statement): string {
  return stated(statement.speaker.value) ?? (words(statement.source) || "Speaker not named");
}

/** The ground of a page's title when it has none: its file. */
export function title(page: { page_title: string | null; page_origin: string }): string {
  return page.page_title || fileName(page.page_origin);
}

/** The last part of a path or address. */
export function fileName(origin: string): string {
  return origin.replace(/[/\\]+$/, "").split(/[/\\]/).pop() || origin;
}

const FIELDS: Record<FieldName | Part, string> = {
  source: "Source",
  cue: "Cue",
  content: "Content",
  speaker: "Speaker",
  party: "Party",
  rank: "Rank",
  addressee: "Said to",
  medium: "Medium",
  hedges: "Hedges",
  "on-word-of": "On the word of",
  date: "Said on",
  act: "Act",
  kind: "Kind",
};

/** A field's name as people read it. */
export function fieldName(field: FieldName | Part): string {
  return FIELDS[field];
}

/** One line of a record's history. */
export function happened(entry: Entry): string {
  switch (entry.kind) {
    case "found":
      return "Found";
    case "accepted":
      return "Accepted";
    case "rejected":
      return "Rejected";
    case "undone":
      return "Last verdict taken back";
    case "withdrawn":
      return "No longer found";
    case "edited": {
      if (!entry.edit) return "Edited";
      const [field, value] = entry.edit;
      return value ? `${fieldName(field)} changed to “${label(value)}”` : `${fieldName(field)} changed to “not stated”`;
    }
  }
}

/** A problem's name, such as `statement-without-source`, as words. */
export function problemName(name: string): string {
  const spaced = name.replaceAll("-", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A count with its noun: `1 page`, `2 pages`, `1,204 pages`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** A number with a comma between thousands. */
export function number(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Bytes, rounded: `12 kB`. */
export function size(nBytes: number): string {
  if (nBytes < 1000) return count(nBytes, "byte");
  return nBytes < 1_000_000 ? `${Math.round(nBytes / 1000)} kB` : `${(nBytes / 1_000_000).toFixed(1)} MB`;
}

/** What found a record: the name of a rule, or which look of the model. */
export function foundBy(name: string): string {
  if (name === "model:nested") return "the model, looking inside another statement";
  return name.startsWith("model:") ? "the model" : name.replace(/^rule:/, "rule ");
}
