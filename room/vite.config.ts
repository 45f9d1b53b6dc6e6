import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { segmenter } from "./segmenter";

export default defineConfig({
  plugins: [react(), tailwindcss(), segmenter()],
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "../troth/web/static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // The content security policy refuses data: scripts and fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: ["src/room/main.tsx", "src/recorder/main.ts", "src/site/site.ts"] },
  },
  worker: { format: "es" },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
