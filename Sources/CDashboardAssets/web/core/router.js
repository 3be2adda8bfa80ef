// Addresses within the page: `#/requests/ENTRY?team=dev`.

/** The address in use: its parts and its query. */
export function here() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return {
    parts: path.split("/").filter(Boolean).map(decodeURIComponent),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The text of an address. */
export function to(parts, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") parameters.set(name, value);
  }
  const text = parameters.toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${text ? `?${text}` : ""}`;
}

/** Goes to an address. */
export function go(parts, query) {
  location.hash = to(parts, query);
}

/** Changes the address without a step in the history, and without drawing the page anew. */
export function note(parts, query) {
  history.replaceState(null, "", to(parts, query));
}
