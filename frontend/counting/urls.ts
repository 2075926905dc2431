// Where the links of a text are, in time that grows with its length only. Mirrors counting/urls.py.
import { FORBIDDEN, LATIN, RUN, Run, SIGN, isRegistrable, latinDomains } from "./domains";

const LONGEST = 4096;
const LONGEST_SHORT_SLUG = 40;
const BEFORE = `[A-Za-z0-9@＠$#＃${FORBIDDEN}]`;
const QUERY = "\\?[a-z0-9!?*'@();:&=+$/%#\\[\\]\\-_.,~|]*[a-z0-9\\-_&=#/]";
const CYRILLIC = "\\u0400-\\u04ff";
const BEYOND = "\\xa0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\uffef\\u{10000}-\\u{10fffd}";

const run = new RegExp(RUN, "gu");
const candidate = new RegExp(`(?<!${BEFORE})${SIGN}`, "gu");
const glued = new RegExp(BEFORE, "u");
const port = /:[0-9]+/y;
const short = new RegExp(`^https?://t\\.co/([a-z0-9]+)(?:${QUERY})?`, "i");

export interface Grammar {
  bare: boolean; // no scheme needed
  body: RegExp;
  ends: RegExp; // the signs that may close a path
  query: RegExp;
}

export interface Span {
  start: number;
  end: number;
}

interface Match extends Span {
  before: string;
  domain: number;
  domainEnd: number;
  hasPath: boolean;
}

// A slash, then signs and balanced parentheses, one level nested.
function body(sign: string): RegExp {
  return new RegExp(`/(?:${sign}+|\\((?:${sign}+|${sign}*\\(${sign}+\\)${sign}*)\\))*`, "iuy");
}

export const BARE: Grammar = {
  bare: true,
  body: body(`[a-z${CYRILLIC}0-9!*';:=+,.$/%#\\[\\]\\-\\u2013_~@\\|&${LATIN}]`),
  ends: new RegExp(`[+\\-a-z${CYRILLIC}0-9=_#/${LATIN})]`, "iu"),
  query: new RegExp(QUERY, "iy"),
};
export const FEDERATED: Grammar = {
  bare: false,
  body: body("[^\\s<>()?]"),
  ends: /[^\s(?!*"'「」<>;:=,.$%[\]~&|@]/u,
  query: new RegExp(
    `\\?[a-z0-9!?*'();:&=+$/%#\\[\\]\\-_.,~\\|@\\^${BEYOND}]*[a-z0-9_&=#/\\-${BEYOND}]`,
    "iuy",
  ),
};

// Every link of the text, in order, in UTF-16 code units.
export function find(text: string, grammar: Grammar): Span[] {
  if (!text.includes(".")) return [];
  return matches(text, grammar).flatMap((match) => spans(text, match, grammar));
}

function matches(text: string, grammar: Grammar): Match[] {
  const found: Match[] = [];
  let floor = 0;
  for (const place of text.matchAll(run)) {
    if (!place[0].includes(".")) continue;
    const stop = place.index + place[0].length;
    const names = new Run(text, place.index, stop);
    if (!names.hopeful) continue;
    for (const [start, domain] of candidates(text, place.index, stop)) {
      const match = start >= floor ? matchAt(text, names, start, domain, grammar) : undefined;
      if (!match) continue;
      found.push(match);
      floor = match.end + 1;
    }
  }
  return found;
}

// Where a link may begin, with the start of its domain, in the order of the reference expression.
function* candidates(text: string, first: number, stop: number): Generator<[number, number]> {
  const scheme = /https?:\/\/$/i.exec(text.slice(Math.max(0, first - 8), first));
  if (scheme) {
    const start = first - scheme[0].length;
    if (start === 0 || !glued.test(text.charAt(start - 1))) yield [start, first];
  }
  let from = first;
  if (first === 0) {
    const width = String.fromCodePoint(text.codePointAt(0)!).length;
    if (!glued.test(text.slice(0, width)) && width < stop) yield [width, width];
    yield [0, 0];
    from = width;
  }
  const pattern = new RegExp(candidate);
  pattern.lastIndex = from;
  for (let next = pattern.exec(text); next && next.index < stop; next = pattern.exec(text)) yield [next.index, next.index];
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function matchAt(text: string, names: Run, start: number, domain: number, grammar: Grammar): Match | undefined {
  const domainEnd = names.domainEnd(domain);
  if (!domainEnd) return undefined;
  const at = endOf(port, text, domainEnd);
  const path = pathEnd(text, at, grammar);
  const end = endOf(grammar.query, text, path);
  return { before: text.charAt(start - 1), start, domain, domainEnd, end, hasPath: path > at };
}

// The path goes as far as it can, then gives back what may not close it; a lone slash is a path.
function pathEnd(text: string, at: number, grammar: Grammar): number {
  let end = endOf(grammar.body, text, at);
  while (end > at + 1 && !grammar.ends.test(text.charAt(end - 1))) end -= 1;
  return end;
}

function spans(text: string, match: Match, grammar: Grammar): Span[] {
  const domain = text.slice(match.domain, match.domainEnd);
  const scheme = match.domain - match.start || "https://".length;
  if (scheme + match.end - match.domain > LONGEST || !isRegistrable(domain)) return [];
  if (match.start < match.domain) return schemed(text, match, grammar);
  if (!grammar.bare || (match.before && "-_./".includes(match.before))) return [];
  const parts = latinDomains(domain);
  return parts.map(([start, end], rank) => ({
    start: match.start + start,
    end: match.start + end + (rank === parts.length - 1 && match.hasPath ? match.end - match.domainEnd : 0),
  }));
}

// A link with its scheme; a shortened one ends with its slug.
function schemed(text: string, match: Match, grammar: Grammar): Span[] {
  const slug = grammar.bare ? short.exec(text.slice(match.start, match.end)) : null;
  if (slug && slug[1]!.length > LONGEST_SHORT_SLUG) return [];
  return [{ start: match.start, end: slug ? match.start + slug[0].length : match.end }];
}
