// The sandbox's control interface, as the page speaks it.

/** ApiError is a refusal: its code for programs, its message for people. */
export class ApiError extends Error {
  constructor(code, message) {
    super(message || code);
    this.code = code;
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch("/_sandbox/" + path, options);
  } catch {
    throw new ApiError("unreachable", "The sandbox does not answer. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok || body.ok === false) {
    throw new ApiError(body.error || String(response.status), body.message);
  }
  return body;
}

/** get reads, with the parameters that are set. */
export function get(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
  const tail = query.toString();
  return call(tail ? `${path}?${tail}` : path, { headers: { Accept: "application/json" } });
}

/** post acts. */
export function post(path, body, more = {}) {
  return call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), ...more });
}

/**
 * listen keeps a WebSocket to what changes for a person. changed gets the list
 * of what to fetch again; online gets true and false.
 */
export function listen(as, changed, online) {
  let wait = 250;
  const open = () => {
    const url = new URL("/_sandbox/events", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("as", as);
    const socket = new WebSocket(url);
    socket.addEventListener("open", () => { wait = 250; online(true); });
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.type === "changed") changed(message.what || []);
    });
    socket.addEventListener("close", () => {
      online(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 5000);
    });
  };
  open();
}
