// A list that comes in pages: rows are added below as they are asked for.

import { append, h, replace } from "../core/dom.js";
import { get } from "../core/api.js";
import { t } from "../core/i18n.js";
import { problem, skeleton } from "./notice.js";
import { tableRow } from "./table.js";

/** How many pages without a row are read before the viewer is asked whether to go on. */
const MOST_EMPTY = 10;

/**
 * @param route the list's route.
 * @param query its parameters.
 * @param columns see `table`.
 * @param empty what stands there where there are no rows.
 */
export function pageOf({ label, route, query, columns, empty, limit = 50 }) {
  const body = h("tbody");
  const place = h("div", { "aria-busy": "true" }, skeleton(240));
  const foot = h("div", {});
  let cursor = null;
  let count = 0;

  async function more() {
    replace(foot, h("p", { class: "muted" }, t("state.loading")));
    try {
      let page = await get(route, { ...query, limit, cursor });
      // A search looks through so many rows at once: it may find none of them and yet have more to look through.
      for (let tries = 0; page.rows.length === 0 && page.next && tries < MOST_EMPTY; tries += 1) {
        page = await get(route, { ...query, limit, cursor: page.next });
      }
      if (count === 0) {
        const head = h(
          "thead",
          {},
          h(
            "tr",
            {},
            columns.map((column) =>
              h(
                "th",
                { scope: "col", class: column.number ? "number" : null },
                column.name || h("span", { class: "hidden-text" }, t("table.actions")),
              )
            ),
          ),
        );
        replace(
          place,
          page.rows.length === 0 && !page.next ? empty : h(
            "div",
            { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
            h("table", { class: "cards" }, h("caption", { class: "hidden-text" }, label), head, body),
          ),
        );
      }
      count += page.rows.length;
      append(body, page.rows.map((row) => tableRow(columns, row)));
      cursor = page.next;
      replace(foot, cursor ? h("button", { type: "button", class: "more", onclick: more }, t("table.more")) : null);
    } catch (error) {
      if (!("code" in error)) console.error(error);
      replace(count === 0 ? place : foot, problem(error, more));
      if (count === 0) replace(foot);
    }
    place.setAttribute("aria-busy", "false");
  }

  more();
  return { element: h("div", {}, place, foot), body };
}
