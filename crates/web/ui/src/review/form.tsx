import { useEffect, useRef, useState } from "preact/hooks";

import { ApiError } from "../api/client";
import { FIELD_NAMES, type Field, type FieldName, type RecordView } from "../api/types";
import { fieldName, label, quoted, stated } from "../format";
import type { Verdicts } from "./verdicts";

/** The labels of the fields that take no other, as `crates/ledger/src/record.rs` has them. */
const LABELS: Partial<Record<FieldName, readonly string[]>> = {
  kind: ["direct", "indirect", "mixed"],
  rank: [
    "head",
    "minister",
    "spokesperson",
    "official",
    "unnamed-official",
    "adviser",
    "lawmaker",
    "military",
    "party-figure",
    "rebel",
    "igo",
    "expert",
    "media",
    "citizen",
    "body",
  ],
  medium: [
    "interview",
    "press-conference",
    "speech",
    "call",
    "meeting",
    "letter",
    "decree",
    "resolution",
    "post",
    "broadcast",
    "document",
    "leak",
  ],
  act: ["COMMENT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "CONCEDE", "SUPPORT", "CONSULT"],
};

const HINTS: Partial<Record<FieldName, string>> = {
  party: "A code such as UKR, IGO-UNO or RUS-OPP.",
  hedges: "Any of reportedly, alleged, anonymous, private, denied, declined; commas between.",
  date: "2022-10-05, 2022-10, 2022, 2022-10-01/2022-10-05, ../2022-10-05 or 2022-10-05/..",
  "on-word-of": "The id of the statement it stands in, or the name of the outlet.",
};

interface Props {
  view: RecordView;
  verdicts: Verdicts;
  onClose: () => void;
  onSaved: (sentence: string) => void;
}

/** The form that corrects one field. An empty value says that the page gives none. */
export function EditForm({ view, verdicts, onClose, onSaved }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [field, setField] = useState<FieldName>("speaker");
  const [value, setValue] = useState(valueOf(view, "speaker"));
  const [error, setError] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const choose = (name: FieldName) => {
    setField(name);
    setValue(valueOf(view, name));
    setError(null);
  };
  const save = async (event: Event) => {
    event.preventDefault();
    setIsSaving(true);
    try {
      await verdicts.give(view, { verdict: "edit", field, value: value.trim() });
      onSaved(`${fieldName(field)} changed.`);
    } catch (failure) {
      setError(failure instanceof ApiError ? failure.message : String(failure));
      setIsSaving(false);
    }
  };
  const labels = LABELS[field];
  const hint = HINTS[field];
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="edit-title" onClose={onClose}>
      <form onSubmit={save}>
        <h2 id="edit-title">Edit a field</h2>
        <p class="words dialog-words">{quoted(view.record.finding)}</p>
        <label class="labelled">
          Field
          <select value={field} onChange={(event) => choose(event.currentTarget.value as FieldName)}>
            {FIELD_NAMES.map((name) => (
              <option value={name}>{fieldName(name)}</option>
            ))}
          </select>
        </label>
        <label class="labelled">
          Value
          {labels ? (
            <select value={value} aria-describedby="edit-note" onChange={(event) => setValue(event.currentTarget.value)}>
              {field !== "kind" && <option value="">not stated on the page</option>}
              {labels.map((name) => (
                <option value={name}>{label(name)}</option>
              ))}
            </select>
          ) : (
            <input
              value={value}
              autocomplete="off"
              spellcheck={false}
              aria-invalid={error !== null}
              aria-describedby="edit-note"
              onInput={(event) => setValue(event.currentTarget.value)}
            />
          )}
        </label>
        <p id="edit-note" class="note">
          {hint} {field !== "kind" && "Empty means that the page gives none."}
        </p>
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="button is-first" disabled={isSaving}>
            Save
          </button>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}

function valueOf(view: RecordView, name: FieldName): string {
  const statement = view.record.finding;
  if (name === "kind") return statement.kind;
  const field: Field<unknown> = name === "on-word-of" ? statement.on_word_of : statement[name];
  const value = stated(field.value);
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}
