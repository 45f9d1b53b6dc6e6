import { useState } from "react";
import { CheckConnection } from "../check/open";
import { type Choices, forgetChoices, keepChoices, readChoices } from "../media/choices";
import { t } from "../words";
import { Switch } from "./switch";

type Habit = "sounds" | "shortcuts" | "pushToTalk" | "mutedSpeech";

/** Habits, the connection, and what this browser remembers. */
export function GeneralTab() {
  const [habits, setHabits] = useState<Pick<Choices, Habit>>(() => readChoices());
  const [forgotten, setForgotten] = useState(false);
  const set = (habit: Habit) => (on: boolean): void => {
    setHabits({ ...habits, [habit]: on });
    keepChoices({ [habit]: on });
  };
  return (
    <>
      <Switch label={t("settings.sounds")} on={habits.sounds} onChange={set("sounds")} />
      <Switch label={t("settings.shortcuts")} text={t("settings.shortcuts.text")} on={habits.shortcuts} onChange={set("shortcuts")} />
      <Switch label={t("settings.push")} on={habits.pushToTalk} onChange={set("pushToTalk")} />
      <Switch label={t("settings.speech")} text={t("speech.why")} on={habits.mutedSpeech} onChange={set("mutedSpeech")} />
      <section aria-label={t("settings.connection")}>
        <h3 className="mb-2 text-sm font-semibold">{t("settings.connection")}</h3>
        <CheckConnection className="btn btn-sm rounded-full font-normal" />
      </section>
      <p role="status" className="text-sm text-base-content/75">
        {forgotten ? (
          t("settings.forgotten")
        ) : (
          <>
            {t("settings.kept")}{" "}
            <button
              type="button"
              className="link"
              onClick={() => {
                forgetChoices();
                setForgotten(true);
              }}
            >
              {t("settings.forget")}
            </button>
          </>
        )}
      </p>
    </>
  );
}
