// Pictures and what stands in for them. The page loads nothing from elsewhere:
// a picture of another host is a box with its words and that host's name.

import { add, h, icon } from "./dom.js";
import { drawLink, plainText, textObject } from "./mrkdwn.js";

/** picture shows what this server holds. Sizes: tiny, icon, thumb, large, hero. */
export function picture(object, size, ctx) {
  const source = sourceOf(object, ctx);
  const alt = object.alt_text || "picture";
  if (!source) return absent(object, size, alt);
  const node = h("img", { class: `image ${size}`, src: source, alt, loading: "lazy", ...sizes(object) });
  node.addEventListener("error", () => node.replaceWith(absent(object, size, alt)), { once: true });
  return node;
}

const sizes = (object) => (object.image_width > 0 && object.image_height > 0 ? { width: object.image_width, height: object.image_height } : {});

function absent(object, size, alt) {
  if (size === "tiny" || size === "icon") return h("span", { class: `image ${size}`, role: "img", "aria-label": alt, title: alt }, icon("picture"));
  const host = hostOf(object.image_url);
  return h("span", { class: `image ${size} absent`, role: "img", "aria-label": alt, title: host ? `On ${host}: not loaded here` : null },
    icon("picture"), h("span", { text: alt }), host && size !== "thumb" && h("small", { text: `${host}, not loaded here` }));
}

/** sourceOf is this server's address of a picture, or "" where it is elsewhere. */
function sourceOf(object, ctx) {
  const file = object.slack_file && (object.slack_file.id || fileID(object.slack_file.url));
  if (file) return `/_sandbox/file?${new URLSearchParams({ as: ctx.as, id: file })}`;
  const address = object.image_url || "";
  if (!address || !URL.canParse(address, location.href)) return "";
  const url = new URL(address, location.href);
  if (!ours(url)) return "";
  const own = fileID(url.pathname);
  return own ? `/_sandbox/file?${new URLSearchParams({ as: ctx.as, id: own })}` : url.pathname + url.search;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** ours are this server's addresses, also under this machine's other names: the window may stand at localhost. */
const ours = (url) => url.origin === location.origin || (url.port === location.port && LOOPBACK.test(url.hostname) && LOOPBACK.test(location.hostname));

const fileID = (address) => /\/files-pri\/[^/]*-(F[A-Z0-9]+)(\/|$)/.exec(address || "")?.[1] || "";

const hostOf = (address) => (address && URL.canParse(address) ? new URL(address).host : "");

/** imageBlock is a picture with its title. */
export function imageBlock(block, surface) {
  const title = block.title && add(h("figcaption"), textObject(block.title, surface.ctx));
  return h("figure", { class: "picture" }, title, picture(block, "large", surface.ctx));
}

/** video is a still with what the app says of it; the film itself is elsewhere. */
export function video(block, surface) {
  const host = hostOf(block.video_url);
  const words = plainText(block.title?.text);
  const by = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return h("figure", { class: "video" },
    add(h("figcaption", { class: "video-title" }), block.title_url ? drawLink(block.title_url, block.title.text) : words),
    by && h("p", { class: "soft small", text: by }),
    block.description && add(h("p", { class: "text" }), textObject(block.description, surface.ctx)),
    h("div", { class: "still", role: "img", "aria-label": `Video: ${block.alt_text || block.title?.text || ""}`, title: block.alt_text },
      h("span", { class: "play" }, icon("play")), h("small", { text: host ? `Plays on ${host}, not loaded here` : "Not loaded here" })));
}

/** remoteFile is a file that lives with somebody else, known by its id alone. */
export function remoteFile(block) {
  return h("div", { class: "file-link static" }, icon("file"), h("strong", { text: "A remote file" }), h("span", { class: "soft", text: block.external_id || "" }));
}

/** call is a call that somebody started, with the button that would join it. */
export function call(block) {
  const about = block.call?.v1 || {};
  return h("div", { class: "file-link static" }, icon("window"), h("strong", { text: about.name || "A call" }),
    h("span", { class: "soft", text: about.has_ended ? "has ended" : "" }), about.join_url && !about.has_ended && drawLink(about.join_url, "Join"));
}
