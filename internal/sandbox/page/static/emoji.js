// The emoji codes that show as pictures. Others stay as they are written.

const CODES = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", heart: "❤️", smile: "😄", smiley: "😃", grinning: "😀",
  slightly_smiling_face: "🙂", blush: "😊", wink: "😉", joy: "😂", thinking_face: "🤔", neutral_face: "😐", cry: "😢", sob: "😭",
  open_mouth: "😮", sunglasses: "😎", eyes: "👀", wave: "👋", clap: "👏", raised_hands: "🙌", pray: "🙏", muscle: "💪", ok_hand: "👌",
  point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇", handshake: "🤝", writing_hand: "✍️", tada: "🎉", star: "⭐",
  sparkles: "✨", fire: "🔥", rocket: "🚀", bulb: "💡", white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️",
  x: "❌", warning: "⚠️", no_entry: "⛔", question: "❓", exclamation: "❗", construction: "🚧", twisted_rightwards_arrows: "🔀",
  game_die: "🎲", pushpin: "📌", round_pushpin: "📍", memo: "📝", book: "📖", books: "📚", calendar: "📅", clock: "🕰️", alarm_clock: "⏰",
  hourglass: "⌛", bell: "🔔", no_bell: "🔕", mag: "🔍", link: "🔗", lock: "🔒", key: "🔑", gear: "⚙️", wrench: "🔧", hammer: "🔨",
  package: "📦", chart_with_upwards_trend: "📈", moneybag: "💰", email: "📧", speech_balloon: "💬", thought_balloon: "💭",
  arrow_forward: "▶️", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", seedling: "🌱", deciduous_tree: "🌳",
  mountain: "⛰️", sunny: "☀️", cloud: "☁️", rainbow: "🌈", coffee: "☕", cake: "🍰", trophy: "🏆", dart: "🎯", compass: "🧭",
  busts_in_silhouette: "👥", information_source: "ℹ️", "100": "💯", zzz: "💤", red_circle: "🔴", large_green_circle: "🟢", white_circle: "⚪",
};

/** emoji is the picture of a code, or null. Skin tones are left out. */
export function emoji(name) {
  return Object.hasOwn(CODES, name.split("::")[0]) ? CODES[name.split("::")[0]] : null;
}

/** fromUnicode turns a rich_text emoji's code points into the picture. */
export function fromUnicode(codes) {
  const points = codes.split("-").map((hex) => Number.parseInt(hex, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : null;
}

/** usual are the reactions that a message's toolbar offers. */
export const usual = ["+1", "eyes", "raised_hands", "heart", "bulb", "white_check_mark"];
