// A table that sorts, and becomes a list of cards where there is no room for columns.

import { h, replace } from "../core/dom.js";
import { lang, t } from "../core/i18n.js";

/**
 * @param columns `[{name, show: row => node, by?: row => value, number?, isMain?}]`; those with `by` sort.
 * @param sort the column to begin with and its direction: `{column, descending}`.
 * @param open what a click on a row does; rows then have a link in their main column by themselves.
 */
export function table({ label, columns, rows, sort = null, empty = null, limit = 200 }) {
  if (rows.length === 0 && empty) return empty;
  let order = sort;
  let shown = limit;
  const body = h("tbody");
  const heads = columns.map((column, index) =>
    h(
      "th",
      { scope: "col", class: column.number ? "number" : null },
      column.by
        ? h("button", { type: "button", class: "sort", onclick: () => sortBy(index) }, column.name)
        : column.name || h("span", { class: "hidden-text" }, t("table.actions")),
    )
  );
  const more = h("button", {
    type: "button",
    class: "more",
    onclick: () => {
      shown += limit;
      draw();
    },
  }, t("table.more"));

  function sortBy(index) {
    const column = columns[index];
    order = order?.column === index
      ? { column: index, descending: !order.descending }
      : { column: index, descending: Boolean(column.number) };
    draw();
  }

  function draw() {
    const sorted = [...rows];
    if (order) {
      const by = columns[order.column].by;
      sorted.sort((a, b) => compare(by(a), by(b)) * (order.descending ? -1 : 1));
    }
    heads.forEach((head, index) => {
      if (columns[index].by) {
        head.setAttribute(
          "aria-sort",
          order?.column === index ? (order.descending ? "descending" : "ascending") : "none",
        );
      }
    });
    replace(body, sorted.slice(0, shown).map((row) => tableRow(columns, row)));
    more.hidden = sorted.length <= shown;
  }

  draw();
  return [
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
      h(
        "table",
        { class: "cards" },
        h("caption", { class: "hidden-text" }, label),
        h("thead", {}, h("tr", {}, heads)),
        body,
      ),
    ),
    more,
  ];
}

/** A row of a table of these columns. */
export function tableRow(columns, row) {
  return h(
    "tr",
    {},
    columns.map((column) =>
      h(column.isMain ? "th" : "td", {
        scope: column.isMain ? "row" : null,
        class: column.number ? "number" : null,
        "data-label": column.name,
      }, column.show(row))
    ),
  );
}

function compare(a, b) {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  if (typeof a === "string" && typeof b === "string") return a.localeCompare(b, lang());
  return a < b ? -1 : 1;
}
