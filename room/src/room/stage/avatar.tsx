import { cx } from "../ui/classes";
import { hue, initials } from "./initials";

/** A person without a picture. */
export function Avatar({ identity, name, className }: { identity: string; name: string; className: string }) {
  return (
    <span aria-hidden className={cx("room-avatar", `room-avatar-${hue(identity)}`, className)}>
      {initials(name)}
    </span>
  );
}
