import type { ReactNode } from "react";
import { useEffect, useRef } from "react";
import { Brand } from "../ui/brand";

interface Props {
  home: string;
  icon: ReactNode;
  title: string;
  text: string;
  children: ReactNode;
}

/** A page with one message in the middle, which takes the focus so that it is read out. */
export function Card({ home, icon, title, text, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className="flex min-h-dvh flex-col bg-base-200 text-base-content">
      <header className="px-4 pt-4 sm:px-8 sm:pt-6">
        <Brand home={home} />
      </header>
      <main className="grid flex-1 place-items-center p-4 pb-20">
      <div className="w-full max-w-md rounded-3xl bg-base-100 p-8 text-center shadow-sm">
        <div className="mx-auto grid size-16 place-items-center rounded-full bg-primary/10 text-primary">{icon}</div>
        <h1 ref={heading} tabIndex={-1} className="mt-6 text-2xl font-semibold tracking-tight outline-none">
          {title}
        </h1>
        <p className="mt-3 text-base-content/75">{text}</p>
        <div className="mt-8 flex flex-col gap-2">{children}</div>
      </div>
      </main>
    </div>
  );
}
