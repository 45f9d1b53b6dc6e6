import type { ReactNode } from "react";
import { Brand } from "../ui/brand";

/** The frame of door and lobby: the picture at the left, words and actions at the right. */
export function Frame({ home, preview, children }: { home: string; preview: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-base-200 text-base-content">
      <header className="px-4 pt-3 sm:px-8 sm:pt-6">
        <Brand home={home} />
      </header>
      <main className="mx-auto grid w-full max-w-[84rem] flex-1 content-start items-center gap-4 p-3 sm:gap-6 sm:p-8 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,25rem)] lg:content-center lg:gap-12">
        {preview}
        <div className="min-w-0 rounded-3xl bg-base-100 p-5 shadow-sm sm:p-8">{children}</div>
      </main>
    </div>
  );
}
