// What all pages share, and what the browser keeps of it.

const KEPT = "kanmon.";

export const state = {
  /** Who is signed in: the answer of `GET /session`. */
  session: null,
  /** The currency that people are shown beside US dollars: `{code, per_usd}`. */
  currency: null,
  /** The time range in use: a name of `RANGES`. */
  range: kept("range") ?? "24h",
};

/** What the browser keeps under a name; `null` where it keeps nothing or may not. */
export function kept(name) {
  try {
    return localStorage.getItem(KEPT + name);
  } catch {
    return null;
  }
}

/** Has the browser keep something. */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(KEPT + name);
    else localStorage.setItem(KEPT + name, value);
  } catch {
    // A browser that keeps nothing shows the same pages, with the defaults next time.
  }
}

/** The time zone of the viewer, by which days and hours begin. */
export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** The time ranges: how far back each goes, and the step of its charts. */
export const RANGES = {
  "1h": { seconds: 3600, step: "minute" },
  "6h": { seconds: 6 * 3600, step: "minute" },
  "24h": { seconds: 86400, step: "hour" },
  "7d": { seconds: 7 * 86400, step: "hour" },
  "30d": { seconds: 30 * 86400, step: "day" },
  "90d": { seconds: 90 * 86400, step: "day" },
};

/** The range in use as `{from, to, step}`; it begins with a whole step, so that no bar at its beginning is cut. */
export function span(name = state.range) {
  const range = RANGES[name] ?? RANGES["24h"];
  const begin = new Date(Date.now() - range.seconds * 1000);
  if (range.step === "minute") begin.setMinutes(begin.getMinutes() + 1, 0, 0);
  else if (range.step === "hour") begin.setMinutes(0, 0, 0);
  else begin.setHours(0, 0, 0, 0);
  return { from: iso(begin), to: iso(new Date()), step: range.step };
}

const iso = (moment) => `${moment.toISOString().slice(0, 19)}Z`;
