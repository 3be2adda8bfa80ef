// What a part of a page shows when it has nothing to show, is loading, or failed.

import { h } from "../core/dom.js";
import { has, t } from "../core/i18n.js";

/** What to do where nothing is there yet. */
export const empty = (title, hint, action = null) =>
  h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), hint ? h("p", {}, hint) : null, action);

/** A place held while something loads. */
export const skeleton = (height = 120) =>
  h("div", { class: "skeleton", "aria-hidden": "true", css: { height: `${height}px` } });

/** What an error says to people, in their language where there is a text for its code. */
export function explain(error) {
  if (error.status === 403) return t("error.forbidden");
  const key = `error.${error.code}`;
  if (has(key)) return t(key);
  return error.message || t("error.unknown");
}

/** An error with all that helps to find its cause. */
export function problem(error, again = null) {
  const details = [
    error.status ? `HTTP ${error.status}` : null,
    error.code,
    error.request ? t("error.request", { id: error.request }) : null,
  ].filter(Boolean);
  const said = explain(error);
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("p", { class: "problem-title" }, said),
    error.message && error.message !== said && error.status !== 403 ? h("p", {}, error.message) : null,
    error.problems?.length ? h("ul", {}, error.problems.map((one) => h("li", {}, one.message))) : null,
    h("p", { class: "muted mono" }, details.join(" · ")),
    again && error.status !== 403 ? h("button", { type: "button", onclick: again }, t("action.retry")) : null,
  );
}
