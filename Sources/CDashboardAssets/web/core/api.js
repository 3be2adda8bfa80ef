// The admin API, with the session's cookie. Whatever the pages show or do goes through here.

const BASE = "/admin/v1";

let csrf = null;
let onSignedOut = () => {};

/** What the API refused, or that it could not be asked at all. */
export class ApiError extends Error {
  constructor(status, code, message, { field = null, problems = [], request = null, retryAfter = null } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
    this.problems = problems;
    this.request = request;
    this.retryAfter = retryAfter;
  }
}

/** Takes over what a sign-in answered. */
export function beginSession(session) {
  csrf = session.csrf_token ?? csrf;
}

/** Forgets the session's secret. */
export function endSession() {
  csrf = null;
}

/** Tells who is to know that the session has ended. */
export function whenSignedOut(callback) {
  onSignedOut = callback;
}

/** The path of an API route with its query; members that are `null` or empty are left out. */
export function path(route, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return BASE + route + (text ? `?${text}` : "");
}

/** Sends a request and answers with the response, whatever its status. */
export async function send(method, route, { query, body, signal, patch = false } = {}) {
  const headers = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = patch ? "application/merge-patch+json" : "application/json";
  if (method !== "GET" && csrf) headers["x-kanmon-csrf"] = csrf;
  try {
    return await fetch(path(route, query), {
      method,
      headers,
      signal,
      credentials: "same-origin",
      cache: "no-store",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", error.message);
  }
}

/** What a response that is not a success says. */
export async function failure(response) {
  const request = response.headers.get("x-request-id");
  const retryAfter = response.headers.get("retry-after");
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // Something between here and the gateway answered in another form: the status says what there is to say.
  }
  return new ApiError(response.status, error.code ?? `http_${response.status}`, error.message ?? response.statusText, {
    field: error.field ?? null,
    problems: error.problems ?? [],
    request,
    retryAfter: retryAfter === null ? null : Number(retryAfter),
  });
}

/** Sends a request; the answer's JSON, `null` where it has none. Throws `ApiError`. */
export async function ask(method, route, options = {}) {
  const response = await send(method, route, options);
  if (!response.ok) {
    const error = await failure(response);
    if (error.status === 401 && !options.isSigningIn) onSignedOut();
    throw error;
  }
  if (response.status === 204) return null;
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** Reads. */
export const get = (route, query, signal) => ask("GET", route, { query, signal });

/** Makes or does something. */
export const post = (route, body = {}) => ask("POST", route, { body });

/** Changes an object by a merge patch. */
export const patch = (route, body) => ask("PATCH", route, { body, patch: true });

/** Deletes an object. */
export const remove = (route, body) => ask("DELETE", route, { body });

/** Every row of a list, through its pages, up to a bound. */
export async function all(route, query = {}, { limit = 1000, signal } = {}) {
  const rows = [];
  let cursor = null;
  do {
    const page = await get(route, { ...query, limit: Math.min(limit - rows.length, 1000), cursor }, signal);
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor && rows.length < limit);
  return rows;
}

/** A part of a path. */
export const part = (text) => encodeURIComponent(text);
