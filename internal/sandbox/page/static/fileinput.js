// The file_input: files chosen here are uploaded at once, and handed over with the form.

import { add, h, icon } from "./dom.js";
import { announce, uid } from "./a11y.js";
import { notice } from "./actions.js";
import { post } from "./api.js";
import { size } from "./files.js";
import { current, naming, note, testid } from "./site.js";

/** fileInput is a button that chooses files, and the list of those that were. */
export function fileInput(element, site) {
  const most = element.max_files || 10;
  const names = naming(element, site);
  const tell = uid("files");
  const self = { element, site, most, files: current(element, site, "files", "") || [], list: h("ul", { class: "chosen-files" }) };
  const kinds = (element.filetypes || []).map((kind) => `.${kind}`);
  const pick = h("input", { type: "file", class: "hidden", tabindex: "-1", "aria-hidden": "true", multiple: most > 1, accept: kinds.join(",") || null, data: { testid: `files-${element.action_id}` } });
  pick.addEventListener("change", async () => {
    await take(self, [...pick.files]);
    pick.value = "";
  });
  const about = [kinds.length > 0 && kinds.join(", "), most > 1 ? `up to ${most} files` : "one file"].filter(Boolean).join(" · ");
  self.button = h("button", { type: "button", class: "button", id: site.id, ...names, "aria-labelledby": names["aria-labelledby"] && `${names["aria-labelledby"]} ${site.id}`, "aria-describedby": [names["aria-describedby"], tell].filter(Boolean).join(" "), data: testid(element), on: { click: () => pick.click() } },
    icon("upload"), most > 1 ? "Choose files" : "Choose a file");
  const node = h("div", { class: "file-input" }, self.button, h("span", { class: "soft small", id: tell, text: about }), pick, self.list);
  node.addEventListener("dragover", (event) => event.preventDefault());
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    take(self, [...event.dataTransfer.files]);
  });
  show(self);
  return node;
}

async function take(self, files) {
  const room = self.most - self.files.length;
  if (files.length > room) notice(`Up to ${self.most} can be handed over here.`);
  for (const file of files.slice(0, Math.max(0, room))) {
    if (!fits(self.element, file.name)) {
      notice(`${file.name} is not of a kind that is taken here.`);
      continue;
    }
    const done = await post("upload", { as: self.site.surface.ctx.as, name: file.name, data: await base64(file) }).catch((error) => notice(error.message));
    if (done?.file) self.files = [...self.files, done.file];
  }
  changed(self);
}

const fits = (element, name) => !element.filetypes?.length || element.filetypes.some((kind) => name.toLowerCase().endsWith("." + kind.toLowerCase()));

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return btoa(text);
}

function changed(self) {
  note(self.element, self.site, { files: self.files });
  self.site.surface.touched?.();
  show(self);
}

function show(self) {
  self.button.disabled = self.files.length >= self.most;
  self.list.replaceChildren(...self.files.map((file) => {
    const remove = () => {
      self.files = self.files.filter((one) => one.id !== file.id);
      changed(self);
      self.button.focus();
      announce(`${file.name} is taken out.`);
    };
    return add(h("li", { data: { testid: `chosen-${file.name}` } }), icon("file"), h("span", { text: file.name }), h("span", { class: "soft small", text: size(file.size) }),
      h("button", { type: "button", class: "icon-button", "aria-label": `Take ${file.name} out`, on: { click: remove } }, icon("close")));
  }));
}
