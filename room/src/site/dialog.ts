/**
 * Questions in a dialog. A link with `data-dialog` leads to a page that holds `#confirm`;
 * with the script, that part of it opens on the spot.
 */

import htmx from "htmx.org";

export function openLinksInDialog(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#dialog");
  const box = document.querySelector<HTMLElement>("#dialog-box");
  if (!dialog || !box) return;

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("#dialog [data-dialog-close]") || event.target === dialog) {
      event.preventDefault();
      dialog.close();
      return;
    }
    const link = event.target.closest<HTMLAnchorElement>("a[data-dialog]");
    if (!link) return;
    event.preventDefault();
    void htmx
      .ajax("get", link.href, { target: box, select: "#confirm", swap: "innerHTML" })
      .then(() => {
        if (!box.querySelector("#confirm")) {
          location.assign(link.href);
          return;
        }
        dialog.setAttribute("aria-labelledby", "dialog-title");
        dialog.showModal();
      });
  });
}
