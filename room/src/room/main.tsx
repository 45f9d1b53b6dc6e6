import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../site/site.css";
import "./room.css";
import type { Door } from "./api/types";
import { App } from "./app";
import { Visit } from "./visit/visit";

const page = document.getElementById("room");
const data = document.getElementById("door")?.textContent;

if (page && data) {
  const visit = new Visit(JSON.parse(data) as Door);
  createRoot(page).render(
    <StrictMode>
      <App visit={visit} />
    </StrictMode>,
  );
}
