import { Store } from "../ui/store";

interface DocumentPictureInPicture {
  requestWindow: (options: { width: number; height: number }) => Promise<Window>;
}

const SIZE = { width: 360, height: 300 };
// The name is newer than TypeScript's list of actions.
const ON_TAB_CHANGE = "enterpictureinpicture" as MediaSessionAction;

function offered(): DocumentPictureInPicture | undefined {
  return (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;
}

export function canPopOut(): boolean {
  return offered() !== undefined;
}

/** The small window that stays above other programs. */
export class PopOut {
  readonly window = new Store<Window | null>(null);

  constructor() {
    if (canPopOut()) this.#onTabChange(() => void this.open());
  }

  /** Needs a click, or the browser's own wish when the tab is left. */
  async open(): Promise<void> {
    if (this.window.get()) return;
    try {
      const opened = await offered()?.requestWindow(SIZE);
      if (!opened) return;
      dress(opened.document);
      opened.addEventListener("pagehide", () => {
        this.window.set(null);
      });
      this.window.set(opened);
    } catch {
      // Refused by the browser: there was no click, or another one is open.
    }
  }

  close(): void {
    this.window.get()?.close();
  }

  stop(): void {
    this.close();
    if (canPopOut()) this.#onTabChange(null);
  }

  #onTabChange(open: (() => void) | null): void {
    try {
      navigator.mediaSession.setActionHandler(ON_TAB_CHANGE, open);
    } catch {
      // This browser opens it on click only.
    }
  }
}

/** Gives the new, empty document this page's language and style. */
function dress(page: Document): void {
  const { lang, dataset } = document.documentElement;
  page.documentElement.lang = lang;
  Object.assign(page.documentElement.dataset, dataset);
  page.title = document.title;
  for (const { href } of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) {
    const link = page.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    page.head.append(link);
  }
}
