// The keys of a field that opens a list.

import { drawRows } from "./combo_list.js";

/** comboKey walks the list, chooses, closes, and takes the last choice away. */
export function comboKey(self, event, { show, choose, close }) {
  const { rows, input } = self;
  const move = (to) => {
    if (!self.open) return show(self);
    if (rows.length === 0) return;
    self.at = (to + rows.length) % rows.length;
    drawRows(self, (row) => choose(self, row));
  };
  switch (event.key) {
    case "ArrowDown": move(self.at + 1); break;
    case "ArrowUp": move(self.at < 0 ? -1 : self.at - 1); break;
    case "Enter":
      if (!self.open) show(self);
      else if (self.at >= 0) choose(self, rows[self.at]);
      break;
    case "Escape":
      if (!self.open) return;
      close(self);
      break;
    case "Backspace":
      if (!self.many || input.value !== "" || self.chosen.length === 0) return;
      choose(self, self.chosen.at(-1));
      break;
    default: return;
  }
  event.preventDefault();
  event.stopPropagation();
}
