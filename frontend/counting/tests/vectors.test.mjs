// node --test frontend/counting/tests: bundles the counters, then counts the vectors that the server counts too.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "counting-"));
after(() => rm(folder, { recursive: true, force: true }));

const outfile = join(folder, "counting.mjs");
await build({ entryPoints: [join(root, "frontend/counting/index.ts")], outfile, bundle: true, format: "esm", target: ["es2022"] });
const { UNITS, left, measure, tightest } = await import(pathToFileURL(outfile).href);
const vectors = JSON.parse(await readFile(join(root, "diapason/networks/base/counting/vectors.json"), "utf8"));

for (const { why, text, times = 1, unit, length, url_length: urlLength } of vectors) {
  test(`${unit}: ${why}`, () => assert.equal(measure(text.repeat(times), unit, urlLength), length));
}

test("every unit has vectors", () => assert.deepEqual(new Set(vectors.map((vector) => vector.unit)), new Set(UNITS)));

test("the tightest of two limits is the one with the least room in proportion", () => {
  const signs = { unit: "graphemes", maximum: 300 };
  const bytes = { unit: "utf8_bytes", maximum: 3000 };
  assert.equal(tightest("é".repeat(10), [signs, bytes]), signs);
  assert.equal(tightest("👨\u200d👩\u200d👧\u200d👦".repeat(10), [signs, bytes]), bytes);
  assert.equal(left("é".repeat(301), signs), -1);
});

test("hostile texts are counted in bounded time", () => {
  for (const text of ["a.".repeat(50_000), "日.".repeat(50_000), "a.com/(".repeat(14_000), "🇫".repeat(100_000), "@a".repeat(50_000)]) {
    const begun = performance.now();
    for (const unit of UNITS) measure(text, unit);
    assert.ok(performance.now() - begun < 5_000, `${text.slice(0, 9)}… took ${performance.now() - begun} ms`);
  }
});
