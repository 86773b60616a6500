// The app's Home tab of the person who looks.

import { fill, h } from "./dom.js";
import { keepFocus } from "./a11y.js";
import { arrange, viewBlocks } from "./views.js";

/** home keeps the Home tab drawn. */
export function home(store, ctx, root) {
  const blocks = viewBlocks(store, ctx, "home");
  let print = null;
  return function show() {
    const view = store.snapshot.home;
    const now = JSON.stringify([store.as, view?.id, view?.hash, store.zone(), !view && away()]);
    if (now === print && root.childElementCount) return;
    print = now;
    keepFocus(root, () => (view ? draw(view) : nothing()));
  };

  function draw(view) {
    const page = root.querySelector(".home-page") || h("div", { class: "home-page" });
    arrange(page, blocks(`home:${store.as}/${view.id}`, { home: true }, view));
    if (!page.isConnected) fill(root, page);
  }

  function nothing() {
    fill(root, h("div", { class: "empty" }, h("p", { text: away() ? `${store.app().name} is not connected. Start it, then open this again.` : `${store.app().name} has shown nothing here yet.` })));
  }

  function away() {
    return !store.snapshot.bot?.connected;
  }
}
