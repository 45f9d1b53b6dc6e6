import { type SyntheticEvent, useId, useState } from "react";
import type { Problem } from "../api/problem";
import type { Door } from "../api/types";
import { readChoices } from "../media/choices";
import type { Visit } from "../visit/visit";
import { t } from "../words";

interface Props {
  visit: Visit;
  door: Door;
  joining: boolean;
  problem: Problem | null;
  /** Another tab is inside: joining moves it here. */
  here: boolean;
}

/** Name, passcode, acknowledgement and Join. */
export function JoinForm({ visit, door, joining, problem, here }: Props) {
  const [name, setName] = useState(() => visit.name || (door.me.signed_in ? door.me.name : readChoices().name || door.me.name));
  const [passcode, setPasscode] = useState(() => visit.passcode);
  const id = useId();
  const asksPasscode = door.needs_passcode || problem?.kind === "passcode";

  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!joining) void visit.join(name.trim(), passcode);
  };

  return (
    <form className="mt-4 flex flex-col gap-3 sm:mt-6 sm:gap-4" onSubmit={onSubmit}>
      {door.me.signed_in ? (
        <p className="text-base-content/75">
          {t("door.signed-in")} <strong className="font-semibold text-base-content">{door.me.name}</strong>
        </p>
      ) : (
        <div>
          <label htmlFor={`${id}-name`} className="mb-1 block text-sm font-medium">
            {t("door.name")}
          </label>
          <input
            id={`${id}-name`}
            className="input input-lg w-full text-base"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
            }}
            maxLength={door.limits.name}
            autoComplete="name"
            required
            pattern=".*\S.*"
          />
        </div>
      )}
      {asksPasscode && (
        <div>
          <label htmlFor={`${id}-passcode`} className="mb-1 block text-sm font-medium">
            {t("door.passcode")}
          </label>
          <input
            id={`${id}-passcode`}
            className="input input-lg w-full text-base"
            value={passcode}
            onChange={(event) => {
              setPasscode(event.target.value);
            }}
            autoComplete="off"
            aria-invalid={problem?.kind === "passcode"}
            maxLength={120}
            required
          />
        </div>
      )}
      <button type="submit" className="btn btn-primary btn-lg mt-1 w-full sm:mt-2 rounded-full" disabled={joining}>
        {joining && <span aria-hidden className="loading loading-spinner loading-sm" />}
        {joining ? t("door.joining") : here ? t("after.here") : t("door.join")}
      </button>
      {door.notice && (
        <p className="text-sm text-base-content/75">
          {t("door.notice.before")}{" "}
          <a className="link" href={door.notice.url} target="_blank" rel="noopener">
            {t("door.notice.link", { number: door.notice.number })}
          </a>
          .
        </p>
      )}
      {!door.me.signed_in && (
        <p className="text-sm text-base-content/75">
          {t("door.account")}{" "}
          <a className="link" href={door.urls.login}>
            {t("door.sign-in")}
          </a>
        </p>
      )}
    </form>
  );
}
