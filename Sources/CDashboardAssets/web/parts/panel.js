// A part of a page that loads by itself: it holds its place meanwhile, and its errors are its own.

import { h, replace, uid } from "../core/dom.js";
import { problem, skeleton } from "./notice.js";

/** A part with a heading. `actions` stand beside it. */
export function panel({ title, note = null, actions = [], wide = false, kind = "" }, ...content) {
  const id = uid("panel");
  return h(
    "section",
    { class: `panel ${wide ? "wide" : ""} ${kind}`, "aria-labelledby": id },
    h(
      "header",
      {},
      h("h2", { id }, title),
      note ? h("p", { class: "muted" }, note) : null,
      h("div", { class: "actions" }, actions),
    ),
    h("div", { class: "panel-body" }, content),
  );
}

/**
 * A panel whose content is loaded. `panel.reload()` loads again; what was there stays until the new is.
 * @param load answers with the data; gets an `AbortSignal`.
 * @param show makes nodes of it.
 */
export function loading({ load, show, height = 160, ...options }) {
  const body = h(
    "div",
    { class: "loading", "aria-busy": "true", css: { "min-height": `${height}px` } },
    skeleton(height),
  );
  const element = panel(options, body);
  let controller = null;
  element.reload = async () => {
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    body.setAttribute("aria-busy", "true");
    try {
      const data = await load(mine.signal);
      if (mine.signal.aborted) return;
      replace(body, show(data));
    } catch (error) {
      if (mine.signal.aborted || error.name === "AbortError") return;
      if (!("code" in error)) console.error(error);
      replace(body, problem(error, () => element.reload()));
    }
    body.style.removeProperty("min-height");
    body.setAttribute("aria-busy", "false");
  };
  element.reload();
  return element;
}
