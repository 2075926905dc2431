// Builds frontend/ into build/static: entry points with hashed names, the icon sprite, and a manifest of them.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { globs } from "./build/globs.mjs";
import { sprite } from "./build/sprite.mjs";
import { world } from "./build/world.mjs";

const OUT = "build/static.new";
const ENTRIES = "frontend/entrypoints";

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });

const result = await build({
  entryPoints: (await readdir(ENTRIES)).map((name) => join(ENTRIES, name)),
  outdir: `${OUT}/d`,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  assetNames: "[name]-[hash]",
  publicPath: "/static/d",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  sourcemap: true,
  metafile: true,
  loader: { ".woff2": "file", ".svg": "text" },
  plugins: [globs],
  logLevel: "warning",
});

const manifest = {};
for (const [path, { entryPoint, cssBundle }] of Object.entries(result.metafile.outputs)) {
  if (!entryPoint || path.endsWith(".map")) continue;
  const name = basename(entryPoint).replace(/\.\w+$/, "");
  manifest[`${name}.${path.endsWith(".css") ? "css" : "js"}`] = `d/${basename(path)}`;
  if (cssBundle) manifest[`${name}.css`] = `d/${basename(cssBundle)}`;
}

// Eight capitals or digits, as esbuild's own names: the server lets browsers keep such files for ever.
async function add(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const [stem, extension] = name.split(".");
  manifest[name] = `d/${stem}-${hash}.${extension}`;
  await writeFile(join(OUT, manifest[name]), content);
}

await add("icons.svg", await sprite());
await add("world.svg", await world());
for (const name of await readdir("frontend/brand")) await add(name, await readFile(join("frontend/brand", name)));
await writeFile(`${OUT}/manifest.json`, JSON.stringify(manifest, null, 1));

await rm("build/static", { recursive: true, force: true });
await rename(OUT, "build/static");
