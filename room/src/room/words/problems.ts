import type { Problem } from "../api/problem";
import { t, tn } from "./index";

/** The sentence for a refusal; the server's own where we have none. */
export function explainProblem(problem: Problem): string {
  switch (problem.kind) {
    case "offline":
      return t("problem.offline");
    case "passcode":
      return problem.details["asked"] === true ? t("problem.passcode.asked") : t("problem.passcode.wrong");
    case "locked":
      return t("problem.locked");
    case "full":
      return t("problem.full");
    case "removed":
      return t("problem.removed");
    case "notice-changed":
      return t("problem.notice");
    case "too-many":
      return problem.retryAfter === null ? t("problem.too-many") : tn("problem.too-many.seconds", Math.ceil(problem.retryAfter));
    case "media-down":
      return t("problem.media-down");
    case "not-found":
      return t("problem.not-found");
    default:
      return problem.title || t("problem.unexpected");
  }
}
