/** Why a device did not open, as far as a browser lets one know. */
export type Cause = "denied" | "dismissed" | "blocked" | "busy" | "missing" | "unavailable" | "unblurred" | "unknown";

export interface Circumstances {
  /** What the browser says about this site's permission, where it says it. */
  permission?: PermissionState | undefined;
  /** Whether a device of this kind is in the browser's list. */
  listed?: boolean | undefined;
}

/** The background could not be blurred, so that the camera was not used. */
export class BlurFailed extends Error {
  override readonly name = "BlurFailed";
}

/**
 * Names the cause of a failed getUserMedia.
 *
 * A block by the operating system shows differently everywhere: Chromium says
 * "by system" in the message, others refuse although the site has permission,
 * Firefox finds nothing although a device is listed.
 */
export function explain(error: unknown, { permission, listed }: Circumstances = {}): Cause {
  if (!(error instanceof Error)) return "unknown";
  if (error instanceof BlurFailed) return "unblurred";
  switch (error.name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
    case "SecurityError":
      if (/system/i.test(error.message) || permission === "granted") return "blocked";
      return permission === "prompt" || /dismiss/i.test(error.message) ? "dismissed" : "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
      return listed === true ? "blocked" : "missing";
    case "OverconstrainedError":
    case "ConstraintNotSatisfiedError":
      return "missing";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "busy";
    case "TypeError":
    case "DeviceUnsupportedError":
      return "unavailable";
    default:
      return "unknown";
  }
}

/** Whether asking again without the wanted device may help. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    ["NotFoundError", "DevicesNotFoundError", "OverconstrainedError", "ConstraintNotSatisfiedError"].includes(error.name)
  );
}
