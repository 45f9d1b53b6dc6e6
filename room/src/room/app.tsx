import { useDeferredValue, useEffect } from "react";
import { AfterPage } from "./after/after";
import { MissingPage } from "./after/missing";
import { DoorPage } from "./door/door";
import { LobbyPage } from "./lobby/lobby";
import { RoomPage } from "./stage/room-page";
import { useStore } from "./ui/store";
import type { Visit } from "./visit/visit";
import { t } from "./words";

export function App({ visit }: { visit: Visit }) {
  const door = useStore(visit.door);
  // Rendered in slices: the room is drawn while it is being connected to, not before.
  const phase = useDeferredValue(useStore(visit.phase));
  const { missing } = door;

  useEffect(() => {
    if (!missing) void visit.preview.open();
  }, [visit, missing]);

  useEffect(() => {
    if (phase.at !== "waiting") document.title = t("door.page", { title: door.title || t("door.untitled") });
  }, [door.title, phase.at]);

  if (missing) return <MissingPage urls={door.urls} />;
  switch (phase.at) {
    case "door":
      return <DoorPage visit={visit} door={door} joining={phase.joining} problem={phase.problem} />;
    case "waiting":
      return <LobbyPage visit={visit} title={phase.entry.title} patience={phase.patience} since={phase.since} told={phase.told} />;
    case "inside":
      return <RoomPage inside={phase.inside} />;
    case "after":
      return <AfterPage visit={visit} door={door} end={phase.end} inside={phase.inside} />;
  }
}
