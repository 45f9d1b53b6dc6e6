import { Panel } from "../ui/panel";
import { useStore } from "../ui/store";
import { t } from "../words";
import type { Chat } from "./chat";
import { Composer } from "./composer";
import { Rows } from "./rows";

interface Props {
  chat: Chat;
  me: string;
  limit: number;
  onClose: () => void;
}

export default function ChatPanel({ chat, me, limit, onClose }: Props) {
  const state = useStore(chat.state);
  return (
    <Panel title={t("chat.title")} onClose={onClose}>
      <Rows chat={chat} state={state} me={me} />
      <Composer chat={chat} limit={limit} />
    </Panel>
  );
}
