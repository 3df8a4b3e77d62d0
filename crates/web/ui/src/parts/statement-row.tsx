import { write } from "../address";
import type { RecordView } from "../api/types";
import { interval, known, quoted, speaker, stated, title, words } from "../format";
import { useReview } from "../review/use-review";
import { StateMark } from "./state-mark";

interface Props {
  view: RecordView;
  isSelected: boolean;
  onSelect: () => void;
  /** The day stands above already. */
  withoutDate?: boolean;
}

/** A statement in a list: who, the words of saying, what, when, where; the words lead to the page. */
export function StatementRow({ view: given, isSelected, onSelect, withoutDate = false }: Props) {
  const view = useReview().verdicts.shown(given);
  const { id, capture, finding } = view.record;
  const party = stated(finding.party.value);
  const cue = words(finding.cue);
  const date = stated(finding.date.value);
  return (
    <li id={`r-${id}`} class={`row is-${view.state}`} aria-current={isSelected ? "true" : undefined} onFocusIn={onSelect}>
      <p class="row-head">
        <span class="speaker">{speaker(finding)}</span>
        {party && <abbr class="party">{party}</abbr>}
        {cue && <span class="row-cue">{cue}</span>}
      </p>
      <a class="words row-words" href={write({ screen: "page", id: capture, record: id })}>
        {quoted(finding)}
      </a>
      <p class="row-foot">
        {!withoutDate && <span>{date ? interval(date) : `date ${known(finding.date)}`}</span>}
        <span>{finding.kind}</span>
        <StateMark state={view.state} />
        <cite>{title(view)}</cite>
      </p>
    </li>
  );
}
