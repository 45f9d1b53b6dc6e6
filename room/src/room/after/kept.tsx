import { Activity, MessageSquare, Users, VideoOff } from "lucide-react";
import type { ReactNode } from "react";
import type { Door } from "../api/types";
import { useStore } from "../ui/store";
import type { Inside } from "../visit/inside";
import { t, tn } from "../words";
import { writtenIn } from "./written";

/** What stays of the meeting, who sees it, and where. */
export function Kept({ door, inside }: { door: Door; inside: Inside }) {
  // The room's name at the media server is the session's id.
  const session = inside.room.name;
  const lines = writtenIn(useStore(inside.chat.state), session);
  const page = door.urls.meeting;
  return (
    <section aria-labelledby="kept" className="rounded-3xl bg-base-100 p-6 shadow-sm sm:p-8">
      <h2 id="kept" className="text-lg font-semibold tracking-tight">
        {t("after.kept")}
      </h2>
      <ul className="mt-4 flex flex-col gap-4">
        <Item icon={<MessageSquare aria-hidden className="size-5" />} text={textOf(lines)}>
          {page && lines !== 0 && (
            <a className="link" href={`${page}#held`}>
              {t("after.kept.chat.read")}
            </a>
          )}
        </Item>
        <Item icon={<Users aria-hidden className="size-5" />} text={t("after.kept.people")}>
          {page && door.me.role === "host" && (
            <>
              <a className="link" href={`${page}#held`}>
                {t("after.kept.people.list")}
              </a>
              {session && (
                <a className="link" href={`${page}sessions/${encodeURIComponent(session)}/attendance.csv`} download>
                  {t("after.kept.people.file")}
                </a>
              )}
            </>
          )}
        </Item>
        <Item icon={<Activity aria-hidden className="size-5" />} text={t("after.kept.connection")}>
          {page && session && (
            <a className="link" href={`${page}sessions/${encodeURIComponent(session)}/connections/`}>
              {t("after.kept.connection.look")}
            </a>
          )}
        </Item>
        <Item icon={<VideoOff aria-hidden className="size-5" />} text={t("after.kept.nothing")} />
      </ul>
      {door.notice && (
        <p className="mt-5 text-sm text-base-content/75">
          {t("after.kept.notice")}{" "}
          <a className="link" href={door.notice.url} target="_blank" rel="noopener">
            {t("door.notice.link", { number: door.notice.number })}
          </a>
          .
        </p>
      )}
      <form className="mt-4" method="post" action={door.urls.your_data} target="_blank">
        <input type="hidden" name="ticket" value={inside.attendance.ticket} />
        <button type="submit" className="btn btn-sm">
          {t("after.kept.yours")}
        </button>
      </form>
    </section>
  );
}

function textOf(lines: number | null): string {
  if (lines === null) return t("after.kept.chat");
  return lines === 0 ? t("after.kept.chat.none") : tn("after.kept.chat", lines);
}

function Item({ icon, text, children }: { icon: ReactNode; text: string; children?: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span className="shrink-0 pt-0.5 text-primary">{icon}</span>
      <div className="min-w-0">
        <p>{text}</p>
        <p className="flex flex-wrap gap-x-4 text-sm leading-6 empty:hidden">{children}</p>
      </div>
    </li>
  );
}
