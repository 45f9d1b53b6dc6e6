import type { ReactNode } from "react";
import { useEffect, useRef } from "react";
import { Brand } from "../ui/brand";
import { cx } from "../ui/classes";

interface Props {
  home: string;
  icon: ReactNode;
  title: string;
  /** Which meeting it is about. */
  about?: string;
  text: string;
  children: ReactNode;
  /** What comes under the card. */
  below?: ReactNode;
}

/** A page with one message in the middle, which takes the focus so that it is read out. */
export function Card({ home, icon, title, about, text, children, below }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className="flex min-h-dvh flex-col bg-base-200 text-base-content">
      <header className="px-4 pt-4 sm:px-8 sm:pt-6">
        <Brand home={home} />
      </header>
      <main className={cx("mx-auto flex w-full max-w-lg flex-1 flex-col gap-4 p-4 pb-16", below ? "sm:pt-8" : "justify-center")}>
        <div className="rounded-3xl bg-base-100 p-6 text-center shadow-sm sm:p-8">
          <div className="mx-auto grid size-16 place-items-center rounded-full bg-primary/10 text-primary">{icon}</div>
          <h1 ref={heading} tabIndex={-1} className="mt-5 text-2xl font-semibold tracking-tight outline-none">
            {title}
          </h1>
          {about && <p className="mt-1 font-medium break-words">{about}</p>}
          <p className="mt-2 text-base-content/75">{text}</p>
          <div className="mt-6 flex flex-col gap-2">{children}</div>
        </div>
        {below}
      </main>
    </div>
  );
}
