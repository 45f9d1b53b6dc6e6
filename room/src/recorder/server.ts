import { Problem, readProblem } from "../room/api/problem";
import type { Media } from "../room/api/types";
import type { components } from "../room/api/schema";

export type Part = components["schemas"]["PartOut"];
export type Standing = components["schemas"]["RecorderStanding"];
export type Place = components["schemas"]["PlaceIn"];
export type Form = components["schemas"]["BeginIn"]["form"];

const TIMEOUT = 10_000;

async function ask<T>(method: string, path: string, key: string, body?: BodyInit, type = "application/json"): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/recorder${path}`, {
      method,
      headers: { Accept: "application/json", ...(key ? { Authorization: `Bearer ${key}` } : {}), ...(body === undefined ? {} : { "Content-Type": type }) },
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT),
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    throw new Problem("offline", 0);
  }
  if (!response.ok) throw await readProblem(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Begins the part that a code was given out for. */
export function begin(code: string, form: Form): Promise<Part> {
  return ask("POST", "/begin", "", JSON.stringify({ code, form }));
}

/** What a recorder asks of the server, with the key of its part. */
export class Server {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  token(): Promise<Media> {
    return ask("POST", "/token", this.#key);
  }

  standing(): Promise<Standing> {
    return ask("GET", "/standing", this.#key);
  }

  /** One second of film; it is on disk when this comes back. */
  keep(number: number, chunk: Blob): Promise<Standing> {
    return ask("PUT", `/chunks/${number}`, this.#key, chunk, "application/octet-stream");
  }

  move(at: number, places: Place[]): Promise<void> {
    return ask("PUT", "/places", this.#key, JSON.stringify({ at, places }));
  }

  end(): Promise<void> {
    return ask("POST", "/end", this.#key);
  }
}
