// What a reload of the page does not lose, nor bring back. It stays in this tab.

const DRAFT = "draft ";
const DISMISSED = "dismissed ";

/** drafts hold what was begun and not sent, by the composer's place, as "U0ANA00001 C0REFUNDS1". */
export const drafts = {
  get: (key) => sessionStorage.getItem(DRAFT + key) || "",
  set: (key, text) => (text ? sessionStorage.setItem(DRAFT + key, text) : drafts.delete(key)),
  delete: (key) => sessionStorage.removeItem(DRAFT + key),
};

/** dismissed are messages for oneself alone that one has put away, as "C0REFUNDS1/1795687200.065487". */
export const dismissed = {
  has: (key) => sessionStorage.getItem(DISMISSED + key) !== null,
  add: (key) => sessionStorage.setItem(DISMISSED + key, "yes"),
};
