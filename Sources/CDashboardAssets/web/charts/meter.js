// How much of an amount is used.

import { h } from "../core/dom.js";
import { percent } from "../core/format.js";

/** A bar of a share from 0 to 1; above `warn` and `bad` it changes colour, and its text says the share in any case. */
export function meter({ label, share, warn = 0.8, bad = 1 }) {
  const kind = share >= bad ? "bad" : share >= warn ? "warn" : "ok";
  return h(
    "span",
    {
      class: `meter ${kind}`,
      role: "meter",
      "aria-label": label,
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      "aria-valuenow": Math.round(Math.min(1, share) * 100),
      "aria-valuetext": percent(share),
    },
    h("span", { css: { "inline-size": `${Math.min(100, Math.max(0, share * 100))}%` } }),
  );
}
