import type { BlockVerdict, RecordWithHistory, Recoded, Verdict } from "./types";

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
  return send<RecordWithHistory>(`/records/${id}/review`, verdict);
}

/** Sends what a person says about a block; the answer is the page as it is then coded. */
export async function sendBlockVerdict(page: string, key: string, verdict: BlockVerdict): Promise<Recoded> {
  return send<Recoded>(`/pages/${encodeURIComponent(page)}/blocks/${encodeURIComponent(key)}`, verdict);
}

async function send<T>(path: string, said: unknown): Promise<T> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="demarche-token"]')?.content ?? "";
  return answer<T>(`/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-demarche-token": token },
    body: JSON.stringify(said),
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
