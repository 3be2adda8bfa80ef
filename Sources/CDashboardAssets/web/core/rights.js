// What the viewer's role may do, by the table that the gateway's OpenAPI document states. What a role may not do has no
// button; the gateway refuses it in any case.

import { get } from "./api.js";
import { state } from "./state.js";

let table = new Map();

/** Reads the rights of every operation once. */
export async function load() {
  if (table.size > 0) return;
  const document = await get("/openapi.json");
  const read = new Map();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const stated = /^Roles: (.*)\.$/.exec(operation.description ?? "");
      const parameters = new Set(
        (operation.parameters ?? []).filter((one) => one.in === "query").map((one) => one.name),
      );
      read.set(`${method.toUpperCase()} ${path.replace("/admin/v1", "")}`, {
        roles: stated && reaches(stated[1]),
        parameters,
      });
    }
  }
  table = read;
}

/** `owner, team-admin (own teams)` as `{owner: "all", "team-admin": "own teams"}`. */
function reaches(text) {
  return Object.fromEntries(
    text.split(", ").map((entry) => {
      const [, role, reach] = /^(\S+)(?: \((.*)\))?$/.exec(entry) ?? [];
      return [role, reach ?? "all"];
    }),
  );
}

/** How far the viewer's right goes on an operation: `all`, `own teams`, `own`, or `null`. */
export function reach(operation) {
  const row = table.get(operation);
  if (!row) return null;
  if (!row.roles) return "all";
  return row.roles[state.session?.role] ?? null;
}

/** Whether the viewer may do something at all: `can("POST /keys")`. */
export const can = (operation) => reach(operation) !== null;

/** Whether the viewer may do it to an object of a team or an owner. */
export function canOn(operation, { team = null, owner = null } = {}) {
  switch (reach(operation)) {
    case "all":
      return true;
    case "own teams":
      return state.session.teams.includes(team);
    case "own":
      return owner === state.session.id;
    default:
      return false;
  }
}

/** Whether the gateway has an operation. */
export const knows = (operation) => table.has(operation);

/** Whether an operation takes a query parameter. */
export const takes = (operation, parameter) => table.get(operation)?.parameters.has(parameter) ?? false;
