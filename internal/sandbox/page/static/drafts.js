// What was begun and not sent, which a reload of the page does not lose. It stays in this tab.

const PREFIX = "draft ";

/** drafts hold the text in the composer by its place, as "U0ANA00001 C0REFUNDS1". */
export const drafts = {
  get: (key) => sessionStorage.getItem(PREFIX + key) || "",
  set: (key, text) => (text ? sessionStorage.setItem(PREFIX + key, text) : drafts.delete(key)),
  delete: (key) => sessionStorage.removeItem(PREFIX + key),
};
