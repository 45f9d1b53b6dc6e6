import type { ReactNode } from "react";
import type { Door } from "../api/types";
import type { Inside } from "../visit/inside";
import { Feedback } from "./feedback";
import { Kept } from "./kept";

/** What comes after the reason: how it was, and what is kept. */
export default function LookBack({ door, inside, asks }: { door: Door; inside: Inside; asks: boolean }): ReactNode {
  return (
    <>
      {asks && <Feedback attendance={inside.attendance} limit={1_000} />}
      <Kept door={door} inside={inside} />
    </>
  );
}
