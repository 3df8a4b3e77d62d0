import type { RecordWithHistory, Verdict } from "./types";

/** What the server said went wrong, or that it could not be reached; always a sentence for the person at the page. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 where no answer came. */
    readonly status: number,
  ) {
    super(message);
  }
}

const UNREACHABLE = "demarche does not answer. Is `demarche serve` still running?";

/** Asks for a path under `/api`. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(`/api${path}`, signal ? { signal } : {});
}

/** Sends a verdict; the answer is the record as it then stands. */
export async function sendVerdict(id: string, verdict: Verdict): Promise<RecordWithHistory> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="demarche-token"]')?.content ?? "";
  return answer<RecordWithHistory>(`/api/records/${id}/review`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-demarche-token": token },
    body: JSON.stringify(verdict),
  });
}

async function answer<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(UNREACHABLE, 0);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const said = (body as { error?: unknown } | null)?.error;
    throw new ApiError(typeof said === "string" ? sentence(said) : UNREACHABLE, response.status);
  }
  return body as T;
}

/** The program's messages are lower case without a stop, for terminals. */
export function sentence(message: string): string {
  const first = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?!]$/.test(first) ? first : `${first}.`;
}
