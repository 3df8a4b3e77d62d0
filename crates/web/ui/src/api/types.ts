/** The API's answers, as `crates/web/src/api` and `crates/ledger/src/record.rs` write them. */

export type Known<T> = { stated: T } | "absent" | "not-examined";

export interface Evidence {
  words: string;
  block: number;
}

export interface Field<T> {
  value: Known<T>;
  evidence?: Evidence[];
  ground?: string;
}

export type Kind = "direct" | "indirect" | "mixed";
export type State = "found" | "unsure" | "accepted" | "edited" | "rejected" | "withdrawn";

export interface Statement {
  type: "statement";
  kind: Kind;
  source: Evidence[];
  cue: Evidence[];
  content: Evidence[];
  speaker: Field<string>;
  party: Field<string>;
  rank: Field<string>;
  addressee: Field<string>;
  medium: Field<string>;
  hedges: Field<string[]>;
  on_word_of: Field<string>;
  date: Field<string>;
  act: Field<string>;
}

export interface RecordView {
  record: {
    id: string;
    capture: string;
    finding: Statement;
    found_by: string;
    confidence: number;
    /** What the confidence is made of; left out for a rule. */
    scores?: [string, number][];
  };
  state: State;
  /** Reviewed, and no longer found as the page is read now: its block was moved, or a newer program reads it otherwise. */
  is_lost: boolean;
  producer: { program: string; data: string; weights: string };
  page_origin: string;
  page_title: string | null;
}

export interface Entry {
  number: number;
  at: string;
  kind: "found" | "accepted" | "rejected" | "edited" | "undone" | "withdrawn";
  by: string;
  edit: [FieldName, string] | null;
}

export type RecordWithHistory = RecordView & { history: Entry[] };

export const FIELD_NAMES = [
  "speaker",
  "party",
  "rank",
  "addressee",
  "medium",
  "hedges",
  "on-word-of",
  "date",
  "act",
  "kind",
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export type Verdict =
  | { verdict: "accept" }
  | { verdict: "reject" }
  | { verdict: "undo" }
  | { verdict: "edit"; field: FieldName; value: string };

export interface Count {
  value: string;
  n_records: number;
}

export interface Summary {
  ledger: string;
  reviewer: string;
  version: string;
  n_pages: number;
  n_articles: number;
  n_statements: number;
  n_unsure: number;
  n_reviewed: number;
  n_problems: number;
  first_day: string | null;
  last_day: string | null;
  speakers: Count[];
  problems: Count[];
}

export interface Found {
  total: number;
  limit: number;
  offset: number;
  statements: RecordView[];
}

export interface Facets {
  speaker: Count[];
  party: Count[];
  kind: Count[];
  state: Count[];
  page: (Count & { title: string | null; origin: string | null })[];
}

export interface TimelineDay {
  date: string;
  records: RecordView[];
}

export interface Metadata {
  title: string | null;
  deck: string | null;
  authors: string[];
  published: string | null;
  modified: string | null;
  published_ground: string | null;
  site: string | null;
  section: string | null;
  language: string | null;
  canonical: string | null;
  encoding: string | null;
}

export interface PageHead {
  id: string;
  origins: string[];
  media_type: string;
  n_bytes: number;
  read_at: string;
  is_article: boolean;
  metadata: Metadata;
  n_records: number;
  n_problems: number;
}

export type Part =
  | "source"
  | "cue"
  | "content"
  | "speaker"
  | "party"
  | "rank"
  | "addressee"
  | "medium"
  | "hedges"
  | "on-word-of"
  | "date"
  | "act";

/** Words of a block that a record stands on; `start` inside, `end` outside, in UTF-16 units. */
export interface Mark {
  record: string;
  part: Part;
  start: number;
  end: number;
}

/** What a block can be. */
export interface Role {
  /** As the contract writes it, such as `live-entry`. */
  name: string;
  /** In words for a person. */
  meaning: string;
  is_article: boolean;
}

/** Who gave a block its role, and what it was before. */
export interface Moved {
  by: string;
  at: string;
  was: string;
  was_meaning: string;
}

export interface Block {
  role: string;
  meaning: string;
  is_article: boolean;
  /** Names the block when it is moved; null where none of its words stand in the capture. */
  key: string | null;
  /** The person's verdict that gave it its role. */
  moved: Moved | null;
  /** Other pages of the site that hold its words, when these take it out of the article. */
  n_other_pages: number | null;
  text: string;
  marks: Mark[];
}

export interface WholePage extends PageHead {
  blocks: Block[];
  statements: RecordView[];
  problems: ProblemView[];
  roles: Role[];
}

/** What a person says about a block. */
export type BlockVerdict = { verdict: "move"; role: string } | { verdict: "undo" };

/** What became of the page when a block was moved. */
export interface Recoded {
  n_added: number;
  n_withdrawn: number;
  page: WholePage;
}

export interface ProblemView {
  page: string;
  page_origin: string;
  name: string;
  note: string;
  words: string | null;
}
