import { Problem, readProblem } from "./problem";

const TIMEOUT = 15_000;

export interface Call {
  body?: unknown;
  /** Bytes, as they are, instead of a body. */
  bytes?: Blob;
  ticket?: string;
  csrf?: string;
  /** Let the request finish after the page is gone. */
  keepalive?: boolean;
}

/** Asks the server. Raises Problem for every answer that is not a success. */
export async function call<T>(method: string, path: string, given: Call = {}): Promise<T> {
  const headers = new Headers({ Accept: "application/json" });
  if (given.ticket !== undefined) headers.set("Authorization", `Bearer ${given.ticket}`);
  if (given.csrf !== undefined) headers.set("X-CSRFToken", given.csrf);
  const { bytes } = given;
  const body = bytes ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
  if (body !== undefined) headers.set("Content-Type", bytes ? "application/octet-stream" : "application/json");
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      keepalive: given.keepalive ?? false,
      signal: AbortSignal.timeout(TIMEOUT),
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    throw new Problem("offline", 0);
  }
  if (!response.ok) throw await readProblem(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}
