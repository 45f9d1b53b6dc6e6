// Writes .br and .gz beside what Vite built; the web server sends whichever the browser takes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const built = new URL("../troth/web/static/built/", import.meta.url).pathname;
for (const name of readdirSync(built, { recursive: true })) {
  if (!/\.(js|css|svg|wasm|tflite)$/.test(name)) continue;
  const path = join(built, name);
  const bytes = readFileSync(path);
  if (bytes.length < 1_000) continue;
  // The best takes half a minute for 9 MB of WebAssembly, and saves little.
  const quality = bytes.length > 1_000_000 ? 6 : constants.BROTLI_MAX_QUALITY;
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
