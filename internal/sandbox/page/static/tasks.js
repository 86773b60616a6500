// What assistants send: tasks, plans of tasks, and small buttons under an answer.

import { add, h, icon } from "./dom.js";
import { drawElement } from "./elements.js";
import { drawLink } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const STATES = {
  pending: { sign: "ring", word: "Waiting" }, in_progress: { sign: "turning", word: "Under way" },
  complete: { sign: "done", word: "Done" }, error: { sign: "warning", word: "Went wrong" },
};

/** taskCard is one task: its state, what it does, what came of it, and from where. */
export function taskCard(block, surface) {
  const state = STATES[block.status] || STATES.pending;
  const sources = (block.sources || []).map((source) => h("li", null, drawLink(source.url, source.text || source.url)));
  const more = [
    block.details && add(h("div", { class: "rich" }), richText(block.details, surface.ctx)),
    block.output && h("div", { class: "task-output" }, h("div", { class: "soft small", text: "Result" }), add(h("div", { class: "rich" }), richText(block.output, surface.ctx))),
    sources.length > 0 && h("div", null, h("div", { class: "soft small", text: "Sources" }), h("ul", { class: "sources" }, sources)),
  ].filter(Boolean);
  const head = [h("span", { class: `task-sign ${block.status}`, role: "img", "aria-label": state.word, title: state.word }, icon(state.sign)),
    h("span", { class: "task-title", text: block.hide_title ? state.word : block.title })];
  if (more.length === 0) return h("div", { class: "task" }, h("div", { class: "task-head" }, head));
  return h("details", { class: "task", open: block.status !== "complete" }, h("summary", { class: "task-head" }, head, icon("down")), h("div", { class: "task-body" }, more));
}

/** plan is a title over its tasks. */
export function plan(block, surface) {
  const tasks = (block.tasks || []).map((task) => h("li", null, taskCard(task, surface)));
  const done = (block.tasks || []).filter((task) => task.status === "complete").length;
  return h("section", { class: "plan" }, h("div", { class: "plan-head" }, h("strong", { text: block.title }),
    tasks.length > 0 && h("span", { class: "soft small", text: `${done} of ${tasks.length} done` })), h("ol", { class: "plan-tasks" }, tasks));
}

/** contextActions are buttons under an answer; some show to certain people only. */
export function contextActions(block, surface) {
  const shown = (block.elements || []).filter((e) => !e.visible_to_user_ids?.length || e.visible_to_user_ids.includes(surface.ctx.as));
  return h("div", { class: "context-actions" }, shown.map((element) => drawElement(element, { block, surface })));
}
