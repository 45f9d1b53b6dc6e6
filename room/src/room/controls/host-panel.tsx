import { Hand, MicOff, MonitorX, PhoneOff, VideoOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Source } from "../api/types";
import { Panel } from "../ui/panel";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { EndDialog } from "./end-dialog";
import { MuteAllDialog } from "./mute-all-dialog";
import { Switch } from "./switch";

const RULES = ["microphone", "camera", "share", "chat", "rename"] as const;

/** What who leads the meeting may change for everybody. Each switch takes effect at once. */
export default function HostPanel({ inside, onClose }: { inside: Inside; onClose: () => void }) {
  const session = useStore(inside.hall.session);
  const [asking, setAsking] = useState<"mute" | "end" | null>(null);
  const { attendance, hall } = inside;
  if (!session) return null;

  const stopAll = (source: Source, told: string): void => {
    void inside.attempt(() => attendance.muteAll(source, false)).then((done) => {
      if (done) inside.notices.tell(told);
    });
  };
  const done = (): void => {
    setAsking(null);
  };

  return (
    <Panel title={t("host.title")} onClose={onClose}>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 pb-5" tabIndex={0} role="region" aria-label={t("host.title")}>
        <Group title={t("host.at-once")}>
          <div className="grid gap-2">
            <Deed icon={<MicOff aria-hidden className="size-4" />} label={t("host.mute-all")} onClick={() => { setAsking("mute"); }} />
            <Deed
              icon={<VideoOff aria-hidden className="size-4" />}
              label={t("host.stop-videos")}
              onClick={() => { stopAll("camera", t("host.stop-videos.done")); }}
            />
            <Deed
              icon={<MonitorX aria-hidden className="size-4" />}
              label={t("host.stop-shares")}
              onClick={() => { stopAll("screen_share", t("host.stop-shares.done")); }}
            />
            <Deed
              icon={<Hand aria-hidden className="size-4" />}
              label={t("host.lower-all.long")}
              onClick={() => void inside.attempt(() => attendance.lowerHands())}
            />
          </div>
        </Group>
        <Group title={t("host.allow")} text={t("host.allow.text")}>
          {RULES.map((what) => (
            <Switch
              key={what}
              label={t(`host.allow.${what}`)}
              on={session.rules[what]}
              onFlip={(on) => inside.attempt(() => attendance.changeRules({ [what]: on }))}
            />
          ))}
        </Group>
        <Group title={t("host.entering")}>
          <Switch
            label={t("host.enter-muted")}
            text={t("host.enter-muted.text")}
            on={session.enter_muted}
            onFlip={(on) => inside.attempt(() => attendance.changeRules({ enter_muted: on }))}
          />
          <Switch label={t("host.lock")} text={t("host.lock.text")} on={session.locked} onFlip={(on) => inside.attempt(() => hall.lock(on))} />
        </Group>
        <button type="button" className="btn btn-outline btn-error shrink-0 rounded-full" onClick={() => { setAsking("end"); }}>
          <PhoneOff aria-hidden className="size-4" />
          {t("host.end")}
        </button>
      </div>
      {asking === "mute" && <MuteAllDialog inside={inside} mayUnmute={session.rules.microphone} onClose={done} />}
      {asking === "end" && <EndDialog inside={inside} onClose={done} />}
    </Panel>
  );
}

function Group({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="shrink-0">
      <h3 className="text-sm font-semibold">{title}</h3>
      {text !== undefined && <p className="text-xs text-base-content/75">{text}</p>}
      <div className="mt-2">{children}</div>
    </section>
  );
}

function Deed({ icon, label, onClick }: { icon: ReactNode; label: string; onClick: () => void }) {
  return (
    <button type="button" className="btn justify-start gap-3 rounded-xl font-medium" onClick={onClick}>
      {icon}
      {label}
    </button>
  );
}
