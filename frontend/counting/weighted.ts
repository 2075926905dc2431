// The weighted length, configuration 3: links 23, emoji sequences 2, light signs 1, others 2. Mirrors counting/weighted.py.
import { takeOut } from "./emoji";
import { BARE, find } from "./urls";

const HEAVY = /[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]/gu;

export function count(text: string, urlLength = 23): number {
  const normal = text.replace(/\r\n?/g, "\n").normalize("NFC");
  let total = 0;
  let at = 0;
  for (const link of find(normal, BARE)) {
    total += plain(normal.slice(at, link.start)) + urlLength;
    at = link.end;
  }
  return total + plain(normal.slice(at));
}

function plain(text: string): number {
  const [rest, sequences] = takeOut(text);
  return [...rest].length + (rest.match(HEAVY)?.length ?? 0) + 2 * sequences;
}
