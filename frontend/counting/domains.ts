// Where a domain name ends, in one pass over the signs that may form one. Mirrors counting/domains.py.
import names from "../../diapason/networks/base/counting/tlds.txt";

export const FORBIDDEN = "\\ufffe\\ufeff\\uffff";
export const LATIN =
  "\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\xff\\u0100-\\u024f\\u0253\\u0254\\u0256\\u0257\\u0259\\u025b\\u0263\\u0268\\u026f\\u0272" +
  "\\u0289\\u028b\\u02bb\\u0300-\\u036f\\u1e00-\\u1eff";
const SPACES = "\\t-\\r \\x85\\xa0\\u1680\\u180e\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const DIRECTION = "\\u202a-\\u202e\\u061c\\u200e\\u200f\\u2066-\\u2069";
const OTHERS = "!'#%&()*+,\\\\/:;<=>?@\\[\\]\\^\\{\\|\\}~\\$";
// A sign of a label; with a hyphen, an underscore or a dot, of a run.
export const SIGN = `[^${OTHERS}\\-._${SPACES}${FORBIDDEN}${DIRECTION}]`;
export const RUN = `[^${OTHERS}${SPACES}${FORBIDDEN}${DIRECTION}]+`;
const LONGEST_LABEL = 63;

const topLevel = new Set(
  names
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .flatMap((line) => line.split(" ").filter(Boolean)),
);
const foreignLengths = [...new Set([...topLevel].filter((name) => /[^a-z0-9]/.test(name)).map((name) => name.length))].sort(
  (one, other) => other - one,
);
const word = /[a-zA-Z0-9]+/y;
const encoded = /xn--[-0-9a-z]+/iy;
const latinTail = new RegExp(`[-a-zA-Z0-9${LATIN}]+$`, "u");
const latinWhole = new RegExp(`^[-a-zA-Z0-9${LATIN}]+$`, "u");

function matchEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : 0;
}

// No letter, digit, @, + or - follows a top-level domain.
function closed(text: string, end: number): boolean {
  return end >= text.length || !/[0-9a-zA-Z@+-]/.test(text.charAt(end));
}

function topLevelEnd(text: string, start: number, stop: number): number {
  const end = matchEnd(word, text, start);
  if (end) {
    if (topLevel.has(text.slice(start, end).toLowerCase()) && closed(text, end)) return end;
    return matchEnd(encoded, text, start);
  }
  for (const length of foreignLengths) {
    const last = start + length;
    if (last <= stop && topLevel.has(text.slice(start, last).toLowerCase()) && closed(text, last)) return last;
  }
  return 0;
}

interface Label {
  start: number;
  stop: number;
  underscore: number;
  top: number;
}

// A run of signs that may form a domain name, read once, asked often.
export class Run {
  private readonly labels: Label[] = [];
  private readonly best: number[];
  readonly hopeful: boolean;

  constructor(
    private readonly text: string,
    start: number,
    stop: number,
  ) {
    let at = start;
    for (const piece of text.slice(start, stop).split(".")) {
      const end = at + piece.length;
      const top = at > start && piece ? topLevelEnd(text, at, end) : 0;
      const underscore = piece.lastIndexOf("_");
      this.labels.push({ start: at, stop: end, underscore: underscore < 0 ? -1 : at + underscore, top });
      at = end + 1;
    }
    this.hopeful = this.labels.some((label) => label.top > 0);
    this.best = new Array<number>(this.labels.length + 1).fill(-1);
    for (let index = this.labels.length - 1; index >= 0; index -= 1) {
      this.best[index] = this.reach(index, this.labels[index]!.start);
    }
  }

  private sound(start: number, stop: number): boolean {
    return start < stop && !"-_".includes(this.text.charAt(start)) && !"-_".includes(this.text.charAt(stop - 1));
  }

  // The last name label of the domain that begins at `start` in a label; -1: no domain.
  private reach(index: number, start: number): number {
    const label = this.labels[index]!;
    if (index + 1 >= this.labels.length || !this.sound(start, label.stop)) return -1;
    const further = this.best[index + 1]!;
    if (further >= 0) return further;
    return label.underscore < start && this.labels[index + 1]!.top ? index : -1;
  }

  private indexAt(start: number): number {
    let low = 0;
    let high = this.labels.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.labels[middle]!.start <= start) low = middle;
      else high = middle;
    }
    return low;
  }

  // Where the longest domain that begins at `start` ends; 0 when there is none.
  domainEnd(start: number): number {
    const name = this.reach(this.indexAt(start), start);
    return name >= 0 ? this.labels[name + 1]!.top : 0;
  }
}

// The ASCII form of a label is the browser's; one that it refuses is measured as it stands.
function encodedLength(label: string): number {
  if (/^[\x00-\x7f]*$/.test(label) || [...label].length > LONGEST_LABEL) return label.length;
  try {
    return new URL(`http://${label}`).hostname.length;
  } catch {
    return label.length;
  }
}

export function isRegistrable(domain: string): boolean {
  if (domain.startsWith("xn--") && /[^\x00-\x7f]/.test(domain) && !latinDomains(domain).length) return false;
  return domain.split(".").every((label) => label && encodedLength(label) <= LONGEST_LABEL);
}

// The parts of a domain that are domains in Latin letters: those linked bare.
export function latinDomains(domain: string): [number, number][] {
  const found: [number, number][] = [];
  const stops = [...domain.matchAll(/\.|$/g)].map((match) => match.index);
  let floor = 0;
  let index = 0;
  while (index < stops.length - 1) {
    const head = Math.max(floor, index ? stops[index - 1]! + 1 : 0);
    const tail = latinTail.exec(domain.slice(head, stops[index]));
    if (!tail) {
      index += 1;
      continue;
    }
    const [next, end] = latinChain(domain, stops, index);
    index = next;
    if (end) {
      found.push([head + tail.index, end]);
      floor = end;
    }
  }
  return found;
}

// From a first label: where to read on from, and the end of the last top-level domain met (0: none).
function latinChain(domain: string, stops: number[], index: number): [number, number] {
  let end = 0;
  let holder = index;
  let last = index + 1;
  for (; last < stops.length; last += 1) {
    const start = stops[last - 1]! + 1;
    const found = topLevelEnd(domain, start, stops[last]!);
    if (found) [end, holder] = [found, last];
    if (!latinWhole.test(domain.slice(start, stops[last]))) break;
  }
  return end ? [holder, end] : [Math.min(last, stops.length - 1), 0];
}
