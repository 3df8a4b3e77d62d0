import type { ComponentChildren } from "preact";

/** Nothing to show, and what to do about it. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** What went wrong, and the way to try again. */
export function Failed({ error, onRetry }: { error: string; onRetry: () => void }) {
  return (
    <div class="error" role="alert">
      <p>{error}</p>
      <button type="button" class="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

/** Something is on its way. */
export function Loading() {
  return (
    <p class="empty" role="status">
      Reading the ledger …
    </p>
  );
}
