import { Track } from "livekit-client";
import { Volume2 } from "lucide-react";
import { type RefObject, Suspense, useState } from "react";
import { later } from "../ui/later";
import type { Item } from "../ui/menu";
import type { Inside } from "../visit/inside";
import { t } from "../words";
import { TileMenu } from "./tile-menu";

const VolumeDialog = later(() => import("../people/volume-dialog"));

interface Props {
  label: string;
  inside: Inside;
  name: string;
  identity: string;
  self: boolean;
  pinned: boolean;
  article: RefObject<HTMLElement | null>;
}

/** What one may do with the tile of a shared screen. */
export function ScreenTileMenu({ label, inside, name, identity, self, pinned, article }: Props) {
  const [asksVolume, setAsksVolume] = useState(false);
  const items: Item[] = self
    ? []
    : [
        {
          label: t("people.volume"),
          icon: <Volume2 aria-hidden className="size-4" />,
          onSelect: () => {
            setAsksVolume(true);
          },
        },
      ];
  return (
    <TileMenu label={label} inside={inside} name={name} pinned={pinned} article={article} items={items}>
      {asksVolume && (
        <Suspense>
          <VolumeDialog
            volumes={inside.volumes}
            identity={identity}
            sound={Track.Source.ScreenShareAudio}
            name={label}
            onClose={() => {
              setAsksVolume(false);
            }}
          />
        </Suspense>
      )}
    </TileMenu>
  );
}
