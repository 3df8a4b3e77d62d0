import type { RecordView } from "../api/types";
import { useKeys } from "../review/keys";
import { useReview } from "../review/use-review";

interface List {
  views: readonly RecordView[];
  selected: string | null;
  select: (id: string) => void;
  open: (view: RecordView) => void;
  search?: () => void;
}

/** The review keys over a list of rows. */
export function useRowKeys({ views, selected, select, open, search }: List): void {
  const { verdicts, give, edit, say } = useReview();
  const at = views.findIndex((view) => view.record.id === selected);
  const go = (n: number) => {
    const view = views[n];
    if (!view) return;
    select(view.record.id);
    focusRow(view.record.id);
  };
  const onSelected = (action: (view: RecordView) => void) => () => {
    const view = views[at];
    if (view) action(verdicts.shown(view));
    else say("No statement is chosen: press j for the first one.");
  };
  useKeys({
    j: () => go(at + 1),
    k: () => go(at < 0 ? views.length - 1 : at - 1),
    n: () => {
      const next = views.findIndex((view, n) => n > at && verdicts.shown(view).state === "found");
      if (next >= 0) go(next);
      else say("Every statement from here to the end of this list was reviewed.");
    },
    Enter: onSelected(open),
    a: onSelected((view) => void give(view, { verdict: "accept" })),
    r: onSelected((view) => void give(view, { verdict: "reject" })),
    u: onSelected((view) => void give(view, { verdict: "undo" })),
    e: onSelected(edit),
    ...(search ? { "/": search } : {}),
  });
}

/** Brings a row into view and puts the focus on its words. */
export function focusRow(id: string): void {
  const link = document.getElementById(`r-${id}`)?.querySelector<HTMLElement>(".row-words");
  link?.focus({ preventScroll: true });
  link?.closest("li")?.scrollIntoView({ block: "nearest" });
}
