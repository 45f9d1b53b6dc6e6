import type { Participant } from "livekit-client";
import { useEffect, useState } from "react";
import { ON_SPEAKING, useObserved } from "./observe";

const HOLD = 900;

/** Whether somebody speaks, held a moment longer: the server's report flickers each 400 ms. */
export function useSpeaking(participant: Participant): boolean {
  const now = useObserved(participant, ON_SPEAKING, () => participant.isSpeaking);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        setHeld(now);
      },
      now ? 0 : HOLD,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [now]);
  return now || held;
}
