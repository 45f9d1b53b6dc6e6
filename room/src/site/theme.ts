/** The choice between light, dark and the system's own. `theme.js` applies it before the first paint of the next page. */

const KEY = "theme";

function chosen(): string {
  return localStorage.getItem(KEY) ?? "system";
}

function choose(theme: string): void {
  if (theme === "system") {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset["theme"];
  } else {
    localStorage.setItem(KEY, theme);
    document.documentElement.dataset["theme"] = `troth-${theme}`;
  }
}

/** Shows the choice where a page offers one. */
export function offerThemes(): void {
  for (const group of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    group.hidden = false;
    for (const radio of group.querySelectorAll<HTMLInputElement>("input[type=radio]")) {
      radio.checked = radio.value === chosen();
      radio.addEventListener("change", () => {
        choose(radio.value);
      });
    }
  }
}
