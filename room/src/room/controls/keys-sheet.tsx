import { useState } from "react";
import { type Choices, keepChoices, readChoices } from "../media/choices";
import { Dialog } from "../ui/dialog";
import { t } from "../words";
import type { Deed, Deeds } from "./keys";

const COMMAND = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** As they are shown; what the room does not offer now is left out. */
const ROWS: readonly { deed: Deed; keys: readonly (readonly string[])[] }[] = [
  { deed: "microphone", keys: [["M"], [COMMAND, "D"]] },
  { deed: "camera", keys: [["V"], [COMMAND, "E"]] },
  { deed: "hand", keys: [["H"], ["R"]] },
  { deed: "chat", keys: [["C"]] },
  { deed: "people", keys: [["P"]] },
  { deed: "share", keys: [["D"]] },
  { deed: "layout", keys: [["W"]] },
  { deed: "full-screen", keys: [["S"]] },
  { deed: "next-region", keys: [["F6"], [t("keys.shift"), "F6"]] },
  { deed: "bar", keys: [["F2"]] },
  { deed: "keys", keys: [["?"]] },
];
const SWITCHES = ["shortcuts", "pushToTalk"] as const satisfies readonly (keyof Choices)[];

/** Which keys there are, and the switches for those that may be in somebody's way. */
export default function KeysSheet({ deeds, onClose }: { deeds: Deeds; onClose: () => void }) {
  const [choices, setChoices] = useState(readChoices);
  const rows = [
    ...ROWS.filter(({ deed }) => deeds[deed]).map(({ deed, keys }) => ({
      name: t(`keys.${deed}`),
      // Without single keys only those with Ctrl or ⌘ and the F keys are left.
      keys: choices.shortcuts ? keys : keys.filter(([first = ""]) => first.length > 1 || first === "⌘"),
    })),
    { name: t("keys.talk"), keys: choices.pushToTalk ? [[t("keys.space")]] : [] },
    { name: t("keys.close"), keys: [["Esc"]] },
  ].filter(({ keys }) => keys.length > 0);

  return (
    <Dialog
      title={t("keys.title")}
      onClose={onClose}
      actions={
        <button type="button" className="btn btn-primary rounded-full" onClick={onClose}>
          {t("keys.done")}
        </button>
      }
    >
      <table className="room-keys">
        <thead className="sr-only">
          <tr>
            <th scope="col">{t("keys.what")}</th>
            <th scope="col">{t("keys.key")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, keys }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                {keys.map((key, place) => (
                  <span key={key.join(" ")}>
                    {place > 0 && <span className="room-keys-or">{t("keys.or")}</span>}
                    {key.map((cap) => (
                      <kbd key={cap} className="kbd kbd-sm">
                        {cap}
                      </kbd>
                    ))}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {SWITCHES.map((name) => (
        <label key={name} className="mt-3 flex items-center justify-between gap-4">
          <span>{t(`keys.switch.${name}`)}</span>
          <input
            type="checkbox"
            role="switch"
            className="toggle toggle-primary"
            checked={choices[name]}
            onChange={(event) => {
              keepChoices({ [name]: event.target.checked });
              setChoices(readChoices());
            }}
          />
        </label>
      ))}
    </Dialog>
  );
}
