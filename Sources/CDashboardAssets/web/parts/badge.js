// Small words with a colour. The word says what the colour says.

import { h } from "../core/dom.js";
import { t, word } from "../core/i18n.js";

/** A badge of a kind: `ok`, `warn`, `bad`, `info` or none. */
export const badge = (text, kind = "") => h("span", { class: `badge ${kind}` }, text);

const KINDS = { answered: "ok", failed: "bad", partial: "warn", aborted: "warn" };

/** How a request ended, with its status. */
export const outcome = (row) =>
  h(
    "span",
    { class: "outcome" },
    badge(String(row.status), row.status >= 500 ? "bad" : row.status >= 400 ? "warn" : "ok"),
    h("span", { class: `outcome-word ${KINDS[row.outcome] ?? ""}` }, word("outcome", row.outcome)),
  );

const STATES = { healthy: "ok", degraded: "warn", unavailable: "bad" };

/** The condition of a target. */
export const health = (name) => badge(word("health", name), STATES[name] ?? "warn");

/** What the cache had to do with a request. */
export const cacheState = (
  name,
) => (name === "hit" || name === "semantic-hit" ? badge(word("cache_state", name), "info") : null);

/** Where an object is declared, if that makes it read-only here. */
export const declared = (
  row,
) => (row.source === "file" ? h("span", { class: "badge", title: t("source.file_hint") }, t("source.file")) : null);
