import { en } from "./en";

type Catalogue = typeof en;
export type Key = keyof Catalogue;
type Named<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never;
type Values<S extends string> = Record<Named<S>, string | number>;
/** Keys that come as `<key>.one` and `<key>.other`. */
export type Counted = Key extends infer K ? (K extends `${infer Stem}.other` ? Stem : never) : never;

const plural = new Intl.PluralRules("en");
/** The reader's own English, for how a time is written. */
const locale = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";

function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The text for a key, with its {names} filled in. */
export function t<K extends Key>(key: K, ...values: Named<Catalogue[K]> extends never ? [] : [Values<Catalogue[K]>]): string {
  return fill(en[key], values[0] ?? {});
}

/** The text for a number of things; {count} is filled in. */
export function tn(stem: Counted, count: number): string {
  const form = plural.select(count) === "one" ? "one" : "other";
  return fill(en[`${stem}.${form}`], { count });
}

export function clock(time: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(new Date(time));
}

export function day(time: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }).format(new Date(time));
}
