// Modals: a stack of up to three views, of which the top one shows.

import { add, fill, h, icon } from "./dom.js";
import { ask, attempt } from "./actions.js";
import { post } from "./api.js";
import { announce, keepFocus, trapTab } from "./a11y.js";
import { iconButton } from "./menu.js";
import { clearErrors, FIELDS, showErrors, trouble } from "./modal_errors.js";
import { plainText, textObject } from "./mrkdwn.js";
import { flat, typedIn } from "./surface.js";
import { arrange, viewBlocks } from "./views.js";

/** modals shows what stack of views the person has open. */
export function modals(store, ctx) {
  const box = h("dialog", { class: "modal", "aria-labelledby": "modal-title", data: { testid: "modal" } });
  const self = { store, ctx, box, shown: null, touched: new Set(), blocks: viewBlocks(store, ctx, "modal") };
  trapTab(box);
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (event.target === box) leave(self);
  });
  document.body.append(box);
  return () => sync(self, (store.snapshot.views || []).map((item) => ({ hash: item.hash, ...(item.view || item) })));
}

function sync(self, stack) {
  const top = stack.at(-1);
  if (!top) return shut(self);
  if (self.shown && self.shown.id === top.id && self.shown.hash === top.hash && self.depth === stack.length) return;
  const updated = self.shown?.id === top.id;
  const pushed = !updated && self.depth < stack.length;
  Object.assign(self, { shown: top, depth: stack.length, stack });
  if (updated) keepFocus(self.box, () => draw(self));
  else draw(self);
  if (!self.box.open) {
    self.box.showModal();
    pushed || begin(self);
  }
  if (!updated) begin(self);
  else announce(`${top.title.text} has changed.`);
}

function shut(self) {
  if (self.box.open) self.box.close();
  for (const view of self.stack || []) self.store.forms.delete("view:" + view.id);
  self.touched.clear();
  Object.assign(self, { shown: null, depth: 0, stack: [] });
}

/** begin puts the keyboard where the form begins. */
function begin(self) {
  const all = flat(self.shown.blocks);
  const wanted = all.find((b) => b.element?.focus_on_load) || all.find((b) => b.type === "input");
  const field = wanted && self.box.querySelector(`[data-testid="field-${CSS.escape(wanted.block_id)}"]`);
  const asked = all.flatMap((b) => [b.accessory, ...(b.type === "actions" ? b.elements : [])]).find((e) => e?.focus_on_load);
  const target = (asked && !wanted?.element?.focus_on_load && self.box.querySelector(`[data-testid="action-${CSS.escape(asked.action_id)}"]`))
    || field?.querySelector("[data-testid^=action-]:is(input, textarea, [contenteditable=true])") || field?.querySelector(FIELDS) || self.box.querySelector(".modal-title");
  target.focus();
  self.box.querySelector(".modal-body").scrollTop = 0;
  if (asked || wanted?.element?.focus_on_load) target.scrollIntoView({ block: "nearest" });
}

/** draw draws the view in front. Of one that is there already only what changed is drawn anew. */
function draw(self) {
  const { shown: view, depth, box } = self;
  const blocks = self.blocks("view:" + view.id, { view_id: view.id }, view, () => self.touched.add(view.id));
  if (self.drawn === `${view.id}/${depth}` && box.querySelector(".modal-body")) {
    const body = box.querySelector(".modal-body");
    const scrolled = body.scrollTop;
    arrange(body, blocks);
    body.scrollTop = scrolled;
    box.querySelector(".modal-head").replaceWith(head(self, view, depth));
    box.querySelector(".modal-foot").replaceWith(foot(self, view, depth));
    return;
  }
  self.drawn = `${view.id}/${depth}`;
  box.dataset.depth = depth;
  fill(box, h("form", { class: "modal-form", novalidate: true, on: { submit: (event) => { event.preventDefault(); submit(self); } } },
    head(self, view, depth),
    h("div", { class: "modal-trouble", role: "alert", hidden: true, data: { testid: "modal-trouble" } }),
    add(h("div", { class: "modal-body", tabindex: "-1" }), blocks),
    foot(self, view, depth)));
}

function head(self, view, depth) {
  return add(h("header", { class: "modal-head" }),
    depth > 1 && iconButton(icon("back"), "Back", { data: { testid: "modal-back" }, on: { click: () => close(self) } }),
    add(h("h2", { id: "modal-title", class: "modal-title", tabindex: "-1" }), textObject(view.title, self.ctx)),
    depth > 1 && h("span", { class: "modal-depth", title: "Modals on each other, of three at most", text: `${depth} of 3` }),
    iconButton(icon("close"), "Close", { data: { testid: "modal-x" }, on: { click: () => leave(self, true) } }));
}

function foot(self, view, depth) {
  const inputs = flat(view.blocks).some((block) => block.type === "input");
  const closing = h("button", { type: "button", class: "button", data: { testid: "modal-close" }, on: { click: () => close(self) } });
  add(closing, view.close ? plainText(view.close.text) : depth > 1 ? "Back" : view.submit || inputs ? "Cancel" : "Close");
  const submitting = (view.submit || inputs) && add(h("button", { type: "submit", class: "button primary", data: { testid: "modal-submit" } }),
    view.submit ? plainText(view.submit.text) : "Submit");
  return h("footer", { class: "modal-foot" }, closing, submitting);
}

async function submit(self) {
  const { store, shown: view, box } = self;
  const button = box.querySelector("[data-testid=modal-submit]");
  if (!button || box.ariaBusy === "true") return;
  clearErrors(self);
  busy(self, button, true);
  const done = await attempt(() => post("submit", { as: store.as, view_id: view.id, values: typedIn(store.form("view:" + view.id), view.blocks) }));
  busy(self, button, false);
  if (!done) return;
  if (done.result === "errors") return showErrors(self, done.errors || {});
  if (done.result === "trouble") return trouble(self, done);
  if (done.result !== "pushed") self.touched.delete(view.id);
  sync(self, (done.views || []).map((item) => ({ hash: item.hash, ...(item.view || item) })));
  store.refresh("state");
}

/** busy shows that the form is on its way: nothing can be changed or sent again meanwhile. */
function busy(self, button, on) {
  const { box } = self;
  const at = document.activeElement;
  box.ariaBusy = on ? "true" : null;
  on ? button.setAttribute("aria-busy", "true") : button.removeAttribute("aria-busy");
  box.classList.toggle("submitting", on);
  box.querySelector(".modal-body").inert = on;
  if (on) {
    self.stood = at;
    announce("Sending…");
  } else if (!box.contains(document.activeElement) || document.activeElement === box) self.stood?.focus();
}

/** close goes one view back: Cancel, Back, or whatever the app calls it. */
async function close(self, cleared = false) {
  const { store, shown: view } = self;
  const done = await attempt(() => post("close", { as: store.as, view_id: view.id, cleared }));
  if (!done) return store.refresh("state");
  self.touched.delete(view.id);
  sync(self, (done.views || []).map((item) => ({ hash: item.hash, ...(item.view || item) })));
  store.refresh("state");
}

/** leave closes everything (the X) or one view (Escape), and asks first where something was typed. */
async function leave(self, all = false) {
  const lost = all ? self.touched.size > 0 : self.touched.has(self.shown.id) && self.depth === 1;
  if (lost && !(await ask({ title: "Close this form?", text: "What you typed here is not kept.", yes: "Close it", no: "Keep writing", danger: true }))) return;
  close(self, all);
}
