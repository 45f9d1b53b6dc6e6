import { type LocalAudioTrack, TrackEvent } from "livekit-client";
import { useEffect, useState } from "react";
import { Ear } from "../hearing/ear";
import { Silence } from "../hearing/speech";

/** Whether nothing comes from an open microphone: `silent` it never gave a sound, `muted` the system holds it. */
export function useQuiet(track: LocalAudioTrack | null): "silent" | "muted" | null {
  const [quiet, setQuiet] = useState<{ of: LocalAudioTrack; why: "silent" | "muted" | null } | null>(null);
  useEffect(() => {
    if (!track) return;
    let ear: Ear | null = null;
    let stop = new AbortController();
    const listen = (): void => {
      ear?.close();
      stop.abort();
      stop = new AbortController();
      const raw = track.mediaStreamTrack;
      const silence = new Silence(() => {
        setQuiet({ of: track, why: "silent" });
      });
      try {
        ear = new Ear(raw, (loudness) => {
          silence.hear(loudness);
          if (loudness !== -Infinity) setQuiet((before) => (before?.why === "silent" ? null : before));
        });
      } catch {
        return; // No sound system: there is nothing to hear.
      }
      const look = (): void => {
        setQuiet({ of: track, why: raw.muted ? "muted" : null });
      };
      raw.addEventListener("mute", look, { signal: stop.signal });
      raw.addEventListener("unmute", look, { signal: stop.signal });
    };
    listen();
    track.on(TrackEvent.Restarted, listen);
    return () => {
      track.off(TrackEvent.Restarted, listen);
      stop.abort();
      ear?.close();
    };
  }, [track]);
  return quiet && quiet.of === track ? quiet.why : null;
}
