// What modals and the Home share: blocks that stay as they are while others change.

import { drawBlocks } from "./blocks.js";
import { flat, surface } from "./surface.js";
import { formKey } from "./site.js";

/**
 * viewBlocks keeps the blocks of one view drawn. Those that an update left as
 * they were keep their elements, with the caret and open lists in them.
 */
export function viewBlocks(store, ctx, kind) {
  let on = null;
  let drawn = new Map();
  return function draw(key, target, view, touched) {
    if (on?.key !== key) {
      on = Object.assign(surface(store, ctx, key, target, { kind, touched }), { key });
      drawn = new Map();
    }
    Object.assign(on, { blocks: view.blocks, state: view.state?.values });
    prune(on.form, view.blocks);
    const look = JSON.stringify([store.zone(), store.snapshot.users.map((u) => u.display_name), store.snapshot.channels.map((c) => c.name)]);
    const next = new Map();
    const nodes = (view.blocks || []).map((block) => {
      const print = look + JSON.stringify(block);
      const node = drawn.get(print) || drawBlocks([block], on)[0];
      next.set(print, node);
      return node;
    });
    drawn = next;
    return nodes;
  };
}

/** arrange makes the children of root be nodes, touching those only that differ: what stays keeps the keyboard. */
export function arrange(root, nodes) {
  const keep = new Set(nodes);
  for (const child of [...root.childNodes]) if (!keep.has(child)) child.remove();
  nodes.forEach((wanted, i) => {
    if (root.childNodes[i] !== wanted) root.insertBefore(wanted, root.childNodes[i] || null);
  });
}

/** prune forgets what was typed into fields that an update took away, and choices that are no longer offered. */
function prune(form, blocks) {
  const here = new Map(flat(blocks).flatMap((block) => elementsOf(block).map((element) => [formKey(block, element), element])));
  for (const [key, typed] of form) {
    const element = here.get(key);
    const chosen = [typed.selected_option, ...(typed.selected_options || [])].filter(Boolean);
    const gone = !element || (offered(element) && chosen.some((option) => !offered(element).has(option.value)));
    if (gone) form.delete(key);
  }
}

function offered(element) {
  const options = element.options || element.option_groups?.flatMap((group) => group.options);
  return options && new Set(options.map((option) => option.value));
}

const elementsOf = (block) => [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])].filter((e) => e?.action_id);
