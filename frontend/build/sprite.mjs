// One sprite: the Lucide icons named in icons.txt, drawn with the colour of the text around them, and the mark of
// every network (`diapason/networks/<name>/icon.svg`) as `net-<name>`.
import { readFile, readdir } from "node:fs/promises";

const NETWORKS = "diapason/networks";
const DRAWN = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

const inner = (svg) => svg.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace("</svg>", "").trim();

async function icon(name) {
  const svg = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  return `<symbol id="${name}" viewBox="0 0 24 24" ${DRAWN}>${inner(svg)}</symbol>`;
}

async function mark(network) {
  const svg = await readFile(`${NETWORKS}/${network}/icon.svg`, "utf8").catch(() => null);
  if (svg === null) return "";
  const root = /<svg[\s\S]*?>/.exec(svg)[0];
  const kept = ["viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"]
    .map((attribute) => new RegExp(`\\s${attribute}="[^"]*"`).exec(root)?.[0] ?? "")
    .join("");
  return `<symbol id="net-${network}"${kept}>${inner(svg)}</symbol>`;
}

export async function sprite() {
  const icons = [...new Set((await readFile("frontend/icons.txt", "utf8")).split(/\s+/).filter(Boolean))];
  const folders = (await readdir(NETWORKS, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const symbols = await Promise.all([...icons.map(icon), ...folders.sort().map(mark)]);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}
