import { useEffect, useState } from "preact/hooks";

import { ApiError, ask } from "./client";

export interface Answer<T> {
  /** The newest answer; while another is on its way, the one before. */
  value: T | null;
  error: string | null;
  isLoading: boolean;
  /** Asks again. */
  reload: () => void;
  /** Puts what a change answered in the place of the answer. */
  replace: (value: T) => void;
}

/** Asks the API for a path, and again when the path changes. `null` asks for nothing. */
export function useAnswer<T>(path: string | null): Answer<T> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{ path: string | null; value: T | null; error: string | null }>({
    path: null,
    value: null,
    error: null,
  });
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    ask<T>(path, abort.signal).then(
      (value) => setState({ path, value, error: null }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setState({ path, value: null, error: error instanceof ApiError ? error.message : String(error) });
      },
    );
    return () => abort.abort();
  }, [path, round]);
  const isLoading = path !== null && state.path !== path;
  return {
    value: state.value,
    error: isLoading ? null : state.error,
    isLoading,
    reload: () => setRound(round + 1),
    replace: (value) => setState({ path, value, error: null }),
  };
}
