/** Small things that make a page nicer once the script is there. */

/** A menu is a `details`: it closes when one clicks elsewhere or presses Escape. */
export function closeMenus(): void {
  const menus = () => document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}

/** A message can be put away. */
export function dismissMessages(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-dismiss]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.closest("[data-message]")?.remove();
    });
  }
}

/** A form of one select saves on change; its button is for browsers without the script. */
export function saveOnChange(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) {
    for (const button of form.querySelectorAll<HTMLElement>("[data-save]")) button.hidden = true;
    form.addEventListener("change", () => {
      form.requestSubmit();
    });
  }
}

/** A hidden field takes the browser's time zone, as `Europe/Berlin`. */
export function tellTimeZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-time-zone]")) field.value ||= zone;
}

/** A form is sent once, however often its button is pressed. */
export function sendOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method === "get" || form.matches("[hx-post]")) return;
    if (form.dataset["sent"]) event.preventDefault();
    form.dataset["sent"] = "yes";
  });
  // The page may come back from the browser's memory.
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset["sent"];
  });
}

/** A button copies the field it names by id in `data-copy`, and says so. */
export function copyOnPress(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const field = document.getElementById(button.dataset["copy"] ?? "");
    const words = button.querySelector("span");
    if (!(field instanceof HTMLInputElement) || !words) continue;
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      field.select();
      void navigator.clipboard.writeText(field.value).then(() => {
        words.textContent = button.dataset["copied"] ?? before;
        setTimeout(() => {
          words.textContent = before;
        }, 2_000);
      });
    });
  }
}

/** What went wrong comes first for those who hear the page. */
export function readErrors(): void {
  document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
}
