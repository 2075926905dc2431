declare module "*.css";

// Found by frontend/build/globs.mjs: every file's default export by its name.
declare module "glob:*" {
  const modules: Record<string, unknown>;
  export default modules;
}
