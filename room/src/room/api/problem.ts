/** An answer that is not a success: RFC 9457 problem details, or no answer at all. */
export class Problem extends Error {
  /** `offline` when nothing answered; `unexpected` when the answer says no kind. */
  readonly kind: string;
  readonly status: number;
  /** A sentence for the person, or empty. */
  readonly title: string;
  /** Seconds until another try makes sense. */
  readonly retryAfter: number | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: string,
    status: number,
    title = "",
    retryAfter: number | null = null,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${kind} (${status})`);
    this.name = "Problem";
    this.kind = kind;
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
    this.details = details;
  }
}

export async function readProblem(response: Response): Promise<Problem> {
  let details: Record<string, unknown> = {};
  try {
    const body: unknown = await response.json();
    if (typeof body === "object" && body !== null) details = body as Record<string, unknown>;
  } catch {
    // A proxy's page: the status is all we have.
  }
  const seconds = Number(response.headers.get("Retry-After") ?? "");
  const { kind, title } = details;
  return new Problem(
    typeof kind === "string" ? kind : "unexpected",
    response.status,
    typeof title === "string" ? title : "",
    seconds > 0 ? seconds : null,
    details,
  );
}
