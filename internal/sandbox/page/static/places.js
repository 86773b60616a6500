// What conversations and people are called, and the signs they carry.

import { h, icon } from "./dom.js";
import { avatar } from "./message.js";
import { APP, nameOf } from "./state.js";
import { city, clockTime } from "./times.js";

/** isDirect tells direct and group conversations from channels. */
export const isDirect = (c) => Boolean(c.is_im || c.is_mpim);

/** labelOf is a conversation as its row in the sidebar names it. */
export function labelOf(c, store) {
  if (c.is_im) return c.user === store.as ? `${nameOf(store.me())} (you)` : store.names.user(c.user);
  if (!c.is_mpim) return c.name;
  return (c.members || []).filter((id) => id !== store.as).map(store.names.user).join(", ");
}

/** placeName is what the place on the screen is called. */
export function placeName(store) {
  const here = store.here();
  return store.place === APP ? store.app().name : here ? labelOf(here, store) : "";
}

/** signOf is what stands before a conversation's name. */
export function signOf(c, store) {
  if (c.is_im) return faced(store.user(c.user), store);
  if (c.is_mpim) return h("span", { class: "group-count", "aria-hidden": "true", text: String((c.members || []).length - 1) });
  return icon(c.is_private ? "lock" : c.is_ext_shared ? "shared" : "channel");
}

/** faced is somebody's small picture, with a dot for whether the person is active. */
export function faced(user, store) {
  const dot = user && !user.is_bot && h("span", { class: `presence${user.active === false ? " off" : ""}${user.quiet ? " quiet" : ""}` });
  return h("span", { class: "faced", "aria-hidden": "true" }, avatar(user || store.user(store.app().user_id), "tiny"), dot);
}

/** remarks are what is to be known of a person besides the name. */
export function remarks(user, store) {
  return [
    user.deleted && "deactivated", user.is_restricted && "guest",
    user.team_id && user.team_id !== store.snapshot.team.id && "another organisation",
    user.active === false && "away", user.quiet && "notifications paused",
  ].filter(Boolean);
}

/** whereabouts is a person's city, time of day and remarks in a line. */
export const whereabouts = (user, store) => [`${city(user.tz)}, ${clockTime(store.now(), user.tz)}`, ...remarks(user, store)].join(" · ");
