// Using an element: its confirmation, the click itself, and what went wrong.

import { add, fill, h } from "./dom.js";
import { post } from "./api.js";
import { announce, trapTab } from "./a11y.js";
import { textObject } from "./mrkdwn.js";

/**
 * use sends a click. target says where the element stands, picked what was
 * chosen, values what is typed elsewhere on the surface.
 */
export async function use({ element, block, picked = {}, target, values, ctx, node }) {
  if (element.confirm && !(await confirmed(element.confirm, ctx))) return false;
  node?.setAttribute("aria-busy", "true");
  const done = await attempt(() => post("click", {
    as: ctx.as, ...target, block_id: block.block_id, action_id: element.action_id, ...picked, values,
  }));
  node?.removeAttribute("aria-busy");
  if (done && !done.acked) notice(missed(done.notice, ctx.appName));
  return true;
}

/** missed is the sentence for an app that did not answer. */
export function missed(code, appName) {
  if (code === "dispatch_failed") return `${appName} is not connected, so nothing was sent.`;
  if (code === "interactivity_off") return `${appName} is not set up for interactivity, so nothing was sent.`;
  return `${appName} did not answer within three seconds.`;
}

/** attempt runs a request; a refusal becomes a notice and null. */
export async function attempt(request) {
  try {
    return await request();
  } catch (error) {
    notice(error.message);
    return null;
  }
}

/** notice shows a sentence for a while, and has it read aloud. */
export function notice(text) {
  const area = document.getElementById("notices");
  const line = h("div", { class: "notice", data: { testid: "notice" } }, h("span", { text }),
    h("button", { type: "button", class: "quiet", text: "Dismiss", on: { click: () => line.remove() } }));
  if (area.childElementCount > 2) area.firstElementChild.remove();
  area.append(line);
  announce(text);
  setTimeout(() => line.remove(), 9000);
}

/** confirmed asks in a dialog, in an app's words. */
export function confirmed(dialog, ctx) {
  return ask({
    title: textObject(dialog.title, ctx), text: textObject(dialog.text, ctx),
    yes: textObject(dialog.confirm, ctx), no: textObject(dialog.deny, ctx), danger: dialog.style === "danger",
  });
}

/** ask shows a question with two answers, and resolves to the first being chosen. */
export function ask({ title, text, yes, no, danger }) {
  const box = h("dialog", { class: "confirm", role: "alertdialog", "aria-labelledby": "ask-title", "aria-describedby": "ask-text", data: { testid: "confirm" } });
  const answer = Promise.withResolvers();
  const close = (value) => {
    box.close();
    box.remove();
    answer.resolve(value);
  };
  const button = (label, kind, value, testid) => add(h("button", { type: "button", class: kind, data: { testid }, on: { click: () => close(value) } }), label);
  fill(box, add(h("h2", { id: "ask-title" }), title), add(h("p", { id: "ask-text" }), text),
    h("div", { class: "confirm-row" }, button(no, "button", false, "confirm-no"), button(yes, danger ? "button danger solid" : "button primary", true, "confirm-yes")));
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    close(false);
  });
  trapTab(box);
  document.body.append(box);
  box.showModal();
  return answer.promise;
}
