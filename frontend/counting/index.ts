// Text counted while it is typed, in the units of diapason/networks/base/counting, on the same vectors. The server's
// count is the authority. Known to differ: a label that the browser's own URL parser refuses to encode is measured
// unencoded; emoji and grapheme data are those of the browser's version of Unicode.
import { findAny } from "./emoji";
import * as fediverse from "./fediverse";
import * as graphemes from "./graphemes";
import * as weighted from "./weighted";

export const UNITS = [
  "graphemes",
  "utf8_bytes",
  "utf16_units",
  "code_points",
  "emoji_bytes",
  "weighted",
  "fediverse",
] as const;
export type Unit = (typeof UNITS)[number];

export interface TextLimit {
  unit: Unit;
  maximum: number;
  urlLength?: number | null;
}

const encoder = new TextEncoder();
const utf8Bytes = (text: string): number => encoder.encode(text).length;
const codePoints = (text: string): number => [...text].length;

// Code points outside emoji, plus the UTF-8 bytes of the emoji.
function emojiBytes(text: string): number {
  return findAny(text).reduce((total, sign) => total + utf8Bytes(sign) - codePoints(sign), codePoints(text));
}

// Length of the text in the unit; `urlLength` replaces 23, for the units that count links apart.
export function measure(text: string, unit: Unit, urlLength?: number | null): number {
  switch (unit) {
    case "graphemes":
      return graphemes.count(text);
    case "utf8_bytes":
      return utf8Bytes(text);
    case "utf16_units":
      return text.length;
    case "code_points":
      return codePoints(text);
    case "emoji_bytes":
      return emojiBytes(text);
    case "weighted":
      return weighted.count(text, urlLength ?? undefined);
    case "fediverse":
      return fediverse.count(text, urlLength ?? undefined);
  }
}

// Room left in the limit's unit; negative when the text is too long.
export function left(text: string, limit: TextLimit): number {
  return limit.maximum - measure(text, limit.unit, limit.urlLength);
}

// The limit with the least room left, in proportion to its maximum.
export function tightest(text: string, limits: readonly TextLimit[]): TextLimit | undefined {
  const share = (limit: TextLimit): number => left(text, limit) / Math.max(limit.maximum, 1);
  return limits.reduce<TextLimit | undefined>((least, limit) => (least && share(least) <= share(limit) ? least : limit), undefined);
}
