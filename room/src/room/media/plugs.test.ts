import { describe, expect, it } from "vitest";
import { added } from "./plugs";

const device = (kind: MediaDeviceKind, deviceId: string, label = deviceId): MediaDeviceInfo => ({ kind, deviceId, label, groupId: "", toJSON: () => ({}) });

describe("a device", () => {
  it("is new by its kind and id", () => {
    const before = [device("audioinput", "default"), device("audioinput", "desk"), device("audiooutput", "desk")];
    const headset = device("audioinput", "headset");
    expect(added(before, [...before, headset])).toEqual([headset]);
    expect(added([...before, headset], before)).toEqual([]);
  });

  it("is not one of Chromium's doubles, nor one without a name before permission", () => {
    expect(added([], [device("audioinput", "default"), device("audioinput", "communications"), device("videoinput", "camera", ""), device("videoinput", "")])).toEqual([]);
  });
});
