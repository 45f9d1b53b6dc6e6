import { call } from "../room/api/call";
import type { Media } from "../room/api/types";
import type { components } from "../room/api/schema";

export type Part = components["schemas"]["PartOut"];
export type Standing = components["schemas"]["RecorderStanding"];
export type Place = components["schemas"]["PlaceIn"];
export type Form = components["schemas"]["BeginIn"]["form"];

/** Begins the part that a code was given out for. */
export function begin(code: string, form: Form): Promise<Part> {
  return call("POST", "/recorder/begin", { body: { code, form } });
}

/** What a recorder asks of the server, with the key of its part. */
export class Server {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  token(): Promise<Media> {
    return call("POST", "/recorder/token", { ticket: this.#key });
  }

  standing(): Promise<Standing> {
    return call("GET", "/recorder/standing", { ticket: this.#key });
  }

  /** One second of film; it is on disk when this comes back. */
  keep(number: number, chunk: Blob): Promise<Standing> {
    return call("PUT", `/recorder/chunks/${number}`, { ticket: this.#key, bytes: chunk });
  }

  move(at: number, places: Place[]): Promise<void> {
    return call("PUT", "/recorder/places", { ticket: this.#key, body: { at, places } });
  }

  hear(at: number, identities: string[]): Promise<void> {
    return call("PUT", "/recorder/voices", { ticket: this.#key, body: { at, identities } });
  }

  end(): Promise<void> {
    return call("POST", "/recorder/end", { ticket: this.#key });
  }
}
