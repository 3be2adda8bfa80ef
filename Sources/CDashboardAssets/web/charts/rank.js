// The largest of something, one bar under the other: a table whose bars are decoration.

import { h } from "../core/dom.js";

/**
 * @param rows `[{name, value, text, note?, href?, colour?}]`, the largest first; `text` is what stands at the end, a node or text.
 */
export function rank({ label, rows }) {
  const top = Math.max(...rows.map((row) => row.value), 0);
  return h(
    "ol",
    { class: "rank", "aria-label": label },
    rows.map((row) =>
      h(
        "li",
        {},
        h("span", {
          class: "rank-bar",
          "aria-hidden": "true",
          css: {
            "inline-size": `${top > 0 ? Math.max(0.5, (row.value / top) * 100) : 0}%`,
            "--bar": row.colour ?? "var(--series-1)",
          },
        }),
        row.href
          ? h("a", { class: "rank-name", href: row.href }, row.name)
          : h("span", { class: "rank-name" }, row.name),
        row.note ? h("span", { class: "rank-note" }, row.note) : null,
        h("span", { class: "rank-value" }, row.text),
      )
    ),
  );
}
