import { type Participant, Track } from "livekit-client";
import { EllipsisVertical, EyeOff, LayoutGrid, Maximize, Minimize, PictureInPicture2, Pin, PinOff, Star, StarOff, Volume2 } from "lucide-react";
import { lazy, type RefObject, Suspense, useState } from "react";
import { useLeads } from "../people/use-hall";
import { type Item, Menu } from "../ui/menu";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { CORNERS } from "./layout";
import { useFullScreen } from "./use-full-screen";

const VolumeDialog = lazy(() => import("./volume-dialog"));

interface Props {
  /** What the tile is called. */
  label: string;
  inside: Inside;
  name: string;
  identity: string;
  participant: Participant;
  source: Track.Source;
  floats: boolean;
  pinned: boolean;
  spotlit: boolean;
  article: RefObject<HTMLElement | null>;
}

/** What one may do with a tile. */
export function TileMenu({ label, inside, name, identity, participant, source, floats, pinned, spotlit, article }: Props) {
  const { view, attendance } = inside;
  const leads = useLeads(inside);
  const { corner } = useStore(view.wishes);
  const full = useFullScreen(article);
  const [asksVolume, setAsksVolume] = useState(false);
  const screen = source === Track.Source.ScreenShare;
  const sound = screen ? Track.Source.ScreenShareAudio : Track.Source.Microphone;

  const items: Item[] = [
    {
      label: pinned ? t("tile.unpin") : t("tile.pin"),
      icon: pinned ? <PinOff aria-hidden className="size-4" /> : <Pin aria-hidden className="size-4" />,
      onSelect: () => {
        view.pin(pinned ? null : name);
      },
    },
  ];
  if (leads && !screen) {
    items.push({
      label: spotlit ? t("tile.unspotlight") : t("tile.spotlight"),
      icon: spotlit ? <StarOff aria-hidden className="size-4" /> : <Star aria-hidden className="size-4" />,
      onSelect: () => void inside.attempt(() => attendance.changePerson(identity, { spotlit: !spotlit })),
    });
  }
  if (!participant.isLocal) {
    items.push({
      label: t("tile.volume"),
      icon: <Volume2 aria-hidden className="size-4" />,
      onSelect: () => {
        setAsksVolume(true);
      },
    });
  }
  if (full.offered) {
    items.push({
      label: full.on ? t("share.small") : t("share.full"),
      icon: full.on ? <Minimize aria-hidden className="size-4" /> : <Maximize aria-hidden className="size-4" />,
      onSelect: full.flip,
    });
  }
  if (participant.isLocal) {
    items.push(
      {
        label: floats ? t("self.tile") : t("self.float"),
        icon: floats ? <LayoutGrid aria-hidden className="size-4" /> : <PictureInPicture2 aria-hidden className="size-4" />,
        onSelect: () => {
          view.showSelf(floats ? "tile" : "float");
        },
      },
      {
        label: t("self.hide"),
        icon: <EyeOff aria-hidden className="size-4" />,
        onSelect: () => {
          view.showSelf("hidden");
        },
      },
    );
    if (floats) {
      items.push({ heading: t("self.move") });
      for (const one of CORNERS) {
        items.push({
          label: t(`corner.${one}`),
          checked: corner === one,
          onSelect: () => {
            view.moveSelf(one);
          },
        });
      }
    }
  }

  return (
    <div className="room-tile-menu">
      <Menu
        label={t("tile.menu", { name: label })}
        button={<EllipsisVertical aria-hidden className="size-4" />}
        buttonClass="room-tile-button"
        items={items}
        side="bottom"
        align="end"
      />
      {asksVolume && (
        <Suspense>
          <VolumeDialog
            inside={inside}
            name={label}
            identity={identity}
            sound={sound}
            onClose={() => {
              setAsksVolume(false);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
