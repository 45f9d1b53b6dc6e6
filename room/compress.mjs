// Writes .br and .gz beside what Vite built; the web server sends whichever the browser takes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const built = new URL("../troth/web/static/built/", import.meta.url).pathname;
for (const name of readdirSync(built, { recursive: true })) {
  if (!/\.(js|css|svg)$/.test(name)) continue;
  const path = join(built, name);
  const bytes = readFileSync(path);
  if (bytes.length < 1_000) continue;
  writeFileSync(`${path}.br`, brotliCompressSync(bytes));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
