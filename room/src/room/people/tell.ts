import { KINDS } from "../media/devices";
import type { Bars, Device, News, Rules } from "../api/types";
import type { Inside } from "../visit/inside";
import { t } from "../words";

const RULES = ["microphone", "camera", "share", "chat"] as const;

/** Tells a person what a host did that concerns them, and turns off what they may not send. Returns how to stop. */
export function tellWhatConcernsMe(inside: Inside): () => void {
  const { hall, connection, notices } = inside;
  let may = hall.may.get();
  let rules = hall.session.get()?.rules;
  let leads = hall.leads.get();

  const onMay = (): void => {
    const before = may;
    may = hall.may.get();
    for (const kind of KINDS) if (!may[kind] && connection.wants.get()[kind]) void connection.turn(kind, false);
    const now = hall.session.get()?.rules;
    for (const what of changedRules(rules, now, before, may)) notices.tell(t(may[what] ? `rules.${what}.on` : `rules.${what}.off`));
    rules = now;
  };
  const onLeads = (): void => {
    const led = leads;
    leads = hall.leads.get();
    if (leads !== led) notices.tell(leads ? t("host.now") : t("host.no-longer"), { text: leads ? t("host.now.text") : "" });
  };
  const onNews = (news: News): void => {
    if (news.kind === "asked") offerToTurnOn(inside, news.source, news.by);
    if (news.kind === "barred" || news.kind === "allowed") tellOfBar(inside, news.kind, news.what, news.by);
  };

  const stops = [hall.may.subscribe(onMay), hall.leads.subscribe(onLeads), inside.hear(onNews)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The rules that changed, as far as they change what one may do. */
export function changedRules(
  before: Rules | undefined,
  after: Rules | undefined,
  could: Rules,
  may: Rules,
): (typeof RULES)[number][] {
  if (!before || !after) return [];
  return RULES.filter((what) => before[what] !== after[what] && could[what] !== may[what]);
}

function offerToTurnOn(inside: Inside, kind: Device, by: string): void {
  const { connection, notices } = inside;
  if (connection.wants.get()[kind]) return;
  const toast = notices.tell(t(`asked.${kind}`, { name: by }), {
    action: { label: t(`asked.${kind}.do`), onSelect: () => void connection.turn(kind, true) },
  });
  const stop = connection.wants.subscribe(() => {
    if (!connection.wants.get()[kind]) return;
    notices.dismiss(toast);
    stop();
  });
}

function tellOfBar({ notices }: Inside, kind: "barred" | "allowed", what: keyof Bars, by: string): void {
  notices.tell(kind === "barred" ? t(`barred.${what}`, { name: by }) : t(`allowed.${what}`, { name: by }));
}
