// What every element shares: its name in tests, its label, what stands in it,
// and how a choice is noted and sent.

/** testid is how tests find an element. */
export const testid = (element) => ({ testid: `action-${element.action_id}` });

/** naming are the attributes that tie a control to its label, hint and error. */
export function naming(element, site) {
  const label = element.accessibility_label || (site.label ? null : element.placeholder?.text || "Choose") || null;
  return { "aria-label": label, "aria-labelledby": label ? null : site.label, "aria-describedby": site.described || null };
}

/** formKey is where a form keeps an element's value. */
export const formKey = (block, element) => JSON.stringify([block.block_id, element.action_id, element.type]);

/** current is what stands in an element: typed here, else known to Slack, else its beginning. */
export function current(element, site, key, initial) {
  const typed = site.surface.form.get(formKey(site.block, element));
  if (typed && key in typed) return typed[key];
  const known = site.surface.state?.[site.block.block_id]?.[element.action_id];
  if (known && key in known) return known[key];
  return element[initial] ?? null;
}

/** note keeps a value without sending it. */
export function note(element, site, value) {
  site.surface.form.set(formKey(site.block, element), value);
}

/** sends tells whether an element sends by itself: outside of input blocks, and where one asks for it. */
export const sends = (site) => !site.input || Boolean(site.block.dispatch_action);

/** pick notes what a person chose, and sends it where the element sends by itself. Resolves to false where it was not confirmed. */
export async function pick(element, site, picked, node) {
  const key = formKey(site.block, element);
  const before = site.surface.form.get(key);
  site.surface.form.set(key, picked);
  site.surface.touched?.();
  if (!sends(site)) return true;
  const sent = await site.surface.use(element, site.block, picked, node);
  if (sent === false) before === undefined ? site.surface.form.delete(key) : site.surface.form.set(key, before);
  return sent !== false;
}
