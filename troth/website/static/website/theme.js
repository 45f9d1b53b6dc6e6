// Runs before the first paint, so that a chosen theme doesn't flash. What sets it: room/src/site/theme.ts.
const theme = localStorage.getItem("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = `troth-${theme}`;
