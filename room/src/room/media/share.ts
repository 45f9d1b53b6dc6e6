import type { Room } from "livekit-client";

export function canShare(): boolean {
  return typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === "function";
}

/**
 * Offers a screen, window or tab with its sound.
 *
 * Sharp text before smooth motion, and no simulcast: late joiners would get a
 * blurred layer first (livekit/livekit#3742). `restrictOwnAudio` keeps the
 * others from hearing themselves.
 */
export async function startSharing(room: Room): Promise<"shared" | "cancelled" | "blocked"> {
  try {
    await room.localParticipant.setScreenShareEnabled(
      true,
      {
        audio: { restrictOwnAudio: true, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
        systemAudio: "include",
        surfaceSwitching: "include",
        selfBrowserSurface: "exclude",
        contentHint: "text",
      },
      { simulcast: false },
    );
    return "shared";
  } catch (error) {
    const blocked = error instanceof Error && (/system/i.test(error.message) || error.name === "NotReadableError");
    return blocked ? "blocked" : "cancelled";
  }
}

export async function stopSharing(room: Room): Promise<void> {
  await room.localParticipant.setScreenShareEnabled(false);
}
