// Short notes that something was done, or was not.

import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { explain } from "./notice.js";

const place = () => document.getElementById("toasts");

/** Says that something is done. */
export function toast(text, kind = "ok") {
  const note = h(
    "div",
    { class: `toast ${kind}` },
    h("span", {}, text),
    h("button", { type: "button", class: "quiet small", onclick: () => note.remove() }, t("action.dismiss")),
  );
  place().append(note);
  while (place().childElementCount > 4) place().firstElementChild.remove();
  // What failed stays until it is dismissed.
  if (kind === "ok") setTimeout(() => note.remove(), 5000);
}

/** Says what went wrong. */
export function toastError(error) {
  toast(error.request ? `${explain(error)} (${t("error.request", { id: error.request })})` : explain(error), "bad");
}
