// Values over two axes, as a table whose cells are shaded: it reads as a table to whoever cannot see the shades.

import { h } from "../core/dom.js";

/**
 * @param columns texts of the columns.
 * @param rows `[{name, values}]`.
 * @param write makes a value text.
 */
export function heatMap({ label, corner, columns, rows, write }) {
  const top = Math.max(0, ...rows.flatMap((row) => row.values));
  // The square root keeps small values visible beside a large one.
  const shade = (value) => (top > 0 && value > 0 ? 0.08 + 0.92 * Math.sqrt(value / top) : 0);
  // Dates are wider than cells: each few has its own.
  const every = Math.max(1, Math.ceil(columns.length / 12));
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    h(
      "table",
      { class: "heat" },
      h("caption", { class: "hidden-text" }, label),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, corner),
          columns.map((text, index) =>
            h(
              "th",
              { scope: "col" },
              h("span", { class: index % every || index > columns.length - 2 ? "hidden-text" : null }, text),
            )
          ),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, row.name),
            row.values.map((value, index) => {
              const strength = shade(value);
              const title = `${row.name} · ${columns[index]} · ${write(value)}`;
              return h("td", {
                title,
                class: strength > 0.55 ? "strong" : null,
                css: { "--shade": `${(strength * 100).toFixed(0)}%` },
              }, h("span", { class: "hidden-text" }, write(value)));
            }),
          )
        ),
      ),
    ),
  );
}
