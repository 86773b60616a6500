// The signs of blocks and elements, as paths on a square of 24: the frame's own stand in dom.js.

/** SIGNS are paths by name, for icon of dom.js. */
export const SIGNS = {
  next: "M10 6l6 6-6 6",
  play: "M8 5l11 7-11 7z",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5",
  info: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v5M12 7.5v.01",
  warning: "M12 4L2.5 20h19zM12 10v4M12 17v.01",
  done: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8 12.5l2.8 2.8L16 9.5",
  ring: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18",
  turning: "M12 3a9 9 0 1 0 9 9M12 7v5l3 2",
  thumbup: "M7 11v9H4v-9zM7 11l4-8c1.5 0 2.5 1 2.2 3L12.7 9H19c1.2 0 2 1 1.7 2.2l-1.7 7c-.2 1-1 1.8-2 1.8H7",
  thumbdown: "M7 13V4H4v9zM7 13l4 8c1.5 0 2.5-1 2.2-3L12.7 15H19c1.2 0 2-1 1.7-2.2l-1.7-7c-.2-1-1-1.8-2-1.8H7",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  bold: "M8 5h5a3.5 3.5 0 0 1 0 7H8zM8 12h6a3.5 3.5 0 0 1 0 7H8z",
  italic: "M14 5h-4M14 19h-4M13 5l-2 14",
  strike: "M4 12h16M16 8c-.5-2-2-3-4-3s-4 1-4 3c0 3 8 4 8 8 0 2-2 3-4 3s-4-1-4.5-3",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
  numbers: "M9 7h11M9 12h11M9 17h11M4 5.5l1-.5v3.5M4 15.5c0-1 2-1 2 0s-2 2-2 2.5h2",
  quote: "M5 5v14M10 8h9M10 12h9M10 16h6",
  fence: "M4 5h16v14H4zM9 10l-2 2 2 2M15 10l2 2-2 2",
  at: "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M16 12v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-4 7.500",
  upload: "M12 15V4M8 8l4-4 4 4M4 15v5h16v-5",
  bullets: "M9 7h11M9 12h11M9 17h11M4.5 7h.01M4.5 12h.01M4.5 17h.01",
  sort: "M8 9l4-4 4 4M8 15l4 4 4-4",
  calendar: "M5 6h14v14H5zM5 10h14M9 3v4M15 3v4",
  tick: "M5 12.5l4.5 4.5L19 7.5",
};
