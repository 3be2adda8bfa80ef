// The names of people by their ids, as far as the viewer may know them.

import { all } from "./api.js";
import { can } from "./rights.js";

let people = null;

/** Reads the people once; `fresh` reads them anew. */
export async function load({ fresh = false } = {}) {
  if (people && !fresh) return people;
  const rows = can("GET /users") ? await all("/users") : [];
  people = new Map(rows.map((row) => [row.id, row]));
  return people;
}

/** Forgets them, when somebody else signs in. */
export const forget = () => {
  people = null;
};

/** The name of a person; the id where nothing else is known. */
export const person = (id) => people?.get(id)?.name ?? id;

/** What a scope is on, with a person's name in place of the id: `team:dev`. */
export function scopeText(scope, keys = new Map()) {
  const place = scope.indexOf(":");
  if (place < 0) return scope;
  const id = scope.slice(place + 1);
  const kind = scope.slice(0, place);
  if (kind === "user") return person(id);
  return kind === "key" ? keys.get(id)?.name ?? id : id;
}
