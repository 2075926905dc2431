// The countries of the world as one SVG, a symbol for each by its two letters, and all of them together as `land`. The shapes are those of
// Natural Earth at 1:110 million (in the public domain), as the package `world-atlas` ships them; drawn in Robinson's manner by its table.
import { readFile } from "node:fs/promises";

const WIDE = 1000;
const HIGH = 500;
const NORTH = 84;
const SOUTH = -58; // further south nobody speaks
// Robinson's own table, every five degrees of latitude: how long the parallel is, and how far it lies from the equator.
const LONG = [1, 0.9986, 0.9954, 0.99, 0.9822, 0.973, 0.96, 0.9427, 0.9216, 0.8962, 0.8679, 0.835, 0.7986, 0.7597, 0.7186, 0.6732, 0.6213, 0.5722, 0.5322];
const FAR = [0, 0.062, 0.124, 0.186, 0.248, 0.31, 0.372, 0.434, 0.4958, 0.5571, 0.6176, 0.6769, 0.7346, 0.7903, 0.8435, 0.8936, 0.9394, 0.9761, 1];

function between(table, degrees) {
  const step = Math.min(17, Math.floor(degrees / 5));
  return table[step] + (table[step + 1] - table[step]) * (degrees / 5 - step);
}

const far = (latitude) => Math.sign(latitude) * between(FAR, Math.abs(latitude));
const TOP = far(NORTH);
const TALL = TOP - far(SOUTH);

function place([longitude, latitude]) {
  const bounded = Math.max(SOUTH, Math.min(NORTH, latitude));
  const x = WIDE / 2 + (longitude / 360) * WIDE * between(LONG, Math.abs(bounded));
  return [Math.round(x * 10) / 10, Math.round(((TOP - far(bounded)) / TALL) * HIGH * 10) / 10];
}

/** Arcs are chains of differences, in whole steps of the grid. */
function arcs({ arcs, transform: { scale, translate } }) {
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
}

/** The points of a ring, going on past the edge of the map where it crosses it. */
function unrolled(indexes, chains) {
  const points = indexes.flatMap((index, turn) => {
    const chain = index < 0 ? chains[~index].toReversed() : chains[index];
    return turn ? chain.slice(1) : chain;
  });
  let turns = 0;
  return points.map(([longitude, latitude], at) => {
    const step = at ? longitude - points[at - 1][0] : 0;
    if (Math.abs(step) > 180) turns -= Math.sign(step) * 360;
    return [longitude + turns, latitude];
  });
}

/** What of a ring lies on one side of a meridian. */
function cut(points, meridian, side) {
  const within = ([longitude]) => (longitude - meridian) * side >= 0;
  return points.flatMap((point, at) => {
    const before = points.at(at - 1);
    const share = (meridian - before[0]) / (point[0] - before[0]);
    const edge = within(point) === within(before) ? [] : [[meridian, before[1] + share * (point[1] - before[1])]];
    return within(point) ? [...edge, point] : edge;
  });
}

function drawn(points) {
  const found = points.map(place).filter((point, at, all) => !at || point[0] !== all[at - 1][0] || point[1] !== all[at - 1][1]);
  return found.length > 2 ? `M${found.map((point) => point.join(" ")).join("L")}Z` : "";
}

/** A ring that crosses the edge is drawn on both sides of the map. */
function ring(indexes, chains) {
  const points = unrolled(indexes, chains);
  return [-360, 0, 360].map((turn) => drawn(cut(cut(points.map(([x, y]) => [x + turn, y]), -180, 1), 180, -1))).join("");
}

const shape = (geometry, chains) =>
  (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs ?? []).flatMap((polygon) => polygon.map((each) => ring(each, chains))).join("");

/** ISO 3166 numbers are aliases of the letters, as Unicode lists them. */
const letters = (number) => (number ? new Intl.Locale(`und-${number}`).region : "");

export async function world() {
  const atlas = JSON.parse(await readFile("node_modules/world-atlas/countries-110m.json", "utf8"));
  const chains = arcs(atlas);
  const drawn = atlas.objects.countries.geometries.filter(({ id }) => id !== "010").map((each) => [letters(each.id), shape(each, chains)]);
  const symbols = drawn.filter(([code]) => /^[A-Z]{2}$/.test(code)).map(([code, path]) => `<path id="${code}" d="${path}"/>`);
  const rest = drawn.filter(([code]) => !/^[A-Z]{2}$/.test(code)).map(([, path]) => `<path d="${path}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDE} ${HIGH}"><g id="land">${symbols.join("")}${rest.join("")}</g></svg>`;
}
