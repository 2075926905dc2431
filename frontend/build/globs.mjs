// Lets many files be found by the build instead of being listed by hand:
//   @import "./modules/*.css"                      every style sheet of a folder, in alphabetical order
//   import controllers from "glob:../controllers/*.ts"   { "auto-save": class, … } by file name, dashes for underscores
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

async function matching(pattern) {
  const folder = dirname(pattern);
  const extension = pattern.slice(pattern.lastIndexOf("*") + 1);
  const names = (await readdir(folder)).filter((name) => name.endsWith(extension) && !name.includes(".test."));
  return names.sort().map((name) => ({ name: basename(name, extension).replaceAll("_", "-"), path: `./${name}` }));
}

export const globs = {
  name: "globs",
  setup(build) {
    build.onResolve({ filter: /\*\.css$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path), namespace: "styles" }));
    build.onLoad({ filter: /.*/, namespace: "styles" }, async ({ path }) => {
      const files = await matching(path);
      return { contents: files.map((file) => `@import "${file.path}";`).join("\n"), loader: "css", resolveDir: dirname(path) };
    });
    build.onResolve({ filter: /^glob:/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.slice(5)), namespace: "modules" }));
    build.onLoad({ filter: /.*/, namespace: "modules" }, async ({ path }) => {
      const files = await matching(path);
      const imports = files.map((file, index) => `import m${index} from "${file.path}";`);
      const entries = files.map((file, index) => `"${file.name}": m${index}`);
      return { contents: `${imports.join("\n")}\nexport default {${entries.join(", ")}};`, loader: "ts", resolveDir: dirname(path) };
    });
  },
};
