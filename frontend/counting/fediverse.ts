// Characters as federated microblogs count them: links at a fixed length, mentions without their server.
import { count as graphemes } from "./graphemes";
import { FEDERATED, find } from "./urls";

const WORD = "[\\p{L}\\p{N}_]";
const MENTION = new RegExp(
  `(?<!${WORD}|[=/])@([a-z0-9_]+(?:[.\\-]+[a-z0-9_]+)*)@(?=(${WORD}+(?:[.\\-]+${WORD}+)*))\\2(?![@＠]|://)`,
  "giu",
);

export function count(text: string, urlLength = 23): number {
  let countable = "";
  let at = 0;
  for (const link of find(text, FEDERATED)) {
    countable += text.slice(at, link.start).replace(MENTION, "@$1") + "x".repeat(urlLength);
    at = link.end;
  }
  return graphemes(countable + text.slice(at).replace(MENTION, "@$1"));
}
