// The model that tells a person from the background, and the program that runs it: served by us, built from npm packages.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Builder } from "flatbuffers";
import type { Plugin } from "vite";

const MODULES = new URL("./node_modules/@mediapipe/", import.meta.url).pathname;

/**
 * What tasks-vision asks of a model and MediaPipe's older one does not say, as
 * TensorFlow Lite metadata (metadata_schema.fbs): colours go in as 0 to 1.
 */
function metadata(): Uint8Array {
  const builder = new Builder();
  type Field = ((place: number) => void) | null;
  const table = (...fields: Field[]): number => {
    builder.startObject(fields.length);
    fields.forEach((add, place) => add?.(place));
    return builder.endObject();
  };
  const to = (offset: number): Field => (place) => {
    builder.addFieldOffset(place, offset, 0);
  };
  const byte = (value: number): Field => (place) => {
    builder.addFieldInt8(place, value, 0);
  };
  const tables = (...offsets: number[]): number => {
    builder.startVector(4, offsets.length, 4);
    for (const offset of offsets.toReversed()) builder.addOffset(offset);
    return builder.endVector();
  };
  const float = (value: number): number => {
    builder.startVector(4, 1, 4);
    builder.addFloat32(value);
    return builder.endVector();
  };
  const normalization = table(to(float(0)), to(float(255)));
  const processing = table(byte(1), to(normalization));
  const content = table(byte(2), to(table(byte(1))));
  const input = table(null, null, null, to(content), to(tables(processing)));
  const output = table(to(builder.createString("person")));
  const graph = table(null, null, to(tables(input)), to(tables(output)));
  builder.finish(table(null, null, null, to(tables(graph))), "M001");
  return builder.asUint8Array();
}

/**
 * A TensorFlow Lite model with metadata added.
 *
 * FlatBuffers point forward and relatively, so the old file can stay as it is
 * behind a new root that points into it (https://flatbuffers.dev/internals/).
 */
export function withMetadata(model: Uint8Array): Uint8Array {
  const view = new DataView(model.buffer, model.byteOffset, model.byteLength);
  const target = (at: number): number => at + view.getUint32(at, true);
  const root = target(0);
  const types = root - view.getInt32(root, true);
  const field = (number: number): number => root + view.getUint16(types + 4 + number * 2, true);
  const [codes, graphs, buffers] = [target(field(1)), target(field(2)), target(field(4))];
  const count = view.getUint32(buffers, true);
  const data = metadata();

  const head: number[] = [];
  const put = (...bytes: number[]): number => head.push(...bytes) - bytes.length;
  const words = (...values: number[]): number => put(...new Uint8Array(new Uint32Array(values).buffer));
  const shorts = (...values: number[]): number => put(...new Uint8Array(new Uint16Array(values).buffer));
  const text = (value: string): number[] => [...new TextEncoder().encode(value)];
  const align = (to: number, ahead: number): void => {
    while ((head.length + ahead) % to !== 0) put(0);
  };

  words(0);
  put(...text("TFL3"));
  // Vtables first: size, size of the table, then where each field is in it.
  const modelTypes = shorts(18, 24, 4, 8, 12, 0, 16, 0, 20, 0);
  const newModel = words(0, view.getUint32(field(0), true), 0, 0, 0, 0);
  const bufferTypes = shorts(6, 8, 4, 0);
  const newBuffer = words(0, 0);
  const entryTypes = shorts(8, 12, 4, 8);
  const entry = words(0, 0, count);
  const entries = words(1, 0);
  const name = words(15);
  put(...text("TFLITE_METADATA"), 0);
  const newBuffers = words(count + 1, ...Array.from({ length: count + 1 }, () => 0));
  align(16, 4);
  const payload = words(data.length);
  put(...data);
  align(16, 0);

  const whole = new Uint8Array(head.length + model.length);
  whole.set(head);
  whole.set(model, head.length);
  const write = new DataView(whole.buffer);
  const point = (from: number, there: number): void => {
    write.setUint32(from, there - from, true);
  };
  for (const [at, its] of [[newModel, modelTypes], [newBuffer, bufferTypes], [entry, entryTypes]] as const) {
    write.setInt32(at, at - its, true);
  }
  point(0, newModel);
  point(newModel + 8, head.length + codes);
  point(newModel + 12, head.length + graphs);
  point(newModel + 16, newBuffers);
  point(newModel + 20, entries);
  point(newBuffer + 4, payload);
  point(entry + 4, name);
  point(entries + 4, entry);
  for (let place = 0; place < count; place += 1) {
    point(newBuffers + 4 + place * 4, head.length + target(buffers + 4 + place * 4));
  }
  point(newBuffers + 4 + count * 4, newBuffer);
  return whole;
}

/** Puts model and program into the build, in a folder named after what is in them; `__SEGMENTER__` is its name. */
export function segmenter(): Plugin {
  const files = new Map<string, Uint8Array>([
    ["vision_wasm_internal.js", readFileSync(`${MODULES}tasks-vision/wasm/vision_wasm_internal.js`)],
    ["vision_wasm_internal.wasm", readFileSync(`${MODULES}tasks-vision/wasm/vision_wasm_internal.wasm`)],
    ["selfie.tflite", withMetadata(readFileSync(`${MODULES}selfie_segmentation/selfie_segmentation.tflite`))],
  ]);
  const hash = createHash("sha256");
  for (const bytes of files.values()) hash.update(bytes);
  const folder = `segmenter-${hash.digest("hex").slice(0, 8)}`;
  return {
    name: "segmenter",
    config: () => ({ define: { __SEGMENTER__: JSON.stringify(folder) } }),
    generateBundle() {
      for (const [name, source] of files) this.emitFile({ type: "asset", fileName: `assets/${folder}/${name}`, source });
    },
  };
}
