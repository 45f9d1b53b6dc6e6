import type { Participant } from "livekit-client";
import { Hand, Mic, MicOff, MonitorUp, Video, VideoOff } from "lucide-react";
import { Avatar } from "../stage/avatar";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { PersonMenu } from "./person-menu";
import { type PersonState, usePersonState } from "./use-person-state";

interface Props {
  participant: Participant;
  /** Theirs among the raised hands, from 1; 0 without one. */
  place: number;
  inside: Inside;
}

/** One person in the list, with what one may do to them. */
export function PersonRow({ participant, place, inside }: Props) {
  const state = usePersonState(inside, participant, place);
  const { identity, name, self, leads, microphone, camera } = state;
  const words = remarks(state);

  return (
    <li className="flex items-center gap-2 rounded-xl px-2 py-1.5" data-person={identity}>
      <Avatar identity={identity} name={name} className="mr-1 size-9 shrink-0 text-sm" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium" title={name}>
          {self ? t("tile.self", { name }) : name}
        </p>
        {words.length > 0 && <p className="text-xs text-base-content/75">{words.join(" · ")}</p>}
      </div>
      {place > 0 && (
        <span className="room-hand-number">
          <Hand aria-hidden className="size-3.5" />
          <span aria-hidden>{place}</span>
          <span className="sr-only">{t("people.hand", { number: place })}</span>
        </span>
      )}
      {state.sharing && <MonitorUp aria-label={t("people.shares")} role="img" className="size-4 shrink-0 text-primary" />}
      {camera ? (
        <Video aria-label={t("people.camera-on")} role="img" className="size-4 shrink-0" />
      ) : (
        <VideoOff aria-label={t("people.camera-off")} role="img" className="size-4 shrink-0 text-base-content/75" />
      )}
      {leads && !self && microphone ? (
        <button
          type="button"
          className="btn btn-ghost btn-circle btn-sm"
          aria-label={t("host.mute.name", { name })}
          title={t("host.mute.name", { name })}
          onClick={() => void inside.attempt(() => inside.attendance.mute(identity, "microphone"))}
        >
          <Mic aria-hidden className="size-4" />
        </button>
      ) : (
        <span className="grid size-8 shrink-0 place-items-center">
          {microphone ? (
            <Mic aria-label={t("people.mic-on")} role="img" className="size-4" />
          ) : (
            <MicOff aria-label={t("people.mic-off")} role="img" className="size-4 text-base-content/75" />
          )}
        </span>
      )}
      <span className="size-8 shrink-0">
        <PersonMenu inside={inside} state={state} />
      </span>
    </li>
  );
}

function remarks({ host, cohost, guest, spotlit, barred }: PersonState): string[] {
  return [
    ...(host ? [t("role.host")] : []),
    ...(cohost ? [t("role.cohost")] : []),
    ...(guest ? [t("role.guest")] : []),
    ...(spotlit ? [t("people.spotlit")] : []),
    ...barred.map((what) => t(`people.barred.${what}`)),
  ];
}
