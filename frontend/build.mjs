// Builds frontend/ into build/static: entry points with hashed names, a manifest of them, and the icon sprite.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const OUT = "build/static.new";
const ENTRIES = "frontend/entrypoints";

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });

const entryPoints = (await readdir(ENTRIES)).map((name) => join(ENTRIES, name));
const result = await build({
  entryPoints,
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
  logLevel: "warning",
});

const manifest = {};
for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  if (!entryPoint || path.endsWith(".map")) continue;
  const name = basename(entryPoint).replace(/\.ts$/, ".js");
  manifest[path.endsWith(".css") ? name.replace(/\.js$/, ".css") : name] = `d/${basename(path)}`;
}

// One sprite of the icons that templates use, named in icons.txt; drawn with the colour of the text around them.
const names = (await readFile("frontend/icons.txt", "utf8")).split(/\s+/).filter(Boolean);
const symbols = await Promise.all(
  names.map(async (name) => {
    const svg = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
    const inner = svg.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace("</svg>", "").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
  }),
);
await writeFile(`${OUT}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
await writeFile(`${OUT}/manifest.json`, JSON.stringify(manifest, null, 1));

await rm("build/static", { recursive: true, force: true });
await rename(OUT, "build/static");
