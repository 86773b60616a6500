// The emoji codes that show as pictures. Others stay as they are written.

import { GROUPS } from "./emojidata.js";

let pictures = null;

function table() {
  if (pictures) return pictures;
  pictures = new Map();
  for (const line of Object.values(GROUPS)) {
    const words = line.split(" ");
    for (let i = 0; i < words.length; i += 2) for (const name of words[i + 1].split(",")) pictures.set(name, words[i]);
  }
  return pictures;
}

const TONES = { 2: 0x1f3fb, 3: 0x1f3fc, 4: 0x1f3fd, 5: 0x1f3fe, 6: 0x1f3ff };

/** emoji is the picture of a code, or null: "wave", or "wave::skin-tone-3". */
export function emoji(code) {
  const [name, tone] = code.split("::skin-tone-");
  const picture = table().get(name);
  if (!picture) return null;
  return tone ? toned(picture, TONES[tone]) : picture;
}

/** toned gives a picture of a person or a hand a colour of skin; others have none. */
function toned(picture, tone) {
  const [first, ...rest] = [...picture];
  if (!tone || !/^\p{Emoji_Modifier_Base}/u.test(first)) return picture;
  return first + String.fromCodePoint(tone) + rest.filter((char, i) => i > 0 || char !== "\ufe0f").join("");
}

/** fromUnicode turns a rich_text emoji's code points into the picture, or null. */
export function fromUnicode(codes) {
  const points = codes.split("-").map((hex) => Number.parseInt(hex, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : null;
}

/** toUnicode is a picture's code points as rich_text has them: "1f44b-1f3fc". */
export const toUnicode = (picture) => [...picture].map((char) => char.codePointAt(0).toString(16)).join("-");

/** shortcode finds ":name:" at the start of a text: its name, picture and length. */
export function shortcode(text) {
  const match = /^:([a-z0-9_+'’&-]+(?:::skin-tone-[2-6])?):/.exec(text.slice(0, 80));
  const picture = match && emoji(match[1]);
  return picture ? { name: match[1], picture, length: match[0].length } : null;
}

/** found lists up to `most` emoji whose names hold a word, those that begin with it first: {name, picture}. */
export function found(word, most = 8) {
  const wanted = word.toLowerCase();
  const all = [...table()].map(([name, picture]) => ({ name, picture }));
  const begin = all.filter((e) => e.name.startsWith(wanted));
  return [...begin, ...all.filter((e) => !e.name.startsWith(wanted) && e.name.includes(wanted))].slice(0, most);
}

/** groups lists all emoji by group, under their first names: [{label, emoji: [{name, picture}]}]. */
export function groups() {
  return Object.entries(GROUPS).map(([label, line]) => {
    const words = line.split(" ");
    const list = [];
    for (let i = 0; i < words.length; i += 2) list.push({ picture: words[i], name: words[i + 1].split(",")[0] });
    return { label, emoji: list };
  });
}

/** usual are the reactions that a message's toolbar offers. */
export const usual = ["+1", "eyes", "raised_hands", "heart", "bulb", "white_check_mark"];
