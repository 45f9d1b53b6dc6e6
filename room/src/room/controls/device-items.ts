import { Room, supportsAudioOutputSelection } from "livekit-client";
import { deviceChoice, keepChoices } from "../media/choices";
import type { Kind } from "../media/devices";
import type { Item } from "../ui/menu";
import type { Inside } from "../visit/inside";
import { t } from "../words";

const INPUT = { camera: "videoinput", microphone: "audioinput" } as const;

/** What can be chosen for a kind, as menu items; loudspeakers come with microphones. */
export async function deviceItems(inside: Inside, kind: Kind): Promise<Item[]> {
  const { room, connection } = inside;

  const options = async (wanted: MediaDeviceKind, name: string, onSelect: (id: string) => void): Promise<Item[]> => {
    const current = room.getActiveDevice(wanted) ?? "default";
    const devices = await Room.getLocalDevices(wanted, false);
    return devices
      .filter((device) => device.deviceId !== "")
      .map((device, place) => ({
        label: device.label || t("device.unnamed", { kind: name, number: place + 1 }),
        checked: device.deviceId === current,
        onSelect: () => {
          onSelect(device.deviceId);
        },
      }));
  };

  const inputs = await options(INPUT[kind], t(`device.${kind}`), (id) => {
    keepChoices(deviceChoice(kind, id));
    void connection.choose(kind, id);
  });
  const items: Item[] = [{ heading: inputs.length > 0 ? t(`device.${kind}`) : t(`device.${kind}.none`) }, ...inputs];
  if (kind === "microphone" && supportsAudioOutputSelection()) {
    const outputs = await options("audiooutput", t("device.speaker"), (id) => {
      keepChoices({ speakerId: id });
      void inside.attempt(() => room.switchActiveDevice("audiooutput", id));
    });
    if (outputs.length > 0) items.push({ heading: t("device.speaker") }, ...outputs);
  }
  return items;
}
