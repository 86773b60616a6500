// Files in a message: a picture as itself, anything else by name and size.

import { h, icon } from "./dom.js";

/** drawFiles draws a message's files as the viewer `as` may open them. */
export function drawFiles(files, as) {
  if (!files?.length) return null;
  return h("div", { class: "files" }, files.map((file) => drawFile(file, as)));
}

function drawFile(file, as) {
  if (file.mode === "tombstone") return h("p", { class: "file gone", text: "This file was deleted." });
  const source = `/_sandbox/file?${new URLSearchParams({ as, id: file.id })}`;
  const link = h("a", { class: "file-link", href: source, download: file.name, data: { testid: `file-${file.id}` } },
    icon("file"), h("strong", { text: file.title || file.name }), h("span", { class: "soft", text: `${file.name}, ${size(file.size)}` }));
  if (file.mimetype !== "image/png") return h("div", { class: "file" }, link);
  const picture = h("img", {
    class: "image large", src: source, alt: file.alt_txt || file.title || "picture",
    width: Math.round(file.original_w / 2) || null, height: Math.round(file.original_h / 2) || null,
  });
  return h("figure", { class: "file picture" }, picture, h("figcaption", null, link));
}

/** size is a number of bytes as people read it. */
export function size(bytes) {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
