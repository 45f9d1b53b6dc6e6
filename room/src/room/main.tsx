import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../site/site.css";
import "./room.css";
import type { Door } from "./api/types";
import { App } from "./app";
import { keepFocus } from "./ui/keep-focus";
import { Visit } from "./visit/visit";

const page = document.getElementById("room");
const data = document.getElementById("door")?.textContent;

if (page && data) {
  keepFocus(page);
  const visit = new Visit(JSON.parse(data) as Door);
  createRoot(page).render(
    <StrictMode>
      <App visit={visit} />
    </StrictMode>,
  );
}
