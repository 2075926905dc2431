// Emoji sequences: several code points shown as one sign. The list is the server's (Unicode Emoji 12.0).
import data from "../../diapason/networks/base/counting/emoji.json";

const TONE = "[\\u{1f3fb}-\\u{1f3ff}]";
const ANY = new RegExp(
  `\\p{RI}\\p{RI}|[0-9#*]\\ufe0f?\\u20e3|\\p{ExtPict}(?:${TONE}|\\ufe0f)?[\\u{e0020}-\\u{e007f}]*` +
    `(?:\\u200d\\p{ExtPict}(?:${TONE}|\\ufe0f)?)*`,
  "gu",
);
const MAYBE = /[\u20e3\ufe0f\u200d\u{1f1e6}-\u{1f1ff}\u{1f3f4}\u{1f3fb}-\u{1f3ff}]/u;

let sequences: RegExp | undefined;

// Each sequence as a pattern, with a skin tone allowed after each sign that takes one.
function toned(sequence: string): string {
  return [...sequence].map((sign) => (/\p{Emoji_Modifier_Base}/u.test(sign) ? `${sign}${TONE}?` : sign)).join("");
}

function compile(): RegExp {
  const joined = data.joined.split(" ").sort((one, other) => [...other].length - [...one].length);
  const flags = data.flags
    .split(" ")
    .map((code) => String.fromCodePoint(...[...code].map((letter) => letter.charCodeAt(0) + 0x1f1a5)));
  const single = [`\\p{Emoji_Modifier_Base}${TONE}`, "(?![0-9#*])(?!\\p{Emoji_Presentation})\\p{Emoji}\\ufe0f"];
  const exact = [...joined.map(toned), ...data.tagged.split(" "), ...flags, "[0-9#*]\\ufe0f?\\u20e3"];
  return new RegExp([...exact, ...single].join("|"), "gu");
}

// The text without its sequences of two code points or more, and how many they were.
export function takeOut(text: string): [string, number] {
  if (!MAYBE.test(text)) return [text, 0];
  sequences ??= compile();
  let taken = 0;
  const rest = text.replace(sequences, () => {
    taken += 1;
    return "";
  });
  return [rest, taken];
}

// Every emoji, sequence or lone pictogram, by the grammar of Unicode Technical Standard 51.
export function findAny(text: string): string[] {
  return text.match(ANY) ?? [];
}
