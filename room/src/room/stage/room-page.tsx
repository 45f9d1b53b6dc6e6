import { RoomAudioRenderer, RoomContext } from "@livekit/components-react";
import { Suspense, useEffect, useMemo, useRef } from "react";
import { Bar } from "../controls/bar";
import { type Deeds, flip, useKeys } from "../controls/keys";
import { flipFullScreen, goToBar, goToRegion } from "../controls/regions";
import { flipSharing } from "../controls/share";
import { Lowering } from "../hands/lowering";
import { flipHand } from "../hands/use-hands";
import { Talking } from "../hearing/talking";
import { canShare } from "../media/share";
import { Announcer } from "../notices/announcer";
import { Banners } from "../notices/banners";
import { Toasts } from "../notices/toasts";
import { useCaptioned } from "../captions/use-captioned";
import { useLeads } from "../people/use-hall";
import { ReactionLayer } from "../reactions/reaction-layer";
import { later } from "../ui/later";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { Stage } from "./stage";
import { TopBar } from "./top-bar";

const ChatPanel = later(() => import("../chat/chat-panel"));
const HostPanel = later(() => import("../controls/host-panel"));
const KeysSheet = later(() => import("../controls/keys-sheet"));
const SolitudeDialog = later(() => import("../visit/solitude-dialog"));
const CaptionsView = later(() => import("../captions/captions-view"));
const CaptionsDialog = later(() => import("../captions/captions-dialog"));
const RecordingDialog = later(() => import("../recording/recording-dialog"));
const PeoplePanel = later(() => import("../people/people-panel"));

/** The room itself. */
export function RoomPage({ inside }: { inside: Inside }) {
  const opened = useStore(inside.panel);
  const leads = useLeads(inside);
  const panel = opened === "host" && !leads ? null : opened;
  const setPanel = inside.panel.set;
  const session = useStore(inside.hall.session);
  const link = useStore(inside.connection.link);
  const heading = useRef<HTMLHeadingElement>(null);
  const title = session?.title ?? inside.entry.title;

  const keys = useStore(inside.keys);
  const hearing = useStore(inside.hearing);
  const alone = useStore(inside.solitude.asking);
  const recording = useStore(inside.recorded.shown);
  const captions = useStore(inside.captions.shown);
  const captioned = useCaptioned(inside);
  const deeds = useMemo((): Deeds => {
    const turn = (which: "chat" | "people") => (): void => {
      if (panel === which) document.querySelector<HTMLElement>(`[data-panel-button="${which}"]`)?.focus();
      setPanel(panel === which ? null : which);
    };
    return {
      microphone: () => void flip(inside, "microphone"),
      camera: () => void flip(inside, "camera"),
      hand: () => void flipHand(inside),
      chat: turn("chat"),
      people: turn("people"),
      ...(canShare() ? { share: () => void flipSharing(inside) } : {}),
      ...(document.fullscreenEnabled ? { "full-screen": flipFullScreen } : {}),
      layout: () => {
        inside.notices.say(t(`layout.${inside.view.nextLayout()}`));
      },
      "next-region": () => {
        goToRegion(1);
      },
      "previous-region": () => {
        goToRegion(-1);
      },
      bar: goToBar,
      keys: () => {
        inside.keys.set(true);
      },
    };
  }, [inside, panel, setPanel]);
  useKeys(deeds);
  useEffect(() => {
    heading.current?.focus();
    inside.notices.say(t("room.entered", { title: inside.entry.title }));
  }, [inside]);

  const close = (): void => {
    setPanel(null);
    document.querySelector<HTMLElement>(`[data-panel-button="${panel ?? ""}"]`)?.focus();
  };

  return (
    <RoomContext value={inside.room}>
      <div className="room">
        <TopBar heading={heading} title={title} inside={inside} />
        <Banners inside={inside} />
        <div className="room-middle">
          <main aria-label={t("stage.name")} className="relative min-h-0 min-w-0 flex-1">
            <Stage
              inside={inside}
              link={session?.link ?? ""}
              dimmed={link === "reconnecting" || link === "rejoining"}
            />
            {captioned && (
              <Suspense>
                <CaptionsView inside={inside} />
              </Suspense>
            )}
            {hearing && <Talking hearing={hearing} />}
            <ReactionLayer inside={inside} />
            <Lowering inside={inside} />
            <Announcer notices={inside.notices} />
            <Toasts
              inside={inside}
              peopleShown={panel === "people"}
              onShowPeople={() => {
                setPanel("people");
              }}
            />
          </main>
          {panel && (
            <Suspense fallback={<aside className="room-panel" aria-busy />}>
              {panel === "chat" && <ChatPanel inside={inside} onClose={close} />}
              {panel === "people" && <PeoplePanel inside={inside} onClose={close} />}
              {panel === "host" && <HostPanel inside={inside} onClose={close} />}
            </Suspense>
          )}
        </div>
        <Bar inside={inside} panel={panel} onPanel={setPanel} />
        <RoomAudioRenderer />
        {alone !== null && (
          <Suspense>
            <SolitudeDialog inside={inside} seconds={alone} />
          </Suspense>
        )}
        {recording && (
          <Suspense>
            <RecordingDialog inside={inside} what={recording} />
          </Suspense>
        )}
        {captions && recording === null && (
          <Suspense>
            <CaptionsDialog inside={inside} what={captions} />
          </Suspense>
        )}
        {keys && (
          <Suspense>
            <KeysSheet
              deeds={deeds}
              onClose={() => {
                inside.keys.set(false);
              }}
            />
          </Suspense>
        )}
      </div>
    </RoomContext>
  );
}
