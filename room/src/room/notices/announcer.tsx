import { useStore } from "../ui/store";
import type { Notices } from "./notices";

/** One polite and one assertive region for screen readers. */
export function Announcer({ notices }: { notices: Notices }) {
  const polite = useStore(notices.polite);
  const assertive = useStore(notices.assertive);
  return (
    <>
      <p className="sr-only" aria-live="polite">
        {polite}
      </p>
      <p className="sr-only" aria-live="assertive">
        {assertive}
      </p>
    </>
  );
}
